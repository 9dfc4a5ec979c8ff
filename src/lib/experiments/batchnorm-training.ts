import { deepMlp } from '../models/deep-mlp.ts';
import { batchNorm } from '../models/norms.ts';
import { atLeast, atMost, challengesOver, claimsOver, every, exceeds, notAbove, type Readings } from './claims.ts';
import { mnist } from './datasets.ts';
import { defineTraining, measured, type TrainingArm } from './experiment.ts';
import { normLooks } from './norm-looks.ts';
import { integer, number, type Values } from './params.ts';

const metrics = measured('trainLoss', 'testError', 'unitInput', 'lossVariation');

const params = {
  std: number({
    label: 'Standard deviation of the weights',
    help: 'Of all weights at the start, in two of the nets; in the other two it is a tenth of this.',
    default: 0.1,
    min: 0.01,
    max: 1,
    scale: 'log',
  }),
  learningRate: number({
    label: 'Learning rate η',
    help: 'Size of a step of gradient descent, the same for all nets.',
    default: 0.5,
    min: 0.01,
    max: 5,
    scale: 'log',
  }),
  steps: integer({ label: 'Steps', help: 'Updates of the weights.', default: 1000, min: 200, max: 5000, step: 200 }),
};

export type Settings = Values<typeof params>;

/** Three hidden layers of 100 sigmoid units (Ioffe and Szegedy 2015, section 4.1), and the weights' share of the standard deviation. */
const arm = (kind: 'none' | 'batch', share: 1 | 0.1): TrainingArm<typeof params> => ({
  label: `${kind === 'none' ? 'none' : 'batch'}${share === 1 ? '' : ', weights × 0.1'}`,
  look: share === 1 ? normLooks[kind] : { ...normLooks[kind], dash: 'dotted' },
  model: ({ std }) =>
    deepMlp({
      layers: 4,
      width: 100,
      outputs: 10,
      fn: 'sigmoid',
      init: { type: 'normal', std: share * std },
      norm: kind === 'batch' ? [batchNorm] : [],
    }),
});

const claim = claimsOver({ arms: ['none', 'batch', 'noneSmall', 'batchSmall'], metrics, params });
const challenge = challengesOver({ arms: ['none'], metrics, params });

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const secondHalf = (values: readonly number[]): readonly number[] => values.slice(Math.ceil(values.length / 2));

/** The first measured number of updates after which the test error is below 20 %. */
const start = ({ x, y }: Readings<number>): number => x[y.findIndex((error) => error < 20)] ?? Infinity;

type Percentiles = Readings<readonly number[]>;

const medians = ({ y }: Percentiles): readonly number[] => y.map(([, median = Number.NaN]) => median);
/** From the 15th to the 85th percentile, at every measurement. */
const widths = ({ y }: Percentiles): readonly number[] => y.map(([low = Number.NaN, , high = Number.NaN]) => high - low);
/** Between the least and the greatest median. */
const range = (percentiles: Percentiles): number => Math.max(...medians(percentiles)) - Math.min(...medians(percentiles));

/** The furthest that the median moves from one measurement to the next, in widths of the distribution that it leaves. */
function greatestShift(percentiles: Percentiles): number {
  const [at, wide] = [medians(percentiles), widths(percentiles)];
  return Math.max(...at.slice(1).map((median, i) => Math.abs(median - (at[i] ?? Number.NaN)) / (wide[i] ?? Number.NaN)));
}

const recorded = (words: string, isLong: (steps: number) => boolean) => ({
  text: `with weights of standard deviation 0.1, a learning rate of 0.5, and ${words}`,
  isMet: ({ std, learningRate, steps }: Settings) => std === 0.1 && learningRate === 0.5 && isLong(steps),
});
const anyRun = recorded('1,000 steps or more', (steps) => steps >= 1000);
const shortRun = recorded('1,000 steps', (steps) => steps === 1000);
const longRun = recorded('5,000 steps', (steps) => steps === 5000);

