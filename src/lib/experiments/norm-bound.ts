import { scaled, type Matrix } from '../matrices/matrix.ts';
import { gaussian } from '../matrices/random-matrices.ts';
import { spectralNorm } from '../matrices/spectral-norm.ts';
import { norm } from '../matrices/vector.ts';
import { stream } from '../random/stream.ts';
import { allNear, claimsOver, every, exceeds, notAbove, show } from './claims.ts';
import { defineCompute } from './experiment.ts';
import { choice, integer, type Values } from './params.ts';
import { nonlinearities } from './random-nets/functions.ts';
import { followed, forward, jacobian, pushed, runningProducts, swappedJacobian } from './random-nets/jacobians.ts';
import type { ArmLog } from './runlog.ts';

const metrics = {
  bound: { kind: 'scalar', label: 'bound', unit: '', smoothing: 0 },
  norms: { kind: 'scalar', label: 'product of the norms', unit: '', smoothing: 0 },
  measured: { kind: 'scalar', label: 'norm of the product', unit: '', smoothing: 0 },
  weightNorm: { kind: 'scalar', label: 'spectral norm of W', unit: '', smoothing: 0 },
  /** Distance of the product times a direction from the change that a push in this direction makes, relative to that change. */
  error: { kind: 'scalar', label: 'diag(f′) W', unit: '', smoothing: 0 },
  swappedError: { kind: 'scalar', label: 'W diag(f′)', unit: '', smoothing: 0 },
} as const;

const params = {
  activation: choice({
    label: 'Activation',
    help: 'Of every layer. Its steepest slope is 1/4 for the sigmoid, and 1 for tanh and ReLU.',
    options: { sigmoid: 'sigmoid', tanh: 'tanh', relu: 'ReLU' },
    default: 'sigmoid',
  }),
  width: integer({ label: 'Width n', help: 'Units in each layer, and inputs.', default: 30, min: 16, max: 32 }),
  depth: integer({ label: 'Layers L', help: 'Up to which the product is followed.', default: 10, min: 6, max: 10 }),
  draw: integer({ label: 'Draw', help: 'Another random network.', default: 0, min: 0, max: 9 }),
};

type Settings = Values<typeof params>;

const claim = claimsOver({ arms: ['scaled', 'unit'], metrics, params });

const under = (...names: readonly Settings['activation'][]) => ({
  text: `with ${names.join(' or ')}`,
  isMet: ({ activation }: Settings) => names.includes(activation),
});

interface Draw {
  /** Gaussian entries with standard deviation 1. */
  readonly weights: readonly Matrix[];
  readonly weightNorms: readonly number[];
  readonly input: Float64Array;
  readonly direction: Float64Array;
}

// #region experiment
function drawNet({ width, depth, draw }: Settings): Draw {
  const random = stream(draw, 'a net under a bound');
  const weights = Array.from({ length: depth }, () => gaussian(width, width, 1, random));
  const vector = (): Float64Array => gaussian(width, 1, 1, random).values;
  return { weights, weightNorms: weights.map(spectralNorm), input: vector(), direction: vector() };
}

/**
 * A net a^l = f(W^l a^(l-1)) with weights of this standard deviation, at one input. For every l the spectral norm of J_l ... J_1, where
 * J_l = diag(f'(z^l)) W^l, what bounds it, and whether the product is the derivative at all.
 */
function follow(
  std: number,
  { weights: drawn, weightNorms: norms, input, direction }: Draw,
  activation: Settings['activation'],
): ArmLog {
  const nonlinearity = nonlinearities[activation];
  const weights = drawn.map((w) => scaled(w, std));
  const weightNorms = norms.map((value) => std * value);

  const { slopes } = forward(weights, nonlinearity, input);
  const jacobians = weights.map((w, i) => jacobian(w, slopes[i] ?? w.values));
  const swapped = weights.map((w, i) => swappedJacobian(w, slopes[i] ?? w.values));
  const measured = runningProducts(jacobians).map(spectralNorm);

  // Small enough for the net to be nearly linear over it, large enough for the change to have digits.
  const changes = pushed(weights, nonlinearity, input, direction, 0.02 / Math.max(1, ...measured));
  const errors = (factors: readonly Matrix[]): number[] =>
    followed(factors, direction).map((claimed, i) => error(claimed, changes[i] ?? claimed));

  const layers = weights.map((_, i) => i + 1);
  return {
    bound: { x: layers, y: layers.map((l) => (nonlinearity.steepest * Math.max(...weightNorms)) ** l) },
    norms: { x: layers, y: jacobians.map(spectralNorm).map((_, i, all) => all.slice(0, i + 1).reduce((a, b) => a * b)) },
    measured: { x: layers, y: measured },
    weightNorm: { x: layers, y: weightNorms },
    error: { x: layers, y: errors(jacobians) },
    swappedError: { x: layers, y: errors(swapped) },
  };
}

