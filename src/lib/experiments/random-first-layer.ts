import { readOutNet } from '../models/read-out-net.ts';
import { claimsOver, every, exceeds, notAbove } from './claims.ts';
import { mnist } from './datasets.ts';
import { defineTraining, measured } from './experiment.ts';
import { integer, number } from './params.ts';

const metrics = measured('testError');

const batchSize = 100;

const params = {
  width: integer({ label: 'First layer', help: 'Neurons in the first layer.', default: 30, min: 5, max: 100, step: 5 }),
  hidden: integer({
    label: 'Layer above',
    help: 'Tanh neurons between the first layer and the outputs, where there are any.',
    default: 100,
    min: 10,
    max: 200,
    step: 10,
  }),
  digits: integer({
    label: 'Digits',
    help: 'Images from the start of the training set.',
    default: 5_000,
    min: 1_000,
    max: 20_000,
    step: 1_000,
  }),
  epochs: integer({ label: 'Epochs', help: 'Passes over these digits.', default: 40, min: 2, max: 100 }),
  learningRate: number({
    label: 'Learning rate',
    help: 'Size of a step of stochastic gradient descent.',
    default: 0.3,
    min: 0.01,
    max: 3,
    scale: 'log',
  }),
};

const claim = claimsOver({ arms: ['pixels', 'found', 'readOut', 'above', 'all'], metrics, params });

export default defineTraining({
  title: 'What a random first layer leaves of a digit',
  summary: 'Test error of read-outs from the pixels, from thirty random sigmoid neurons, and of networks above them.',
  section: '/vanishing-gradients/#already-done',
  params,
  presets: {
    quick: {
      label: 'quick',
      note: '5,000 digits, 40 passes in batches of 100; tested on 10,000 others',
      values: {},
      arms: ['pixels', 'found', 'readOut', 'above', 'all'],
      seeds: [0, 1, 2, 3, 4],
    },
  },
  // #region experiment
  dataset: ({ digits }) => mnist({ train: digits, test: 10_000 }),
  arms: {
    found: {
      label: 'random layer as it is, linear read-out',
      look: { colour: 'neutral', dash: 'dotted' },
      model: ({ width }) => readOutNet({ first: width, learnsFirst: false, standardized: false, hidden: 'none' }),
    },
    readOut: {
      label: 'random layer, linear read-out',
      look: { colour: 'first', dash: 'solid' },
      model: ({ width }) => readOutNet({ first: width, learnsFirst: false, standardized: true, hidden: 'none' }),
    },
    above: {
      label: 'random layer, trained layers above',
      look: { colour: 'second', dash: 'dashed' },
      model: ({ width, hidden }) => readOutNet({ first: width, learnsFirst: false, standardized: true, hidden }),
    },
    pixels: {
      label: 'pixels, linear read-out',
      look: { colour: 'neutral', dash: 'solid' },
      model: () => readOutNet({ first: 'none', learnsFirst: false, standardized: false, hidden: 'none' }),
    },
    all: {
      label: 'everything trained',
      look: { colour: 'third', dash: 'dotted' },
      model: ({ width, hidden }) => readOutNet({ first: width, learnsFirst: true, standardized: true, hidden }),
    },
  },
  training: ({ digits, epochs, learningRate }) => ({
    loss: 'softmaxCrossEntropy',
    optimizer: { learningRate, momentum: 0, weightDecay: 0 },
    batchSize,
    steps: (epochs * digits) / batchSize,
    augment: false,
    // Every second epoch: a look at 10,000 test digits costs as much as half an epoch.
    measureEvery: (2 * digits) / batchSize,
  }),
  metrics,
  claims: [
    claim('A linear read-out of the random layer gets more than half of the digits right.', ['readOut'], ({ readOut }) =>
      notAbove(readOut.testError.last, 50),
    ),
    claim('It does worse than a linear read-out of the pixels.', ['readOut', 'pixels'], ({ readOut, pixels }) =>
      exceeds(readOut.testError.last, pixels.testError.last),
    ),
    claim(
      'Trained layers above the random one get more out of it than the linear read-out.',
      ['readOut', 'above'],
      ({ readOut, above }) => exceeds(readOut.testError.last, above.testError.last),
    ),
    claim('Training the first layer too does better than all of them.', ['pixels', 'readOut', 'above', 'all'], (arms) => {
      const trained = arms.all.testError.last;
      const others = [arms.pixels, arms.readOut, arms.above];
      return every(...others.map(({ testError }) => exceeds(testError.last, trained)));
    }),
    claim('Without standardising, gradient descent finds less in the same time.', ['found', 'readOut'], ({ found, readOut }) =>
      exceeds(found.testError.last, readOut.testError.last),
    ),
  ],
  // #endregion
  figure: [
    {
      kind: 'points',
      metric: 'testError',
      title: 'Test error after the last epoch',
      xLabel: 'network',
      yLabel: 'test error, %',
      yScale: 'linear',
    },
    {
      kind: 'curves',
      metric: 'testError',
      title: 'Test error during training',
      xLabel: 'step',
      yLabel: 'test error, %',
      yScale: 'log',
    },
  ],
});
