import { deepMlp } from '../models/deep-mlp.ts';
import type { Initializer } from '../models/layers.ts';
import { atLeast, claimsOver, notAbove, type Condition, type Readings } from './claims.ts';
import { mnist } from './datasets.ts';
import { defineTraining, type Look, type TrainingArm } from './experiment.ts';
import { trainingMetrics } from './metrics.ts';
import { integer, number } from './params.ts';

/** Half a squared distance, which is not counted in nats. */
const metrics = { trainLoss: { ...trainingMetrics.trainLoss, unit: '' } } as const;

const params = {
  learningRate: number({
    label: 'Factor on the learning rates',
    help: 'Each net has a learning rate chosen for it; this multiplies all of them.',
    default: 1,
    min: 0.1,
    max: 3,
    scale: 'log',
  }),
  width: integer({ label: 'Width', help: 'Units in each hidden layer.', default: 32, min: 16, max: 64, step: 16 }),
  steps: integer({ label: 'Steps', help: 'Updates of the weights.', default: 800, min: 100, max: 4000, step: 100 }),
};

/** The loss that counts as learnt: to answer with the mean of the targets costs 0.45, a good linear map about half of that. */
const learnt = 0.35;

const depths = [3, 6, 12, 24, 48] as const;
type Depth = (typeof depths)[number];
type Start = 'gaussian' | 'orthogonal';
type Net = `${Start}${Depth}`;

/**
 * Of rates that grow by the root of 2, the one below the greatest at which none of forty runs diverged, of seeds (100 to 139) that are not those
 * of the recording.
 */
const rates: Readonly<Record<Net, number>> = {
  orthogonal3: 0.045,
  orthogonal6: 0.045,
  orthogonal12: 0.045,
  orthogonal24: 0.032,
  orthogonal48: 0.022,
  gaussian3: 0.016,
  gaussian6: 0.008,
  gaussian12: 0.008,
  gaussian24: 0.004,
  gaussian48: 0.001,
};

const inits = {
  gaussian: { type: 'fanIn', gain: 1 },
  orthogonal: { type: 'orthogonal', gain: 1 },
} as const satisfies Record<Start, Initializer>;

const colours = { 3: 'neutral', 6: 'first', 12: 'second', 24: 'third', 48: 'fourth' } as const satisfies Record<
  Depth,
  Look['colour']
>;

const arm = (start: Start, depth: Depth): TrainingArm<typeof params> => ({
  label: `${start === 'gaussian' ? 'G' : 'Q'} ${depth}`,
  look: { colour: colours[depth], dash: start === 'orthogonal' ? 'solid' : 'dashed' },
  model: ({ width }) => deepMlp({ layers: depth, width, outputs: 10, init: inits[start] }),
  training: ({ learningRate }) => ({
    optimizer: { learningRate: learningRate * rates[`${start}${depth}`], momentum: 0, weightDecay: 0 },
  }),
});

const orthogonal = depths.map((depth) => `orthogonal${depth}` as const);
const gaussian = depths.map((depth) => `gaussian${depth}` as const);
const arms = [...orthogonal, ...gaussian];

const claim = claimsOver({ arms, metrics, params });

/** Steps until the running mean of the loss is below what counts as learnt. */
const time = ({ x, y }: Readings<number>): number => x[y.findIndex((loss) => loss < learnt)] ?? Infinity;

const chosen: Condition<{ readonly learningRate: number; readonly width: number; readonly steps: number }> = {
  text: 'at the learning rates that were chosen, with 32 units a layer, after 800 steps',
  isMet: ({ learningRate, width, steps }) => learningRate === 1 && width === 32 && steps === 800,
};

export default defineTraining({
  title: 'Learning times of deep linear nets',
  summary:
    'Linear nets of 3 to 48 layers learn digits: from orthogonal weights in the same time at every depth, from Gaussian ones not.',
  section: '/initialization/#learning-times',
  params,
  presets: {
    quick: {
      label: 'quick',
      note: 'Ten nets, 800 steps of 100 digits',
      values: {},
      arms,
      seeds: [0, 1, 2, 3, 4],
    },
  },
  // #region experiment
  dataset: () => mnist({ train: 1000, test: 1 }),
  arms: {
    orthogonal3: arm('orthogonal', 3),
    orthogonal6: arm('orthogonal', 6),
    orthogonal12: arm('orthogonal', 12),
    orthogonal24: arm('orthogonal', 24),
    orthogonal48: arm('orthogonal', 48),
    gaussian3: arm('gaussian', 3),
    gaussian6: arm('gaussian', 6),
    gaussian12: arm('gaussian', 12),
    gaussian24: arm('gaussian', 24),
    gaussian48: arm('gaussian', 48),
  },
  training: ({ steps }) => ({
    loss: 'meanSquaredError',
    optimizer: { learningRate: rates.orthogonal3, momentum: 0, weightDecay: 0 },
    batchSize: 100,
    steps,
    augment: false,
    measureEvery: steps,
  }),
  metrics,
  claims: [
    claim(
      'From orthogonal weights the learning times of 3 to 48 layers differ by less than a factor of 1.5.',
      orthogonal,
      (nets) => {
        const times = orthogonal.map((net) => time(nets[net].trainLoss));
        return notAbove(Math.max(...times), 1.5 * Math.min(...times));
      },
      chosen,
    ),
    claim(
      'From Gaussian weights 24 layers take at least 2.5 times as long as 3.',
      ['gaussian3', 'gaussian24'],
      ({ gaussian3, gaussian24 }) => atLeast(time(gaussian24.trainLoss) / time(gaussian3.trainLoss), 2.5),
      chosen,
    ),
    claim(
      'With 24 layers the orthogonal start is at least four times as fast as the Gaussian one.',
      ['orthogonal24', 'gaussian24'],
      ({ orthogonal24, gaussian24 }) => atLeast(time(gaussian24.trainLoss) / time(orthogonal24.trainLoss), 4),
      chosen,
    ),
    claim(
      'With 48 layers and Gaussian weights the loss is not below 0.35 within the run.',
      ['gaussian48'],
      ({ gaussian48 }) => atLeast(Math.min(...gaussian48.trainLoss.y), learnt),
      chosen,
    ),
  ],
  // #endregion
  figure: [
    {
      kind: 'points',
      metric: 'trainLoss',
      below: learnt,
      title: 'Learning times: steps until the training loss is below 0.35',
      xLabel: 'start, Q orthogonal or G Gaussian, and layers',
      yLabel: 'steps',
      yScale: 'log',
    },
    {
      kind: 'curves',
      metric: 'trainLoss',
      arms: orthogonal,
      title: 'Training loss from orthogonal weights Q',
      xLabel: 'step',
      yLabel: 'half the squared distance',
      yScale: 'linear',
      yMax: 1,
    },
    {
      kind: 'curves',
      metric: 'trainLoss',
      arms: gaussian,
      title: 'Training loss from Gaussian weights G',
      xLabel: 'step',
      yLabel: 'half the squared distance',
      yScale: 'linear',
      yMax: 1,
    },
  ],
});
