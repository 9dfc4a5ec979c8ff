import { microscopeMlp, type Bypass } from '../models/microscope-mlp.ts';
import type { Activation, Initializer, Layer } from '../models/layers.ts';
import { atLeast, claimsOver, exceeds, notAbove } from './claims.ts';
import { mnist } from './datasets.ts';
import { defineTraining, measured, type Clip } from './experiment.ts';
import { choice, integer, number, type Values } from './params.ts';

const metrics = measured('trainLoss', 'signalSize', 'gradientNorm');

const params = {
  depth: integer({ label: 'Depth', help: 'Hidden layers.', default: 30, min: 5, max: 100 }),
  activation: choice({
    label: 'Activation',
    help: 'Of all hidden layers.',
    options: { sigmoid: 'sigmoid', tanh: 'tanh', relu: 'ReLU' },
    default: 'sigmoid',
  }),
  init: choice({
    label: 'Initial weights',
    help: 'x',
    options: {
      small: 'too small, σ = 0.01',
      lecun: 'LeCun, 1/n',
      xavier: 'Xavier',
      he: 'He, 2/n',
      orthogonal: 'orthogonal',
      large: 'too large, σ = 1',
    },
    default: 'xavier',
  }),
  norm: choice({ label: 'Normalisation', help: 'x', options: { none: 'none', batch: 'batch' }, default: 'none' }),
  shortcut: choice({
    label: 'Shortcut',
    help: 'x',
    options: { none: 'none', residual: 'residual', highway: 'highway gate' },
    default: 'residual',
  }),
  branchScale: number({ label: 'Branch scale s', help: 'x', default: 0.3, min: 0.05, max: 1, step: 0.05 }),
  gateBias: number({ label: 'Gate bias', help: 'x', default: -3, min: -10, max: 2, step: 0.5 }),
  clip: choice({ label: 'Clipping', help: 'x', options: { none: 'none', norm: 'norm', value: 'value' }, default: 'none' }),
  threshold: number({ label: 'Threshold', help: 'x', default: 1, min: 0.001, max: 100, scale: 'log' }),
  learningRate: number({ label: 'Learning rate', help: 'x', default: 0.05, min: 0.0001, max: 100, scale: 'log' }),
  width: integer({ label: 'Width', help: 'x', default: 48, min: 16, max: 96, step: 16 }),
  steps: integer({ label: 'Steps', help: 'x', default: 400, min: 20, max: 3000, step: 20 }),
};
type Settings = Values<typeof params>;
const initOf = ({ init, activation }: Settings): Initializer =>
  (
    ({
      small: { type: 'normal', std: 0.01 },
      lecun: { type: 'fanIn', gain: 1 },
      xavier: { type: 'xavier' },
      he: { type: 'fanIn', gain: 2 },
      orthogonal: { type: 'orthogonal', gain: activation === 'relu' ? Math.SQRT2 : 1 },
      large: { type: 'normal', std: 1 },
    }) as const
  )[init];
const norms: Record<Settings['norm'], readonly Layer[]> = {
  none: [],
  batch: [{ type: 'batchNorm', epsilon: 1e-5, momentum: 0.1 }],
};
const bypassOf = ({ shortcut, branchScale, gateBias }: Settings): Bypass =>
  (({ none: { type: 'none' }, residual: { type: 'residual', branchScale }, highway: { type: 'highway', gateBias } }) as const)[
    shortcut
  ];
const net = (v: Settings, norm: readonly Layer[], bypass: Bypass) =>
  microscopeMlp({ depth: v.depth, width: v.width, outputs: 10, fn: v.activation as Activation, init: initOf(v), norm, bypass });
const clipOf = ({ clip, threshold }: Settings): { clip: Clip } | object =>
  clip === 'none' ? {} : { clip: { by: clip, threshold } };

const claim = claimsOver({ arms: ['net', 'plain'], metrics, params });
export default defineTraining({
  title: 'The depth microscope',
  summary: 'x',
  section: '/examples/depth-microscope/#microscope',
  params,
  presets: { quick: { label: 'quick', note: 'x', values: {}, arms: ['net', 'plain'], seeds: [0, 1, 2, 3, 4] } },
  dataset: () => mnist({ train: 2000, test: 100 }),
  arms: {
    net: {
      label: 'your net',
      look: { colour: 'first', dash: 'solid' },
      model: (v) => net(v, norms[v.norm], bypassOf(v)),
      training: (v) => ({ optimizer: { learningRate: v.learningRate, momentum: 0.9, weightDecay: 0, ...clipOf(v) } }),
    },
    plain: { label: 'plain', look: { colour: 'plain', dash: 'dashed' }, model: (v) => net(v, [], { type: 'none' }) },
  },
  training: ({ learningRate, steps }) => ({
    loss: 'softmaxCrossEntropy',
    optimizer: { learningRate, momentum: 0.9, weightDecay: 0 },
    batchSize: 50,
    steps,
    augment: false,
    measureEvery: 5,
  }),
  metrics,
  claims: [claim('x', ['net', 'plain'], ({ net, plain }) => exceeds(plain.trainLoss.last, net.trainLoss.last, 1))],
  figure: [{ kind: 'curves', metric: 'trainLoss', title: 'Training loss', xLabel: 'step', yLabel: 'nats', yScale: 'linear' }],
});