export default defineTraining({
  title: 'Three sigmoid layers, with batch normalisation and without',
  summary:
    'Sigmoid nets learn digits with batch normalisation and without it: their error, what one unit is given, and how uneven the loss is.',
  section: '/normalization/#batch-normalisation-trains',
  params,
  presets: {
    quick: {
      label: 'quick',
      note: 'Four nets, 1,000 steps of 60 digits',
      values: {},
      arms: ['none', 'batch', 'noneSmall', 'batchSmall'],
      seeds: [0, 1, 2, 3, 4],
    },
    full: {
      label: 'longer',
      note: 'The same nets, 5,000 steps',
      values: { steps: 5000 },
      arms: ['none', 'batch', 'noneSmall', 'batchSmall'],
      seeds: [0, 1, 2, 3, 4],
    },
  },
  // #region experiment
  dataset: () => mnist({ train: 10_000, test: 1000 }),
  arms: {
    none: arm('none', 1),
    batch: arm('batch', 1),
    noneSmall: arm('none', 0.1),
    batchSmall: arm('batch', 0.1),
  },
  training: ({ learningRate, steps }) => ({
    loss: 'softmaxCrossEntropy',
    optimizer: { learningRate, momentum: 0, weightDecay: 0 },
    batchSize: 60,
    steps,
    augment: false,
    measureEvery: 40,
  }),
  metrics,
  claims: [
    claim(
      'The normalised net falls below 20 % test error after at most a quarter of the updates that the other one needs.',
      ['none', 'batch'],
      ({ none, batch }) => atLeast(start(none.testError), 4 * start(batch.testError)),
      anyRun,
    ),
    claim(
      'After 1,000 updates its test error is lower by more than one point.',
      ['none', 'batch'],
      ({ none, batch }) => exceeds(none.testError.last, batch.testError.last, 1),
      shortRun,
    ),
    // The sigmoids hand on hardly anything but their constant 1/2, so that the logits are the same for all digits: nothing to learn from.
    claim(
      'With weights a tenth as large, the net without it is wrong on more than 60 % after 1,000 updates, the normalised one on less than 20 %.',
      ['noneSmall', 'batchSmall'],
      ({ noneSmall, batchSmall }) => every(exceeds(noneSmall.testError.last, 60), notAbove(batchSmall.testError.last, 20)),
      shortRun,
    ),
    claim(
      'After 5,000 it is still more than ten points behind.',
      ['noneSmall', 'batchSmall'],
      ({ noneSmall, batchSmall }) => exceeds(noneSmall.testError.last, batchSmall.testError.last, 10),
      longRun,
    ),
    // Drift against the width of the distribution: a unit that is given nearly the same for all digits loses its place by a small step.
    claim(
      'Without it, between two measurements the median input of the unit moves by more than the whole width from the 15th to the 85th percentile.',
      ['none'],
      ({ none }) => exceeds(greatestShift(none.unitInput), 1),
      anyRun,
    ),
    claim(
      'With it, the median never moves by more than half of that width.',
      ['batch', 'batchSmall'],
      ({ batch, batchSmall }) =>
        every(notAbove(greatestShift(batch.unitInput), 0.5), notAbove(greatestShift(batchSmall.unitInput), 0.5)),
      anyRun,
    ),
    claim(
      'Over the run the median comes through a range at least 1.2 times as wide without it.',
      ['none', 'batch'],
      ({ none, batch }) => atLeast(range(none.unitInput), 1.2 * range(batch.unitInput)),
      shortRun,
    ),
    // Steps of half to four times the learning rate along the gradient of one batch; a mean, since single batches differ by a factor of ten.
    claim(
      'In the second half, the loss varies along the gradient at least twice as much without it.',
      ['none', 'batch'],
      ({ none, batch }) => atLeast(mean(secondHalf(none.lossVariation.y)), 2 * mean(secondHalf(batch.lossVariation.y))),
      shortRun,
    ),
    // What is told against the smoothing view as a whole explanation: on a plateau the loss is smooth too.
    claim(
      'With weights a tenth as large it varies less without it, in a net that learns nothing.',
      ['noneSmall', 'batchSmall'],
      ({ noneSmall, batchSmall }) =>
        exceeds(mean(secondHalf(batchSmall.lossVariation.y)), mean(secondHalf(noneSmall.lossVariation.y))),
      shortRun,
    ),
  ],
  // #endregion
  challenges: [
    challenge({
      id: 'exr-without-normalisation',
      title: 'Without normalisation',
      task: 'Let the net without normalisation end with a test error of at most 13 % after 400 steps.',
      start: { steps: 400 },
      free: ['std', 'learningRate'],
      arms: ['none'],
      rule: ({ none }) => atMost(none.testError.last, 13, 'test error in %: '),
    }),
  ],
  figure: [
    { kind: 'curves', metric: 'testError', title: 'Test error', xLabel: 'step', yLabel: '%', yScale: 'linear' },
    { kind: 'curves', metric: 'trainLoss', title: 'Training loss', xLabel: 'step', yLabel: 'nats', yScale: 'linear', yMax: 2.5 },
    {
      kind: 'layers',
      metric: 'unitInput',
      arm: 'none',
      title: 'Input of one unit, without normalisation',
      xLabel: 'step',
      yLabel: 'input of the sigmoid',
      yScale: 'linear',
    },
    {
      kind: 'layers',
      metric: 'unitInput',
      arm: 'batch',
      title: 'Input of one unit, with batch normalisation',
      xLabel: 'step',
      yLabel: 'input of the sigmoid',
      yScale: 'linear',
    },
    {
      kind: 'curves',
      metric: 'lossVariation',
      title: 'Variation of the loss along the gradient',
      xLabel: 'step',
      yLabel: 'nats',
      yScale: 'log',
    },
  ],
});
