import { normMlp } from '../models/norm-mlp.ts';
import { allNear, atLeast, claimsOver, exceeds, notAbove, type Condition, type Readings } from './claims.ts';
import { mnist } from './datasets.ts';
import { defineTraining, measured, type Look, type TrainingArm } from './experiment.ts';
import { normLooks } from './norm-looks.ts';
import { choice, integer, number, type Values } from './params.ts';

const metrics = measured('trainLoss', 'testError', 'gradientNorm');

const params = {
  learningRate: number({
    label: 'Learning rate at 32',
    help: 'Of gradient descent with momentum, for batches of 32. Those of N examples learn at N / 32 of it.',
    default: 0.1,
    min: 0.01,
    max: 0.3,
    scale: 'log',
  }),
  groups: choice({
    label: 'Groups',
    help: 'Of group normalisation, for the 100 units of each layer.',
    options: { '2': '2', '5': '5', '10': '10', '20': '20' },
    default: '10',
  }),
  examples: integer({
    label: 'Digits',
    help: 'Seen in training, each of them once, whatever the batch size.',
    default: 9600,
    min: 1600,
    max: 48_000,
    step: 1600,
  }),
};

/** Examples of a batch. */
const sizes = [32, 16, 8, 4, 2, 1] as const;

type Size = (typeof sizes)[number];
type Swept = 'batch' | 'group' | 'layer' | 'instance';
type ArmName = `${Swept}${Size}`;

const armsOf = <N extends Swept>(norm: N) => sizes.map((size): `${N}${Size}` => `${norm}${size}`);

const nets = { batch: armsOf('batch'), group: armsOf('group'), layer: armsOf('layer'), instance: armsOf('instance') };

const arm = (norm: Swept, size: Size): TrainingArm<typeof params> => ({
  label: `${norm}, ${size} in a batch`,
  look: lookOf(norm, size),
  model: ({ groups }) => normMlp({ hidden: [100, 100, 100], outputs: 10, norm, groups: Number(groups) }),
  // Wu and He 2018 scale the rate alike, 0.1 N / 32.
  training: ({ learningRate, examples }) => ({
    optimizer: { learningRate: (learningRate * size) / 32, momentum: 0.9, weightDecay: 0 },
    batchSize: size,
    steps: examples / size,
    measureEvery: examples / size,
  }),
});

/** A normalisation's own colour; the dash tells small batches from large ones. */
const lookOf = (norm: Swept, size: Size): Look => ({
  colour: normLooks[norm].colour,
  dash: size >= 8 ? 'solid' : size >= 4 ? 'dashed' : 'dotted',
});

const claim = claimsOver({ arms: [...nets.batch, ...nets.group], metrics, params });

const largeBatches = ['group32', 'group16', 'group8'] as const;
const smallBatches = ['group4', 'group2', 'group1'] as const;

type Run<N extends string> = { readonly [K in N]: { readonly testError: Readings<number> } };

/** One net's last error is that of its last few batches too: a mean over sizes is steadier. */
const meanError = <N extends string>(names: readonly N[], run: Run<N>): number =>
  names.reduce((sum, name) => sum + run[name].testError.last, 0) / names.length;

const recorded: Condition<Values<typeof params>> = {
  text: 'with a learning rate of 0.1 at 32, and 9,600 digits or more',
  isMet: ({ learningRate, examples }) => learningRate === 0.1 && examples >= 9600,
};

