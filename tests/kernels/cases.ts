import type { Batch } from '../../src/lib/core/batches.ts';
import type { Engine, Net, NetOptions, NetState } from '../../src/lib/core/net.ts';
import { outline, type Placed } from '../../src/lib/core/outline.ts';
import type { Layer } from '../../src/lib/models/layers.ts';
import {
  biasedConv,
  concat,
  conv,
  dense,
  flatten,
  frozenNorm,
  groupNorm,
  halve,
  highway,
  norm,
  pool,
  recurrent,
  relu,
  residual,
  rmsNorm,
  sigmoid,
  softsign,
  tanh,
} from '../setup/layers.ts';
import type { ReferenceState } from '../setup/reference.ts';
import { normals } from '../setup/tensors.ts';

/** A small net over an odd shape, and how many examples a batch of it has. */
export interface Case {
  readonly name: string;
  readonly layers: readonly Layer[];
  readonly inputShape: NetOptions['inputShape'];
  readonly count: number;
  readonly loss: NetOptions['loss'];
}

const softmax = 'softmaxCrossEntropy';
const logistic = 'sigmoidCrossEntropy';
const squared = 'meanSquaredError';

export const cases: readonly Case[] = [
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
  {
    name: 'identity shortcuts with a ReLU, without one, and with tanh and sigmoid in the branch',
    layers: [
      conv(8),
      residual('identity', conv(8), norm, tanh, conv(8), norm),
      relu,
      residual('identity', conv(8), norm, sigmoid, conv(8), norm),
      residual('identity', conv(3), relu, conv(8)),
      relu,
      pool,
      dense(3),
    ],
    inputShape: [3, 5, 3],
    count: 4,
    loss: softmax,
  },
  {
    name: 'option A shortcuts over odd sides, with a ReLU and without',
    layers: [
      conv(3),
      norm,
      relu,
      residual('optionA', conv(7, 2), norm, relu, conv(7), norm),
      residual('optionA', conv(12, 2), norm, relu, conv(12), norm),
      relu,
      pool,
      dense(10),
    ],
    inputShape: [9, 5, 1],
    count: 3,
    loss: softmax,
  },
  {
    name: 'pre-activation: branches that begin with a normalisation, on 8 and on 7 channels',
    layers: [
      conv(8),
      residual('identity', norm, relu, conv(8), norm, relu, conv(8)),
      residual('identity', norm, relu, conv(3), norm, relu, conv(8)),
      conv(7),
      residual('identity', norm, relu, conv(7), norm, conv(7)),
      norm,
      relu,
      pool,
      dense(3),
    ],
    inputShape: [4, 3, 3],
    count: 3,
    loss: softmax,
  },
  {
    name: 'a residual layer first, and one within another',
    layers: [
      residual('identity', conv(7), residual('identity', conv(7), tanh), relu, conv(3)),
      relu,
      residual('optionA', residual('optionA', conv(4, 2), norm), conv(8), norm),
      flatten,
      dense(3),
    ],
    inputShape: [3, 4, 3],
    count: 3,
    loss: softmax,
  },
  {
    name: 'blocks of vectors: branches scaled, shortcuts scaled, pre-activated, projected, of one layer and of two',
    layers: [
      flatten,
      dense(7),
      { ...residual('identity', dense(7), tanh), branchScale: 0.3 },
      { ...residual('identity', dense(5), relu, dense(7)), shortcutScale: 0.5 },
      relu,
      { ...residual('identity', norm, relu, dense(7)), branchScale: 0.5, shortcutScale: 0.25 },
      relu,
      residual([norm, dense(3)], dense(3), tanh, dense(3)),
      relu,
      dense(3),
    ],
    inputShape: [2, 3, 1],
    count: 6,
    loss: softmax,
  },
  {
    name: 'projections of 1x1 at stride 1 and 2, with a ReLU and without, original and pre-activated',
    layers: [
      residual([conv(4, 1, 1), norm], conv(4), norm, relu, conv(4), norm),
      relu,
      { ...residual([conv(7, 2, 1), norm], conv(7, 2), norm, relu, conv(7), norm), shortcutScale: 0.5, branchScale: 0.7 },
      relu,
      norm,
      relu,
      residual([conv(8, 1, 1)], conv(8), norm, relu, conv(8)),
      norm,
      relu,
      pool,
      dense(3),
    ],
    inputShape: [5, 4, 3],
    count: 3,
    loss: softmax,
  },
  {
    name: 'option A with both of its sides scaled, a residual layer first',
    layers: [
      { ...residual('optionA', conv(5, 2)), shortcutScale: 0.5 },
      { ...residual('optionA', conv(8, 2), norm), shortcutScale: 0.5, branchScale: 2 },
      relu,
      pool,
      dense(3),
    ],
    inputShape: [5, 6, 3],
    count: 3,
    loss: softmax,
  },
  {
    name: 'highway layers over vectors of 7, on both sides and on the shortcut alone, the gates as they are and with a layer more',
    layers: [
      flatten,
      dense(7),
      tanh,
      highway([dense(7), tanh], [dense(7)]),
      { ...highway([dense(7), relu], [dense(3), tanh, dense(7)]), gates: 'shortcut' },
      relu,
      highway([norm, dense(7), tanh], [norm, dense(7)]),
      dense(3),
    ],
    inputShape: [2, 3, 1],
    count: 5,
    loss: softmax,
  },
  {
    name: 'a highway layer first, over 8 features and images of 3 channels, convolutions with biases, exclusive gating with a ReLU',
    layers: [
      highway([conv(3), norm], [biasedConv(3)]),
      relu,
      biasedConv(8, 3),
      { ...highway([biasedConv(8, 3), tanh, norm, relu, conv(8)], [biasedConv(8)]), gates: 'shortcut' },
      relu,
      highway([conv(8), norm], [biasedConv(8)]),
      relu,
      pool,
      dense(3),
    ],
    inputShape: [3, 5, 3],
    count: 3,
    loss: softmax,
  },
  {
    name: 'dense blocks of 3 new channels, with bottlenecks and without, and pools of 2x2 and of 3x3 between',
    layers: [
      conv(5),
      concat(norm, relu, conv(3)),
      concat(norm, relu, conv(3)),
      concat(conv(4), relu),
      norm,
      relu,
      conv(8, 1, 1),
      halve,
      concat(norm, relu, conv(12, 1, 1), norm, relu, conv(4)),
      concat(norm, relu, conv(4)),
      norm,
      relu,
      { type: 'averagePool', size: 3 },
      flatten,
      dense(3),
    ],
    inputShape: [6, 12, 3],
    count: 2,
    loss: softmax,
  },
  {
    name: 'concatenation of the inputs themselves, of vectors, and within a block; a pool of single pixels first',
    layers: [
      { type: 'averagePool', size: 1 },
      concat(conv(1)),
      residual('identity', concat(conv(2), tanh), conv(4)),
      halve,
      flatten,
      concat(dense(7), tanh),
      concat(dense(1)),
      dense(3),
    ],
    inputShape: [4, 2, 3],
    count: 3,
    loss: logistic,
  },
  {
    name: 'a normalisation first, on 3 channels',
    layers: [norm, relu, conv(4), pool, dense(3)],
    inputShape: [3, 3, 3],
    count: 2,
    loss: softmax,
  },
  {
    name: 'a normalisation first, on 8 channels, and the pool right behind it',
    layers: [norm, pool, dense(3)],
    inputShape: [3, 2, 8],
    count: 5,
    loss: softmax,
  },
  {
    name: 'groups of 1, 2, 3 and 4 channels, a group a channel and one for all, with a ReLU and without',
    layers: [
      conv(4),
      groupNorm(4),
      relu,
      conv(6),
      groupNorm(3),
      conv(9),
      groupNorm(3),
      relu,
      conv(8, 2),
      groupNorm(2),
      relu,
      conv(3),
      groupNorm('channels'),
      tanh,
      conv(12),
      groupNorm(1),
      relu,
      pool,
      dense(3),
    ],
    inputShape: [7, 5, 3],
    count: 3,
    loss: softmax,
  },
  {
    name: 'images of 17 x 6 pixels, more than one piece of a sum, in groups and with their root mean square alone',
    layers: [conv(8), groupNorm(2), relu, conv(5), rmsNorm, relu, conv(8), rmsNorm, relu, conv(5), groupNorm(1), pool, dense(3)],
    inputShape: [17, 6, 2],
    count: 2,
    loss: softmax,
  },
  {
    name: 'a group normalisation first, on 3 channels, and batch, layer, instance and RMS normalisation within blocks',
    layers: [
      groupNorm(3),
      conv(4),
      residual([conv(8, 2, 1), groupNorm(2)], groupNorm(1), relu, conv(8, 2), rmsNorm, relu, conv(8), norm),
      relu,
      highway([groupNorm('channels'), conv(8), relu], [rmsNorm, biasedConv(8)]),
      concat(rmsNorm, relu, conv(3)),
      flatten,
      dense(3),
    ],
    inputShape: [4, 6, 3],
    count: 3,
    loss: softmax,
  },
  {
    name: 'an RMS normalisation first, on 7 channels, and the pool right behind it',
    layers: [rmsNorm, pool, dense(3)],
    inputShape: [3, 2, 7],
    count: 5,
    loss: softmax,
  },
  {
    name: 'vectors of 7, 8 and 30 in groups and with their root mean square, in 67 examples, more than one piece of a sum',
    layers: [
      flatten,
      rmsNorm,
      dense(7),
      groupNorm(1),
      relu,
      dense(8),
      groupNorm(2),
      tanh,
      dense(30),
      rmsNorm,
      relu,
      dense(9),
      groupNorm(3),
      relu,
      dense(3),
    ],
    inputShape: [2, 3, 1],
    count: 67,
    loss: softmax,
  },
  {
    name: 'a group of a single number, which is its own mean: only the shift is left',
    layers: [flatten, dense(7), groupNorm('channels'), dense(3)],
    inputShape: [2, 3, 1],
    count: 4,
    loss: softmax,
  },
  {
    name: 'frozen normalisations, of images and of vectors, first and behind others that are not',
    layers: [
      frozenNorm,
      conv(8),
      frozenNorm,
      relu,
      conv(3),
      norm,
      relu,
      conv(7),
      frozenNorm,
      flatten,
      dense(5),
      frozenNorm,
      relu,
      dense(3),
    ],
    inputShape: [3, 4, 3],
    count: 4,
    loss: softmax,
  },
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

export const outlineOf = ({ layers, inputShape }: Case): readonly Placed[] => outline(layers, inputShape);

export const classesOf = (test: Case): number => outlineOf(test).at(-1)?.output[0] ?? 0;

/** A batch of random images; `name` gives another one. */
export function batchOf(test: Case, name = 'images'): Batch {
  const { count, inputShape } = test;
  const classes = classesOf(test);
  const targets = new Float32Array(count * classes);
  for (let i = 0; i < count; i += 1) {
    if (test.loss === squared) targets.set(normals(`target ${i}`, [classes]), i * classes);
    else if (classes > 1) targets[i * classes + ((3 * i + 1) % classes)] = 1;
    else targets[i] = i % 2;
  }
  return { count, images: normals(name, [count, ...inputShape]), targets };
}

/** Gains and shifts that differ from 1 and 0, running statistics that differ from 0 and 1, so that none can be left out unseen. */
export async function preparedNet(
  engine: Engine,
  test: Case,
  optimizer: NetOptions['optimizer'] = { learningRate: 0, momentum: 0, weightDecay: 0 },
): Promise<Net> {
  const { layers, inputShape, count, loss } = test;
  const net = await engine.createNet({ layers, inputShape, loss, optimizer, capacity: count, seed: 0 });
  const { updates, weights, velocities, statistics } = await net.state();
  net.load({
    updates,
    velocities,
    weights: weights.map((values, i) => {
      const { role = 'weights', layer = '' } = net.parameters[i] ?? {};
      if (role !== 'gains' && role !== 'shifts') return values;
      const noise = normals(`${role} of ${layer}`, [values.length]);
      return values.map((value, j) => value + 0.3 * (noise[j] ?? 0));
    }),
    statistics: statistics.map((values, i) => {
      const noise = normals(`statistic ${i}`, [values.length]);
      return values.map((value, j) => value + 0.3 * Math.abs(noise[j] ?? 0));
    }),
  });
  return net;
}

/** The state of a net, for the reference. */
export function referenceState({ weights, statistics }: NetState): ReferenceState {
  return {
    parameters: weights.map((values) => Float64Array.from(values)),
    statistics: statistics.map((values) => Float64Array.from(values)),
  };
}
