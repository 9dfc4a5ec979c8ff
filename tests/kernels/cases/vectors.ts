import { conv, dense, flatten, norm, pool, recurrent, relu, sigmoid, softsign, tanh } from '../../setup/layers.ts';
import { softmax, logistic, squared } from './losses.ts';
import type { Case } from './case.ts';

/** Dense and recurrent layers, and rows that fill several images of the kernels. */
export const vectors: readonly Case[] = [
  {
    name: 'a fully connected net of every activation and of 30, 3 and 1 units',
    layers: [flatten, dense(30), sigmoid, dense(30), tanh, dense(3), relu, dense(1), tanh, dense(10)],
    inputShape: [3, 5, 1],
    count: 12,
    loss: logistic,
  },
  {
    name: 'normalisation of vectors of 7, with a ReLU behind it',
    layers: [flatten, dense(7), tanh, norm, relu, dense(3)],
    inputShape: [2, 3, 1],
    count: 9,
    loss: softmax,
  },
  {
    name: 'normalisation of vectors of 8, of the inputs themselves',
    layers: [flatten, norm, dense(7), sigmoid, dense(3)],
    inputShape: [2, 2, 2],
    count: 5,
    loss: softmax,
  },
  {
    name: 'softsign over 7 and over 3 units, and targets that are no classes',
    layers: [flatten, dense(7), softsign, dense(3), softsign, dense(2)],
    inputShape: [1, 5, 1],
    count: 6,
    loss: squared,
  },
  {
    name: 'a recurrent layer of 5 tanh units over 7 steps of 3 numbers',
    layers: [recurrent(5, 'tanh'), dense(2)],
    inputShape: [7, 1, 3],
    count: 6,
    loss: squared,
  },
  {
    name: 'a recurrent layer of 8 ReLU units that hands a gradient on to its input',
    layers: [conv(3, 1, 1), tanh, recurrent(8, 'relu'), dense(7), softsign, dense(3)],
    inputShape: [4, 1, 2],
    count: 3,
    loss: softmax,
  },
  {
    name: 'a recurrent layer of 12 softsign units, more rows than fit in one image of the kernels',
    layers: [recurrent(12, 'softsign'), dense(10)],
    inputShape: [3, 1, 4],
    count: 67,
    loss: logistic,
  },
  {
    name: 'a recurrent layer of 3 sigmoid units over a single step, where its own weights have no gradient',
    layers: [recurrent(3, 'sigmoid'), relu, dense(1)],
    inputShape: [1, 1, 1],
    count: 1,
    loss: squared,
  },
  {
    name: 'an activation first, more rows than fit in one image of the kernels, in a number that is prime',
    layers: [sigmoid, flatten, dense(7), relu, dense(3)],
    inputShape: [2, 2, 3],
    count: 67,
    loss: softmax,
  },
  {
    name: 'a pool first, and rows in three images of the kernels',
    layers: [pool, dense(8), relu, dense(10)],
    inputShape: [2, 3, 12],
    count: 96,
    loss: logistic,
  },
  {
    name: 'wide rows and more than eight filters',
    layers: [conv(24), norm, relu, conv(17, 2), norm, relu, pool, dense(3)],
    inputShape: [6, 13, 12],
    count: 2,
    loss: softmax,
  },
];
