import { denseNet } from '../models/dense-net.ts';
import { atLeast, claimsOver, every, exceeds, near, notAbove, type Condition } from './claims.ts';
import { cifar10 } from './datasets.ts';
import { inputShare, meanInputShare, relative, reuseRows, type Row } from './dense-nets/reuse.ts';
import { defineTraining, measured } from './experiment.ts';
import { heatMapInWords } from './heat-map.ts';
import type { HeatmapPanel } from './figure.ts';
import { integer, number, type Values } from './params.ts';

const metrics = measured('trainLoss', 'featureReuse');

/** Layers of a block. */
const n = 4;

const params = {
  learningRate: number({
    label: 'Learning rate',
    help: 'Size of a step of gradient descent with momentum.',
    default: 0.05,
    min: 0.001,
    max: 1,
    scale: 'log',
  }),
  weightDecay: number({
    label: 'Weight decay',
    help: 'Pull of every weight towards zero: what is of no use fades. The paper has 0.0001, and far more steps.',
    default: 0.003,
    min: 0,
    max: 0.01,
    step: 0.0005,
  }),
  growthRate: integer({
    label: 'Growth rate k',
    help: 'Feature maps that each layer adds.',
    default: 8,
    min: 4,
    max: 16,
    step: 4,
  }),
  steps: integer({ label: 'Steps', help: 'Updates of the weights.', default: 300, min: 10, max: 4000, step: 10 }),
};

const claim = claimsOver({ arms: ['dense'], metrics, params });

const usual: Condition<Values<typeof params>> = {
  text: 'after 300 steps or more, at the learning rate, weight decay and growth rate that the example opens with',
  isMet: ({ learningRate, weightDecay, growthRate, steps }) =>
    steps >= 300 && learningRate === 0.05 && weightDecay === 0.003 && growthRate === 8,
};

const none: Row = [];

/** The rows of a block, 1 to 3. */
const blockOf = (values: readonly number[], block: number): readonly Row[] => reuseRows(values, n)[block - 1] ?? [];

/** What the classifier gives each source of the last block. */
const classifier = (values: readonly number[]): Row => blockOf(values, 3).at(-1) ?? none;

const map = (block: 1 | 2 | 3, at: 'first' | 'last', title: string): HeatmapPanel<'dense', 'featureReuse'> => ({
  kind: 'heatmap',
  metric: 'featureReuse',
  arm: 'dense',
  at,
  within: `block ${block}, `,
  relative: 'row',
  title,
  xLabel: 'source of the features',
  yLabel: 'reader',
  valueLabel: 'mean absolute weight, by the mean of its row',
  low: 0.6,
  high: 1.3,
  inWords: heatMapInWords,
});

export default defineTraining({
  title: 'Who reads whose features',
  summary: 'A small DenseNet learns images; then its weights show how much each layer draws from every layer before it.',
  section: '/densenet/#feature-reuse',
  params,
  presets: {
    quick: {
      label: 'quick',
      note: 'DenseNet of 16 layers, four in each block; 300 steps of 32 images',
      values: {},
      arms: ['dense'],
      seeds: [0, 1, 2, 3, 4],
    },
  },
  // #region experiment
  dataset: () => cifar10({ train: 2000, test: 1, side: 16 }),
  arms: {
    dense: {
      label: 'DenseNet, 16 layers',
      look: { colour: 'dense', dash: 'solid' },
      model: ({ growthRate }) => denseNet({ depth: 3 * n + 4, growthRate }),
    },
  },
  training: ({ learningRate, weightDecay, steps }) => ({
    loss: 'softmaxCrossEntropy',
    optimizer: { learningRate, momentum: 0.9, weightDecay },
    batchSize: 32,
    steps,
    augment: false,
    measureEvery: steps,
  }),
  metrics,
  claims: [
    claim(
      'Before the first step the layers of the third block give its input what they give each other, to within a tenth.',
      ['dense'],
      ({ dense }) => near(meanInputShare(blockOf(dense.featureReuse.first, 3)), 1, 0.1),
    ),
    claim(
      'After training they give it at least 3 % less, and less than the layers of the first block give theirs.',
      ['dense'],
      ({ dense }) => {
        const third = meanInputShare(blockOf(dense.featureReuse.last, 3));
        return every(notAbove(third, 0.97), exceeds(meanInputShare(blockOf(dense.featureReuse.last, 1)), third));
      },
      usual,
    ),
    claim(
      'After training the classifier gives the input of the last block less than four fifths of what it gives each layer, on average.',
      ['dense'],
      ({ dense }) => exceeds(0.8, inputShare(classifier(dense.featureReuse.last)) ?? Number.NaN),
      usual,
    ),
    claim(
      'No layer has given up a source: each gets more than half of the mean of its row.',
      ['dense'],
      ({ dense }) => atLeast(Math.min(...reuseRows(dense.featureReuse.last, n).flat().flatMap(relative)), 0.5),
      usual,
    ),
  ],
  // #endregion
  figure: [
    map(3, 'last', 'Third block, after training'),
    map(3, 'first', 'Third block, before the first step'),
    map(2, 'last', 'Second block, after training'),
    map(1, 'last', 'First block, after training'),
    { kind: 'curves', metric: 'trainLoss', title: 'Training loss', xLabel: 'step', yLabel: 'nats', yScale: 'linear', yMax: 3 },
  ],
});
