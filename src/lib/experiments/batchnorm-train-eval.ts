import { deepMlp } from '../models/deep-mlp.ts';
import { batchNorm } from '../models/norms.ts';
import { atLeast, claimsOver, every, exceeds, notAbove, spread, type TypedArm } from './claims.ts';
import { mnist } from './datasets.ts';
import { defineTraining, measured, type Look, type TrainingArm, type TrainingPlan } from './experiment.ts';
import { trainingMetrics } from './metrics.ts';
import { integer, number, type Values } from './params.ts';

const metrics = {
  ...measured('testErrorOfBatches'),
  testError: { ...trainingMetrics.testError, label: 'test error, running averages' },
};

const params = {
  momentum: number({
    label: 'Weight of the newest batch',
    help: 'In the running averages of mean and variance, which PyTorch calls momentum. One net takes a tenth of it.',
    default: 0.1,
    min: 0.001,
    max: 1,
    scale: 'log',
  }),
  learningRate: number({
    label: 'Learning rate for batches of 64',
    help: 'In proportion to the size of a batch: batches of 8 take an eighth of it.',
    default: 0.2,
    min: 0.01,
    max: 2,
    scale: 'log',
  }),
  digits: integer({
    label: 'Digits seen',
    help: 'By each net, in batches of whatever size.',
    default: 12_800,
    min: 3200,
    max: 64_000,
    step: 3200,
  }),
};

type Settings = Values<typeof params>;

interface Setting {
  readonly label: string;
  readonly look: Look;
  readonly batchSize: number;
  /** What the newest batch weighs in the running averages, in parts of what the reader chose. */
  readonly share?: number;
  /** Whether the weights stay as they are from the middle on, when the images are inverted. */
  readonly freezes?: true;
}

/** Each net sees the same number of digits, at a rate in proportion to the size of its batches. */
const planFor = ({ digits, learningRate }: Settings, { batchSize, freezes }: Pick<Setting, 'batchSize' | 'freezes'>) => {
  const steps = digits / batchSize;
  return {
    optimizer: { learningRate: (learningRate * batchSize) / 64, momentum: 0, weightDecay: 0 },
    batchSize,
    steps,
    measureEvery: Math.ceil(steps / 20),
    ...(freezes && { freeze: { after: Math.ceil(steps / 2), images: 'inverted' } }),
  } satisfies Partial<TrainingPlan>;
};

const arm = (setting: Setting): TrainingArm<typeof params> => ({
  label: setting.label,
  look: setting.look,
  model: ({ momentum }) =>
    deepMlp({
      layers: 4,
      width: 100,
      outputs: 10,
      fn: 'relu',
      init: { type: 'fanIn', gain: 2 },
      norm: [{ ...batchNorm, momentum: (setting.share ?? 1) * momentum }],
    }),
  training: (values) => planFor(values, setting),
});

const names = ['sixtyFour', 'eight', 'two', 'lagging', 'frozen'] as const;

const claim = claimsOver({ arms: names, metrics, params });

type Errors = TypedArm<typeof metrics>;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Test error with the statistics of each batch minus that with running averages, at each measurement. */
const gaps = ({ testErrorOfBatches, testError }: Errors): readonly number[] =>
  testErrorOfBatches.y.map((error, i) => error - (testError.y[i] ?? Number.NaN));

/** Measurements of the second half, at the start of which the weights of one net are frozen. */
const secondHalf = (values: readonly number[]): readonly number[] => values.slice(Math.floor(values.length / 2));
const lateGap = (errors: Errors): number => mean(secondHalf(gaps(errors)));

const asRecorded = (words: string, isLong: (digits: number) => boolean) => ({
  text: `with a weight of 0.1, a learning rate of 0.2, and ${words}`,
  isMet: ({ momentum, learningRate, digits }: Settings) => momentum === 0.1 && learningRate === 0.2 && isLong(digits),
});
const anyRun = asRecorded('12,800 digits or more', (digits) => digits >= 12_800);
const shortRun = asRecorded('12,800 digits', (digits) => digits === 12_800);

