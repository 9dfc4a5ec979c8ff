import type { Initializer, Layer } from '../models/layers.ts';
import { microscopeMlp, type Bypass } from '../models/microscope-mlp.ts';
import { atLeast, below, challengesOver, claimsOver, every, near, notAbove, type Condition } from './claims.ts';
import { mnist } from './datasets.ts';
import { defineTraining, measured } from './experiment.ts';
import { choice, integer, number, type Values } from './params.ts';

const metrics = measured('trainLoss', 'signalSize', 'gradientNorm');

const params = {
  depth: integer({ label: 'Depth', help: 'Hidden layers; one layer for the ten digits follows.', default: 30, min: 5, max: 100 }),
  activation: choice({
    label: 'Activation function',
    help: 'Of all hidden layers.',
    options: { sigmoid: 'sigmoid', tanh: 'tanh', relu: 'ReLU' },
    default: 'sigmoid',
  }),
  init: choice({
    label: 'Initial weights',
    help: 'Drawn anew for each layer; n is the number of its inputs.',
    options: {
      small: 'too small: standard deviation 0.01',
      lecun: 'LeCun: variance 1/n',
      xavier: 'Xavier',
      he: 'He: variance 2/n',
      orthogonal: 'orthogonal',
      large: 'too large: standard deviation 1',
    },
    default: 'xavier',
  }),
  norm: choice({
    label: 'Normalisation',
    help: 'Before each activation function of your net.',
    options: { none: 'none', batch: 'batch normalisation' },
    default: 'none',
  }),
  shortcut: choice({
    label: 'Shortcut',
    help: 'Around each hidden layer of your net but the first.',
    options: { none: 'none', residual: 'residual', highway: 'highway gate' },
    default: 'residual',
  }),
  branchScale: number({
    label: 'Branch scale s',
    help: 'With residual shortcuts, a block is x + s F(x).',
    default: 0.3,
    min: 0.05,
    max: 1,
    step: 0.05,
  }),
  gateBias: number({
    label: 'Gate bias',
    help: 'Of highway gates, at the start: the more negative, the more of x is carried on.',
    default: -3,
    min: -10,
    max: 2,
    step: 0.5,
  }),
  clip: choice({
    label: 'Clipping',
    help: 'What is done to the gradients of your net before an update.',
    options: { none: 'none', norm: 'by norm', value: 'by value' },
    default: 'none',
  }),
  threshold: number({
    label: 'Clipping threshold',
    help: 'The norm of all gradients together, or each entry, is at most this.',
    default: 1,
    min: 0.001,
    max: 100,
    scale: 'log',
  }),
  learningRate: number({
    label: 'Learning rate',
    help: 'Size of a step of gradient descent with momentum 0.9.',
    default: 0.05,
    min: 0.0001,
    max: 10,
    scale: 'log',
  }),
  width: integer({ label: 'Width', help: 'Units in each hidden layer.', default: 48, min: 16, max: 96, step: 16 }),
  steps: integer({ label: 'Steps', help: 'Updates of the weights.', default: 400, min: 20, max: 3000, step: 20 }),
};

export type Settings = Values<typeof params>;

const initializers: Readonly<Record<Exclude<Settings['init'], 'orthogonal'>, Initializer>> = {
  small: { type: 'normal', std: 0.01 },
  lecun: { type: 'fanIn', gain: 1 },
  xavier: { type: 'xavier' },
  he: { type: 'fanIn', gain: 2 },
  large: { type: 'normal', std: 1 },
};

/** Orthogonal weights keep the length of what they multiply; ReLU halves its square, which √2 makes up for. */
const initializerOf = ({ init, activation }: Settings): Initializer =>
  init === 'orthogonal' ? { type: 'orthogonal', gain: activation === 'relu' ? Math.SQRT2 : 1 } : initializers[init];

/** A further normalisation is a line here, and one among the options. */
const norms: Readonly<Record<Settings['norm'], readonly Layer[]>> = {
  none: [],
  batch: [{ type: 'batchNorm', epsilon: 1e-5, momentum: 0.1 }],
};

const bypassOf = ({ shortcut, branchScale, gateBias }: Settings): Bypass => {
  if (shortcut === 'residual') return { type: 'residual', branchScale };
  return shortcut === 'highway' ? { type: 'highway', gateBias } : { type: 'none' };
};

const net = (p: Settings, norm: readonly Layer[], bypass: Bypass): readonly Layer[] =>
  microscopeMlp({ depth: p.depth, width: p.width, outputs: 10, fn: p.activation, init: initializerOf(p), norm, bypass });

const descent = (learningRate: number) => ({ learningRate, momentum: 0.9, weightDecay: 0 });

function remarksOn(p: Settings): readonly string[] {
  const isIdle = (name: 'branchScale' | 'gateBias' | 'threshold', isUsed: boolean): boolean =>
    !isUsed && p[name] !== params[name].default;
  return [
    isIdle('branchScale', p.shortcut === 'residual') &&
      'The branch scale changes nothing here: only residual shortcuts have one.',
    isIdle('gateBias', p.shortcut === 'highway') && 'The gate bias changes nothing here: only highway gates have one.',
    isIdle('threshold', p.clip !== 'none') && 'The threshold changes nothing here: nothing is clipped.',
    p.shortcut === 'none' &&
      p.norm === 'none' &&
      p.clip === 'none' &&
      'Your net is the plain net now, and its lines lie on each other: it has no shortcut, no normalisation and no clipping.',
  ].filter((remark) => remark !== false);
}

const claim = claimsOver({ arms: ['net', 'plain'], metrics, params });
const challenge = challengesOver({ arms: ['net'], metrics, params });

