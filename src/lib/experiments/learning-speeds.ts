import { sigmoidMlp } from '../models/mlp.ts';
import { atLeast, below, challengesOver, claimsOver, every, increasing } from './claims.ts';
import { mnist } from './datasets.ts';
import { defineTraining, measured } from './experiment.ts';
import { integer, number, type Values } from './params.ts';

const metrics = measured('trainLoss', 'biasGradientNorm');

/** Speed of the last hidden layer over that of the first. */
const ratio = (speeds: readonly number[]): number => (speeds.at(-1) ?? Number.NaN) / (speeds[0] ?? Number.NaN);

const isIncreasing = (speeds: readonly number[]): boolean => increasing(speeds).held;

/** Share of the measurements at which every hidden layer is faster than the one before it. */
const orderedShare = (speeds: readonly (readonly number[])[]): number => speeds.filter(isIncreasing).length / speeds.length;

const params = {
  learningRate: number({
    label: 'Learning rate',
    help: 'Size of a step of gradient descent over the whole training set.',
    default: 0.1,
    min: 0.01,
    max: 10,
    scale: 'log',
  }),
  regularization: number({
    label: 'Regularisation λ',
    help: 'Strength of weight decay, as in the book: every weight shrinks by ηλ/n a step.',
    default: 5,
    min: 0,
    max: 20,
  }),
  width: integer({ label: 'Width', help: 'Neurons in each hidden layer.', default: 30, min: 5, max: 60, step: 5 }),
  epochs: integer({
    label: 'Epochs',
    help: 'Full passes over the digits; each is one step.',
    default: 500,
    min: 10,
    max: 1000,
    step: 10,
  }),
};

export type Settings = Values<typeof params>;

const claim = claimsOver({ arms: ['two', 'three', 'four'], metrics, params });
const challenge = challengesOver({ arms: ['four'], metrics, params });

export default defineTraining({
  title: 'Speed of learning in each hidden layer',
  summary: 'The norm of the bias gradient of every hidden layer while a sigmoid net learns 1,000 digits: early layers are slow.',
  section: '/vanishing-gradients/#speed-of-learning',
  params,
  presets: {
    quick: {
      label: 'quick',
      note: 'The run of the book: 1,000 digits, 500 epochs, two, three and four hidden layers',
      values: {},
      arms: ['two', 'three', 'four'],
      seeds: [0, 1, 2, 3, 4],
    },
  },
  // #region experiment
  dataset: () => mnist({ train: 1000, test: 1000 }),
  arms: {
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
  training: ({ learningRate, regularization, epochs }) => ({
    loss: 'sigmoidCrossEntropy',
    optimizer: { learningRate, momentum: 0, weightDecay: regularization / 1000 },
    batchSize: 'all',
    steps: epochs,
    augment: false,
    measureEvery: 1,
  }),
  metrics,
  claims: [
    claim('At the start, every hidden layer learns faster than the one before it.', ['two', 'three', 'four'], (arms) =>
      every(
        increasing(arms.two.biasGradientNorm.first),
        increasing(arms.three.biasGradientNorm.first),
        increasing(arms.four.biasGradientNorm.first),
      ),
    ),
    claim(
      'At the start, the last hidden layer is at least 3, 12 and 50 times as fast as the first, with two, three and four of them.',
      ['two', 'three', 'four'],
      (arms) =>
        every(
          atLeast(ratio(arms.two.biasGradientNorm.first), 3),
          atLeast(ratio(arms.three.biasGradientNorm.first), 12),
          atLeast(ratio(arms.four.biasGradientNorm.first), 50),
        ),
    ),
    claim('With four hidden layers, that order holds in at least 95 % of the epochs.', ['four'], (arms) =>
      atLeast(100 * orderedShare(arms.four.biasGradientNorm.y), 95, '% of epochs: '),
    ),
    claim('With four hidden layers, the last stays at least 20 times as fast as the first throughout.', ['four'], (arms) =>
      atLeast(Math.min(...arms.four.biasGradientNorm.y.map(ratio)), 20, 'smallest ratio: '),
    ),
  ],
  // #endregion
  challenges: [
    challenge({
      id: 'exr-off-the-plateau',
      title: 'Off the plateau',
      task: 'The net with four hidden layers hardly learns in the 500 epochs of the book. Bring its training loss below 2.75 in as many, with the same layers.',
      start: {},
      free: ['learningRate', 'regularization'],
      arms: ['four'],
      rule: ({ four }) => below(four.trainLoss.last, 2.75),
    }),
  ],
  figure: [
    {
      kind: 'layers',
      metric: 'biasGradientNorm',
      arm: 'four',
      title: 'Four hidden layers',
      xLabel: 'epoch',
      yLabel: 'norm of dC/db',
      yScale: 'log',
    },
    {
      kind: 'layers',
      metric: 'biasGradientNorm',
      arm: 'three',
      title: 'Three hidden layers',
      xLabel: 'epoch',
      yLabel: 'norm of dC/db',
      yScale: 'log',
    },
    {
      kind: 'layers',
      metric: 'biasGradientNorm',
      arm: 'two',
      title: 'Two hidden layers',
      xLabel: 'epoch',
      yLabel: 'norm of dC/db',
      yScale: 'log',
    },
  ],
});