export default defineTraining({
  title: 'Two modes: the statistics of a batch, and running averages',
  summary:
    'The same weights tested with the statistics of each batch and with running averages: in batches of 64, 8 and 2, and in a frozen net.',
  section: '/normalization/#two-modes',
  params,
  presets: {
    quick: {
      label: 'quick',
      note: 'Five nets, each of which sees 12,800 digits',
      values: {},
      arms: names,
      seeds: [0, 1, 2, 3, 4],
    },
  },
  // #region experiment
  // 1,024 test images make full batches of each size.
  dataset: () => mnist({ train: 5000, test: 1024 }),
  arms: {
    sixtyFour: arm({ label: 'batches of 64', look: { colour: 'first', dash: 'solid' }, batchSize: 64 }),
    eight: arm({ label: 'batches of 8', look: { colour: 'second', dash: 'dashed' }, batchSize: 8 }),
    two: arm({ label: 'batches of 2', look: { colour: 'third', dash: 'dotted' }, batchSize: 2 }),
    lagging: arm({
      label: 'batches of 64, slow averages',
      look: { colour: 'first', dash: 'dashed' },
      batchSize: 64,
      share: 0.1,
    }),
    frozen: arm({
      label: 'batches of 64, frozen at half time',
      look: { colour: 'fourth', dash: 'solid' },
      batchSize: 64,
      freezes: true,
    }),
  },
  training: (values) => ({ loss: 'softmaxCrossEntropy', augment: false, ...planFor(values, { batchSize: 64 }) }),
  metrics,
  claims: [
    claim(
      'With batches of 64 the two modes agree: in the second half their test errors differ by less than 2 points on average.',
      ['sixtyFour'],
      ({ sixtyFour }) => notAbove(Math.abs(lateGap(sixtyFour)), 2),
      anyRun,
    ),
    // What a net was trained with is not what it does best with: the averages are over many batches, and have less noise.
    claim(
      'With batches of 8 the running averages do better, in the second half by at least 4 points on average.',
      ['eight'],
      ({ eight }) => atLeast(lateGap(eight), 4),
      anyRun,
    ),
    // Of two numbers, normalisation leaves which one is the greater: each feature is close to its shift plus or minus its gain.
    claim(
      'Trained with batches of 2 the net is wrong on more than 40 % in either mode, with running averages on at least 20 points more than with batches of 8.',
      ['two', 'eight'],
      ({ two, eight }) =>
        every(
          exceeds(two.testErrorOfBatches.last, 40),
          exceeds(two.testError.last, 40),
          exceeds(two.testError.last, eight.testError.last, 20),
        ),
      anyRun,
    ),
    claim(
      'Averages that are ten times as slow lag behind: after 10, 20 and 30 updates they cost at least 4 points on average, in the second half less than 2.',
      ['lagging'],
      ({ lagging }) => {
        const early = mean(gaps(lagging).slice(1, 4));
        return every(atLeast(-early, 4), notAbove(Math.abs(lateGap(lagging)), 2));
      },
      shortRun,
    ),
    // No weight moves, so that a batch normalised by itself is classified as before: to the last digit.
    claim(
      'Frozen at half time, the net tested with the statistics of each batch makes as many errors to the end as it did then.',
      ['frozen'],
      ({ frozen }) => spread(secondHalf(frozen.testErrorOfBatches.y), 0),
    ),
    // Its averages are those of inverted images then, which is what a frozen net left in training mode comes to on data of another kind.
    claim(
      'Its running averages follow the inverted images that it is given: with them its test error grows by at least 20 points.',
      ['frozen'],
      ({ frozen }) => {
        const [before = Number.NaN] = secondHalf(frozen.testError.y);
        return exceeds(frozen.testError.last, before, 20);
      },
      anyRun,
    ),
  ],
  // #endregion
  figure: [
    panel('sixtyFour', 'Batches of 64', 40),
    panel('eight', 'Batches of 8', 40),
    panel('two', 'Batches of 2', 100),
    panel('lagging', 'Batches of 64, averages ten times as slow', 60),
    panel('frozen', 'Batches of 64, weights frozen at half time, then inverted images', 60),
  ],
});

/** Both errors of one net. The first measurement, of an untrained net, may lie above the axis. */
function panel(name: (typeof names)[number], title: string, yMax: number) {
  const axes = { title, xLabel: 'step', yLabel: 'test error, %', yScale: 'linear', yMax } as const;
  return { kind: 'metrics', metrics: ['testErrorOfBatches', 'testError'], arm: name, ...axes } as const;
}