/** Settings that are neither length, rate nor seed: those that decide the start. */
const isStartOfFigure = (p: Settings): boolean =>
  p.depth === 30 &&
  p.activation === 'sigmoid' &&
  p.init === 'xavier' &&
  p.norm === 'none' &&
  p.shortcut === 'residual' &&
  p.branchScale === 0.3 &&
  p.width === 48;

const atStart: Condition<Settings> = { text: 'with the settings of the figure', isMet: isStartOfFigure };
const afterRun: Condition<Settings> = {
  text: 'with the settings of the figure',
  isMet: (p) => isStartOfFigure(p) && p.clip === 'none' && p.learningRate === 0.05 && p.steps >= 400,
};

const least = (values: readonly number[]): number => Math.min(...values);
const greatest = (values: readonly number[]): number => Math.max(...values);

/** The loss of a net that gives each of the ten classes the same probability. */
const IGNORANCE = 2.302585;

export default defineTraining({
  title: 'The depth microscope',
  summary: 'Your net beside a plain one of the same depth: activations and gradients, layer by layer, while both learn digits.',
  section: '/examples/depth-microscope/#microscope',
  params,
  presets: {
    quick: {
      label: 'quick',
      note: 'Two nets, 400 steps of 50 digits',
      values: {},
      arms: ['net', 'plain'],
      seeds: [0, 1, 2, 3, 4],
    },
  },
  // #region experiment
  dataset: () => mnist({ train: 2000, test: 100 }),
  arms: {
    net: {
      label: 'your net',
      look: { colour: 'first', dash: 'solid' },
      model: (p) => net(p, norms[p.norm], bypassOf(p)),
      training: ({ learningRate, clip, threshold }) => ({
        optimizer: { ...descent(learningRate), ...(clip !== 'none' && { clip: { by: clip, threshold } }) },
      }),
    },
    plain: {
      label: 'plain net',
      look: { colour: 'plain', dash: 'dashed' },
      model: (p) => net(p, [], { type: 'none' }),
    },
  },
  training: ({ learningRate, steps }) => ({
    loss: 'softmaxCrossEntropy',
    optimizer: descent(learningRate),
    batchSize: 50,
    steps,
    augment: false,
    measureEvery: 5,
  }),
  metrics,
  claims: [
    claim(
      'Before the first step, the weight gradient of the plain net is smaller in the first layer than 10⁻¹² times that of the last.',
      ['plain'],
      ({ plain }) =>
        notAbove((plain.gradientNorm.first[0] ?? Number.NaN) / (plain.gradientNorm.first.at(-1) ?? Number.NaN), 1e-12),
      atStart,
    ),
    claim(
      'Its activations tell nothing of it: from layer to layer, their size stays the same within a factor of 2.',
      ['plain'],
      ({ plain }) => notAbove(greatest(plain.signalSize.first) / least(plain.signalSize.first), 2),
      atStart,
    ),
    claim(
      'With shortcuts, no weight gradient of any layer is smaller than a hundredth of the largest, before the first step and after the last.',
      ['net'],
      ({ net: { gradientNorm } }) =>
        every(
          atLeast(least(gradientNorm.first) / greatest(gradientNorm.first), 0.01),
          atLeast(least(gradientNorm.last) / greatest(gradientNorm.last), 0.01),
        ),
      afterRun,
    ),
    claim(
      'After 400 steps the plain net has learnt nothing: its loss is within 2 % of that of a guess.',
      ['plain'],
      ({ plain }) => near(plain.trainLoss.last, IGNORANCE, 0.02),
      { ...afterRun, isMet: (p) => afterRun.isMet(p) && p.steps === 400 },
    ),
    claim(
      'With shortcuts, the same thirty layers end at least 1.5 nats below.',
      ['net'],
      ({ net }) => notAbove(net.trainLoss.last, IGNORANCE - 1.5),
      afterRun,
    ),
  ],
  // #endregion
  challenges: [
    challenge({
      id: 'exr-no-skips',
      title: 'Thirty-two layers, no shortcut',
      task: 'Make the plain net of 32 hidden layers reach a training loss below 0.5 in 300 steps, without shortcuts.',
      start: { depth: 32, shortcut: 'none', steps: 300 },
      free: ['activation', 'init', 'norm', 'clip', 'threshold', 'learningRate'],
      arms: ['net'],
      rule: ({ net }) => below(net.trainLoss.last, 0.5),
    }),
    challenge({
      id: 'exr-hundred-layers',
      title: 'A hundred sigmoid layers',
      task: 'Make a net of a hundred sigmoid layers reach a training loss below 0.25 in 200 steps, without normalisation.',
      start: { depth: 100, shortcut: 'none', steps: 200 },
      free: ['init', 'shortcut', 'branchScale', 'gateBias', 'clip', 'threshold', 'learningRate'],
      arms: ['net'],
      rule: ({ net }) => below(net.trainLoss.last, 0.25),
    }),
  ],
  remarks: remarksOn,
  figure: [
    {
      kind: 'profile',
      metric: 'gradientNorm',
      at: 'last',
      title: 'Weight gradients, at the last measurement',
      xLabel: 'layer',
      yLabel: 'norm of dC/dW',
      yScale: 'log',
    },
    {
      kind: 'profile',
      metric: 'signalSize',
      at: 'last',
      title: 'Activations, at the last measurement',
      xLabel: 'layer',
      yLabel: 'root mean square',
      yScale: 'log',
    },
    { kind: 'curves', metric: 'trainLoss', title: 'Training loss', xLabel: 'step', yLabel: 'nats', yScale: 'linear', yMax: 4 },
    {
      kind: 'profile',
      metric: 'gradientNorm',
      at: 'first',
      title: 'Weight gradients, before the first step',
      xLabel: 'layer',
      yLabel: 'norm of dC/dW',
      yScale: 'log',
    },
  ],
});
