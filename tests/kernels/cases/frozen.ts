import { freeze } from '../../../src/lib/models/freezing.ts';
import { biasedConv, concat, conv, dense, flatten, norm, pool, relu, residual, tanh } from '../../setup/layers.ts';
import { softmax } from './losses.ts';
import type { Case } from './case.ts';

/** Frozen layers, before and between others that learn. */
export const frozen: readonly Case[] = [
  {
    name: 'frozen layers first, a block among them, normalised as in evaluation, and then a block of which one layer learns',
    layers: [
      ...freeze([conv(8), norm, relu, residual('identity', conv(8), norm, tanh), relu], 'evaluation'),
      residual([conv(6, 1, 1)], ...freeze([conv(6), norm, relu], 'batch'), conv(6)),
      pool,
      dense(3),
    ],
    inputShape: [5, 4, 3],
    count: 4,
    loss: softmax,
  },
  {
    name: 'frozen layers between others that learn, normalised by the batch',
    layers: [
      conv(4),
      ...freeze([norm, relu, concat(biasedConv(4, 1)), biasedConv(5, 3)], 'batch'),
      norm,
      flatten,
      ...freeze([dense(7)], 'batch'),
      tanh,
      dense(3),
    ],
    inputShape: [3, 4, 3],
    count: 4,
    loss: softmax,
  },
];