/** norm(claimed - change) / norm(change). */
const error = (claimed: Float64Array, change: Float64Array): number =>
  norm(claimed.map((value, i) => value - (change[i] ?? 0))) / norm(change);
// #endregion

export default defineCompute({
  title: 'The bound beside the norm',
  summary:
    'The norm of a product of Jacobians in a random net, the bound that is often quoted for it, and how far they lie apart.',
  section: '/jacobians-and-activations/#the-bound',
  params,
  arms: {
    scaled: { label: 'N(0, 1/n) weights', look: { colour: 'second', dash: 'dashed' } },
    unit: { label: 'N(0, 1) weights', look: { colour: 'first', dash: 'solid' } },
  },
  metrics,
  compute(settings) {
    const net = drawNet(settings);
    return {
      scaled: follow(1 / Math.sqrt(settings.width), net, settings.activation),
      unit: follow(1, net, settings.activation),
    };
  },
  claims: [
    claim(
      'At every depth the norm of the product is at most the product of the norms, and that at most the bound.',
      ['scaled', 'unit'],
      (arms) => {
        const quotients = Object.values(arms).flatMap(({ bound, norms, measured }) =>
          measured.y.flatMap((y, i) => [y / (norms.y[i] ?? Number.NaN), (norms.y[i] ?? Number.NaN) / (bound.y[i] ?? Number.NaN)]),
        );
        return notAbove(Math.max(...quotients), 1 + 1e-9);
      },
    ),
    claim(
      'The spectral norm of a Gaussian matrix is about 2 s √n: within 25 % of 2, and of 2 √n.',
      ['scaled', 'unit'],
      ({ scaled, unit }, { width }) =>
        every(allNear(scaled.weightNorm.y, 2, 0.25), allNear(unit.weightNorm.y, 2 * Math.sqrt(width), 0.25)),
    ),
    claim(
      'With the sigmoid and N(0, 1/n) weights the norm falls at least 1.5 times as fast, layer by layer, as its bound.',
      ['scaled'],
      ({ scaled: { bound, measured } }, { depth }) => exceeds((bound.last / measured.last) ** (1 / depth), 1.5),
      under('sigmoid'),
    ),
    claim(
      'With the sigmoid and N(0, 1) weights the bound at the end is more than ten times that of the first layer; the norm is less than in the first layer.',
      ['unit'],
      ({ unit: { bound, measured } }) => every(exceeds(bound.last, 10 * bound.first), exceeds(measured.first, measured.last)),
      under('sigmoid'),
    ),
    claim(
      'The product of diag(f′) W is the derivative: up to 1 part in 1,000 it gives the change that a small push of the input makes.',
      ['scaled', 'unit'],
      ({ scaled, unit }) => notAbove(Math.max(...scaled.error.y, ...unit.error.y), 1e-3),
      under('sigmoid', 'tanh'),
    ),
    claim(
      'The product of W diag(f′) is not: at the end it misses the change by more than a tenth.',
      ['scaled', 'unit'],
      ({ scaled, unit }) => ({
        held: Math.min(scaled.swappedError.last, unit.swappedError.last) > 0.1,
        evidence: `${show(scaled.swappedError.last)} and ${show(unit.swappedError.last)} of it`,
      }),
      under('sigmoid', 'tanh'),
    ),
  ],
  figure: [
    {
      kind: 'metrics',
      metrics: ['bound', 'norms', 'measured'],
      arm: 'scaled',
      title: 'N(0, 1/n) weights',
      xLabel: 'layer l',
      yLabel: 'bound or norm',
      yScale: 'log',
    },
    {
      kind: 'metrics',
      metrics: ['bound', 'norms', 'measured'],
      arm: 'unit',
      title: 'N(0, 1) weights',
      xLabel: 'layer l',
      yLabel: 'bound or norm',
      yScale: 'log',
    },
    {
      kind: 'curves',
      metric: 'weightNorm',
      title: 'The spectral norm of each weight matrix',
      xLabel: 'layer l',
      yLabel: 'spectral norm',
      yScale: 'log',
    },
    {
      kind: 'metrics',
      metrics: ['error', 'swappedError'],
      arm: 'scaled',
      title: 'Which product is the derivative? N(0, 1/n) weights',
      xLabel: 'layer l',
      yLabel: 'relative error',
      yScale: 'log',
    },
  ],
});
