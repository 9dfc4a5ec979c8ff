import type { Initializer } from '../models/layers.ts';
import { sigmoidMlp } from '../models/mlp.ts';
import { atLeast, claimsOver, every, exceeds, increasing } from './claims.ts';
import { mnist } from './datasets.ts';
import { defineTraining, measured } from './experiment.ts';
import { integer } from './params.ts';

const metrics = measured('biasGradientNorm', 'biasGradients');

/** Every weight standard Gaussian, however many inputs a neuron has. */
const standard: Initializer = { type: 'normal', std: 1 };

/** Speed of the last hidden layer over that of the first. */
const ratio = (speeds: readonly number[]): number => (speeds.at(-1) ?? Number.NaN) / (speeds[0] ?? Number.NaN);

const params = {
  width: integer({ label: 'Width', help: 'Neurons in each hidden layer.', default: 30, min: 5, max: 60, step: 5 }),
  digits: integer({
    label: 'Digits',
    help: 'Images over which the gradient is a mean.',
    default: 1000,
    min: 1,
    max: 1000,
  }),
};

const claim = claimsOver({ arms: ['two', 'three', 'four', 'twoStandard', 'threeStandard', 'fourStandard'], metrics, params });

export default defineTraining({
  title: 'Speed of learning at the start',
  summary:
    'The gradient with respect to the biases before the first step, layer by layer and neuron by neuron, over many random starts.',
  section: '/vanishing-gradients/#at-the-start',
  params,
  presets: {
    quick: {
      label: 'quick',
      note: '1,000 digits and no step of learning; another seed is another start',
      values: {},
      arms: ['two', 'three', 'four', 'twoStandard', 'threeStandard', 'fourStandard'],
      seeds: Array.from({ length: 30 }, (_, seed) => seed),
    },
  },
  // #region experiment
  dataset: ({ digits }) => mnist({ train: digits, test: 1 }),
  arms: {
    two: {
      label: 'two hidden layers, 1/√n',
      look: { colour: 'first', dash: 'solid' },
      model: ({ width }) => sigmoidMlp([width, width], 10),
    },
    three: {
      label: 'three hidden layers, 1/√n',
      look: { colour: 'second', dash: 'solid' },
      model: ({ width }) => sigmoidMlp([width, width, width], 10),
    },
    four: {
      label: 'four hidden layers, 1/√n',
      look: { colour: 'third', dash: 'solid' },
      model: ({ width }) => sigmoidMlp([width, width, width, width], 10),
    },
    twoStandard: {
      label: 'two hidden layers, N(0, 1)',
      look: { colour: 'first', dash: 'dotted' },
      model: ({ width }) => sigmoidMlp([width, width], 10, standard),
    },
    threeStandard: {
      label: 'three hidden layers, N(0, 1)',
      look: { colour: 'second', dash: 'dotted' },
      model: ({ width }) => sigmoidMlp([width, width, width], 10, standard),
    },
    fourStandard: {
      label: 'four hidden layers, N(0, 1)',
      look: { colour: 'third', dash: 'dotted' },
      model: ({ width }) => sigmoidMlp([width, width, width, width], 10, standard),
    },
  },
  training: () => ({
    loss: 'sigmoidCrossEntropy',
    optimizer: { learningRate: 0.1, momentum: 0, weightDecay: 0 },
    batchSize: 'all',
    steps: 0,
    augment: false,
    measureEvery: 1,
  }),
  metrics,
  claims: [
    claim('With weights of size 1/√n, every hidden layer is faster than the one before it.', ['two', 'three', 'four'], (arms) =>
      every(
        increasing(arms.two.biasGradientNorm.last),
        increasing(arms.three.biasGradientNorm.last),
        increasing(arms.four.biasGradientNorm.last),
      ),
    ),
    claim(
      'There the last hidden layer is at least 3, 12 and 50 times as fast as the first, with two, three and four of them.',
      ['two', 'three', 'four'],
      (arms) =>
        every(
          atLeast(ratio(arms.two.biasGradientNorm.last), 3),
          atLeast(ratio(arms.three.biasGradientNorm.last), 12),
          atLeast(ratio(arms.four.biasGradientNorm.last), 50),
        ),
    ),
    claim(
      'With weights from N(0, 1), too, the last hidden layer is faster than the first.',
      ['twoStandard', 'threeStandard', 'fourStandard'],
      (arms) =>
        every(
          atLeast(ratio(arms.twoStandard.biasGradientNorm.last), 1),
          atLeast(ratio(arms.threeStandard.biasGradientNorm.last), 1),
          atLeast(ratio(arms.fourStandard.biasGradientNorm.last), 1),
        ),
    ),
    claim('With four hidden layers, the imbalance is then the smaller one.', ['four', 'fourStandard'], (arms) =>
      exceeds(ratio(arms.four.biasGradientNorm.last), ratio(arms.fourStandard.biasGradientNorm.last)),
    ),
  ],
  // #endregion
  figure: [
    {
      kind: 'profile',
      metric: 'biasGradientNorm',
      at: 'last',
      title: 'Layer by layer',
      xLabel: 'hidden layer',
      yLabel: 'norm of dC/db',
      yScale: 'log',
    },
    {
      kind: 'bars',
      metric: 'biasGradients',
      arm: 'two',
      title: 'Neuron by neuron: two hidden layers, weights of size 1/√n',
      xLabel: 'neurons of each hidden layer',
      yLabel: 'dC/db of a neuron',
      yScale: 'linear',
    },
    {
      kind: 'bars',
      metric: 'biasGradients',
      arm: 'twoStandard',
      title: 'Neuron by neuron: two hidden layers, weights from N(0, 1)',
      xLabel: 'neurons of each hidden layer',
      yLabel: 'dC/db of a neuron',
      yScale: 'linear',
    },
  ],
});
