import { sigmoidMlp } from '../models/mlp.ts';
import { claimsOver, every, increasing, notAbove, type Readings } from './claims.ts';
import { mnist } from './datasets.ts';
import { defineTraining, measured } from './experiment.ts';
import { integer, number } from './params.ts';

const metrics = measured('testError');

const batchSize = 10;
const testImages = 10_000;

/** Steps after which the order of the depths is claimed: an epoch of the book. */
const early = 5_000;

/** Half the 95 % interval of a share, in percent: 1.96 sqrt(p (1 - p) / m). */
const halfInterval = (percent: number): number => 1.96 * Math.sqrt((percent * (100 - percent)) / testImages);

/** The first measurement at or after `early`. */
const earlyError = ({ x, y }: Readings<number>): number => y[x.findIndex((step) => step >= early)] ?? Number.NaN;

const params = {
  digits: integer({
    label: 'Digits',
    help: 'Images from the start of the training set; the book used 50,000.',
    default: 10_000,
    min: 1_000,
    max: 50_000,
    step: 1_000,
  }),
  epochs: integer({ label: 'Epochs', help: 'Passes over these digits; the book made 30.', default: 30, min: 1, max: 60 }),
  learningRate: number({
    label: 'Learning rate',
    help: 'Size of a step of stochastic gradient descent.',
    default: 0.1,
    min: 0.01,
    max: 10,
    scale: 'log',
  }),
  regularization: number({
    label: 'Regularisation λ',
    help: 'As in the book for its 50,000 digits: every weight shrinks by ηλ/50,000 a step, however many digits there are.',
    default: 5,
    min: 0,
    max: 20,
  }),
  width: integer({ label: 'Width', help: 'Neurons in each hidden layer.', default: 30, min: 5, max: 60, step: 5 }),
};

const claim = claimsOver({ arms: ['one', 'two', 'three', 'four'], metrics, params });

export default defineTraining({
  title: 'Accuracy against depth',
  summary: 'The share of test digits that sigmoid nets with one to four hidden layers get wrong, over several random starts.',
  section: '/vanishing-gradients/#accuracies-again',
  params,
  presets: {
    quick: {
      label: 'quick',
      note: 'A fifth of the book’s digits, and as many passes over them; tested on 10,000 others',
      values: {},
      arms: ['one', 'two', 'three', 'four'],
      seeds: [0, 1, 2, 3, 4],
    },
    full: {
      label: 'full',
      note: 'As many digits as in the book: about five times as long',
      values: { digits: 50_000 },
      arms: ['one', 'two', 'three', 'four'],
      seeds: [0, 1, 2],
    },
  },
  // #region experiment
  dataset: ({ digits }) => mnist({ train: digits, test: testImages }),
  arms: {
    one: {
      label: 'one hidden layer',
      look: { colour: 'neutral', dash: 'solid' },
      model: ({ width }) => sigmoidMlp([width], 10),
    },
    two: {
      label: 'two hidden layers',
      look: { colour: 'first', dash: 'solid' },
      model: ({ width }) => sigmoidMlp([width, width], 10),
    },
    three: {
      label: 'three hidden layers',
      look: { colour: 'second', dash: 'dashed' },
      model: ({ width }) => sigmoidMlp([width, width, width], 10),
    },
    four: {
      label: 'four hidden layers',
      look: { colour: 'third', dash: 'dotted' },
      model: ({ width }) => sigmoidMlp([width, width, width, width], 10),
    },
  },
  training: ({ digits, epochs, learningRate, regularization }) => ({
    loss: 'sigmoidCrossEntropy',
    optimizer: { learningRate, momentum: 0, weightDecay: regularization / 50_000 },
    batchSize,
    steps: (epochs * digits) / batchSize,
    augment: false,
    measureEvery: digits / batchSize,
  }),
  metrics,
  claims: [
    claim(
      'No network ends below the one with a single hidden layer by more than one percentage point and its interval of 95 %.',
      ['one', 'two', 'three', 'four'],
      (arms) => {
        const single = arms.one.testError.last;
        const allowed = 1 + halfInterval(single);
        const deeper = [arms.two, arms.three, arms.four].map(({ testError }) => testError.last);
        return every(...deeper.map((error) => notAbove(single, error, allowed)));
      },
    ),
    claim(
      'After 5,000 steps, every added hidden layer has made the error larger.',
      ['one', 'two', 'three', 'four'],
      (arms) => increasing([arms.one, arms.two, arms.three, arms.four].map(({ testError }) => earlyError(testError))),
      {
        text: 'after 5,000 steps or more',
        isMet: ({ digits, epochs }) => epochs * digits >= early * batchSize,
      },
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