export default defineTraining({
  title: 'Error against batch size',
  summary:
    'A fully connected net learns digits in batches of 32 down to 1, with the statistics of the batch or of each example: at which size does it fail?',
  section: '/normalization/#batch-size',
  params,
  presets: {
    quick: {
      label: 'quick',
      note: 'Batch and group normalisation, six batch sizes, 9,600 digits each',
      values: {},
      arms: [...nets.batch, ...nets.group],
      seeds: [0, 1, 2, 3, 4],
    },
    full: {
      label: 'full',
      note: 'Layer and instance normalisation too, 19,200 digits each: four times the work',
      values: { examples: 19_200 },
      arms: [...nets.batch, ...nets.group, ...nets.layer, ...nets.instance],
      seeds: [0, 1, 2],
    },
  },
  // #region experiment
  dataset: ({ examples }) => mnist({ train: examples, test: 1000 }),
  // The names are those of `armsOf`, which fromEntries forgets.
  arms: Object.fromEntries(
    (['batch', 'group', 'layer', 'instance'] as const).flatMap((norm) =>
      sizes.map((size) => [`${norm}${size}`, arm(norm, size)] as const),
    ),
  ) as Record<ArmName, TrainingArm<typeof params>>,
  training: ({ learningRate, examples }) => ({
    loss: 'softmaxCrossEntropy',
    optimizer: { learningRate, momentum: 0.9, weightDecay: 0 },
    batchSize: 32,
    steps: examples / 32,
    augment: false,
    measureEvery: examples / 32,
  }),
  metrics,
  claims: [
    claim(
      'In batches of 32, batch normalisation is no worse than group normalisation by more than 3 points.',
      ['batch32', 'group32'],
      ({ batch32, group32 }) => notAbove(batch32.testError.last, group32.testError.last, 3),
      recorded,
    ),
    claim(
      'In batches of 2, batch normalisation errs at least 30 points more often than in batches of 32.',
      ['batch2', 'batch32'],
      ({ batch2, batch32 }) => exceeds(batch2.testError.last, batch32.testError.last, 30),
      recorded,
    ),
    claim(
      'Group normalisation keeps its error: in batches of 4, 2 and 1 it is on average at most 3 points above that in batches of 32, 16 and 8.',
      nets.group,
      (run) => notAbove(meanError(smallBatches, run), meanError(largeBatches, run), 3),
      recorded,
    ),
    claim(
      'In batches of 2 batch normalisation fails in training already: its training loss ends above 1.5 nats, where guessing has 2.3.',
      ['batch2'],
      ({ batch2 }) => atLeast(batch2.trainLoss.last, 1.5),
      recorded,
    ),
    claim(
      'With one example a batch, the gradient of every weight is exactly 0 under batch normalisation, at the start and at the end.',
      ['batch1'],
      ({ batch1: { gradientNorm } }) => allNear(gradientNorm.y.flat(), 0, 0),
    ),
    claim('So that net only guesses: at least 80 % of the test digits are wrong.', ['batch1'], ({ batch1 }) =>
      atLeast(batch1.testError.last, 80),
    ),
  ],
  // #endregion
  figure: [
    {
      kind: 'sweep',
      metric: 'testError',
      settings: sizes.map(String),
      lines: [
        { label: 'batch', look: normLooks.batch, arms: nets.batch },
        { label: 'group', look: normLooks.group, arms: nets.group },
        { label: 'layer', look: normLooks.layer, arms: nets.layer },
        { label: 'instance', look: normLooks.instance, arms: nets.instance },
      ],
      title: 'Test error at the end, by batch size',
      xLabel: 'examples in a batch',
      yLabel: '%',
      yScale: 'linear',
    },
    {
      kind: 'profile',
      metric: 'gradientNorm',
      at: 'first',
      arms: ['batch32', 'batch1', 'group32', 'group1'],
      title: 'Gradient norm, layer by layer, before the first step',
      xLabel: 'weight layer, from the input',
      yLabel: 'norm of dC/dW',
      yScale: 'linear',
    },
  ],
  remarks: () => [
    'One example a batch: its mean is the example itself, so that batch normalisation gives its shift alone and hands no gradient down.',
    'PyTorch refuses to train so: "Expected more than 1 value per channel when training". Here the variance of one example is 0, and the running variance, whose unbiased estimate would divide by m − 1 = 0, follows that 0.',
  ],
});
