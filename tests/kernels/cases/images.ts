import { conv, dense, flatten, norm, pool, relu, sigmoid, tanh } from '../../setup/layers.ts';
import { softmax, logistic } from './losses.ts';
import type { Case } from './case.ts';

/** Convolutions, activations, batch normalisation and pools over images. */
export const images: readonly Case[] = [
  {
    name: 'one image of one pixel and one channel, one logit',
    layers: [conv(1, 1, 1), flatten, dense(1)],
    inputShape: [1, 1, 1],
    count: 1,
    loss: logistic,
  },
  {
    name: 'a 3x3 filter over one pixel, where only its centre meets it',
    layers: [conv(7), norm, relu, conv(3), pool, dense(3)],
    inputShape: [1, 1, 3],
    count: 9,
    loss: softmax,
  },
  {
    name: 'normalisation of a single row, which has no gradient',
    layers: [conv(3), norm, relu, pool, dense(3)],
    inputShape: [1, 1, 3],
    count: 1,
    loss: softmax,
  },
  {
    name: 'a batch of one, not square, odd sides halved twice, normalisation with tanh and sigmoid behind it',
    layers: [conv(3, 2), norm, tanh, conv(12, 2), norm, sigmoid, pool, dense(10)],
    inputShape: [5, 9, 7],
    count: 1,
    loss: softmax,
  },
  {
    name: 'channels of 1, 3, 7, 8 and 12, with a ReLU and without',
    layers: [conv(3), norm, relu, conv(7), norm, conv(8, 2), norm, relu, conv(12), norm, conv(1, 1, 1), flatten, dense(3)],
    inputShape: [7, 4, 1],
    count: 3,
    loss: softmax,
  },
  {
    name: 'filters of 1x1 at stride 1 and 2, activations without a normalisation',
    layers: [conv(8, 2, 1), relu, conv(12, 1, 1), tanh, conv(4, 2, 1), sigmoid, pool, dense(3)],
    inputShape: [7, 5, 8],
    count: 2,
    loss: logistic,
  },
];
