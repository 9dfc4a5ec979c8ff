import { cifarNet, type CifarNet } from '../models/cifar-net.ts';
import { claimsOver, every, exceeds, type Condition } from './claims.ts';
import { cifar10 } from './datasets.ts';
import { defineTraining, measured, type Look, type TrainingArm } from './experiment.ts';
import { choice, integer, number, type Values } from './params.ts';

const metrics = measured('trainLoss');

const params = {
  depth: choice({
    label: 'Layers',
    help: 'Layers with weights of each net; with 32 they make 15 blocks.',
    options: { '20': '20', '32': '32', '56': '56' },
    default: '32',
  }),
  factor: number({
    label: 'Factor on the shortcut',
    help: 'Of the second net; the paper tries 0.5.',
    default: 0.5,
    min: 0.1,
    max: 1,
    step: 0.1,
  }),
  gateBias: integer({
    label: 'Bias of the gates',
    help: 'b_T at the start, in the third net: at 0 half of the input is carried on, at −6 nearly all of it.',
    default: 0,
    min: -8,
    max: 0,
  }),
  learningRate: number({
    label: 'Learning rate',
    help: 'Of all nets.',
    default: 0.02,
    min: 0.001,
    max: 1,
    scale: 'log',
  }),
  steps: integer({ label: 'Steps', help: 'Updates of the weights.', default: 300, min: 10, max: 2000, step: 10 }),
};

export type Settings = Values<typeof params>;

/** Settings that the claims were found at. */
const asRecorded: Condition<Settings> = {
  text: 'with 32 layers, a factor of 0.5, gates that start at 0, a learning rate of 0.02 and 300 steps',
  isMet: ({ depth, factor, gateBias, learningRate, steps }) =>
    depth === '32' && factor === 0.5 && gateBias === 0 && learningRate === 0.02 && steps === 300,
};

const arm = (
  label: string,
  look: Look,
  unit: (values: Settings) => Pick<CifarNet, 'shortcuts' | 'preActivation'>,
): TrainingArm<typeof params> => ({
  label,
  look,
  model: (values) => cifarNet({ depth: Number(values.depth), width: 4, ...unit(values) }),
});

const arms = ['identity', 'scaled', 'gated', 'projected', 'preActivated', 'plain'] as const;

const claim = claimsOver({ arms, metrics, params });

export default defineTraining({
  title: 'What may stand on the shortcut',
  summary: 'Six nets that differ in their shortcuts alone: each thing that stands in the way makes training slower.',
  section: '/residual-learning/#kinds-in-miniature',
  params,
  presets: {
    quick: { label: 'quick', note: 'Six nets of 32 layers, 300 steps of 32 images', values: {}, arms, seeds: [0, 1, 2, 3, 4] },
  },
  // #region experiment
  dataset: () => cifar10({ train: 2000, test: 1, side: 16 }),
  arms: {
    identity: arm('identity', { colour: 'residual', dash: 'solid' }, () => ({ shortcuts: 'optionA' })),
    scaled: arm('times a factor', { colour: 'first', dash: 'dashed' }, ({ factor }) => ({
      shortcuts: { shortcutScale: factor, branchScale: 1 },
    })),
    gated: arm('exclusive gate', { colour: 'highway', dash: 'dotted' }, ({ gateBias }) => ({
      shortcuts: { gates: 'both', bias: gateBias },
    })),
    projected: arm('1×1 convolution', { colour: 'second', dash: 'dashed' }, () => ({ shortcuts: 'optionC' })),
    preActivated: arm('identity, pre-activated', { colour: 'residual', dash: 'dotted' }, () => ({
      shortcuts: 'optionA',
      preActivation: true,
    })),
    plain: arm('none: plain', { colour: 'plain', dash: 'solid' }, () => ({ shortcuts: false })),
  },
  training: ({ learningRate, steps }) => ({
    loss: 'softmaxCrossEntropy',
    optimizer: { learningRate, momentum: 0.9, weightDecay: 1e-4 },
    batchSize: 32,
    steps,
    augment: false,
    measureEvery: steps,
  }),
  metrics,
  claims: [
    claim(
      'Half of the input, a gate or a 1×1 convolution on the shortcut: each ends with a higher training loss than the identity.',
      ['identity', 'scaled', 'gated', 'projected'],
      ({ identity, scaled, gated, projected }) =>
        every(...[scaled, gated, projected].map(({ trainLoss }) => exceeds(trainLoss.last, identity.trainLoss.last, 0.05))),
      asRecorded,
    ),
    claim(
      'The pre-activated unit ends below all of these too.',
      ['preActivated', 'scaled', 'gated', 'projected'],
      ({ preActivated, scaled, gated, projected }) =>
        every(...[scaled, gated, projected].map(({ trainLoss }) => exceeds(trainLoss.last, preActivated.trainLoss.last, 0.05))),
      asRecorded,
    ),
  ],
  // #endregion
  figure: [
    {
      kind: 'points',
      metric: 'trainLoss',
      title: 'Training loss at the end',
      xLabel: 'on the shortcut',
      yLabel: 'nats',
      yScale: 'linear',
    },
    { kind: 'curves', metric: 'trainLoss', title: 'Training loss', xLabel: 'step', yLabel: 'nats', yScale: 'linear', yMax: 3 },
  ],
});
