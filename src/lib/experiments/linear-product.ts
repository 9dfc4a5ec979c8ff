import { norm } from '../matrices/vector.ts';
import {
  allNear,
  atLeast,
  atMost,
  challengesOver,
  claimsOver,
  every,
  near,
  show,
  spread,
  type Finding,
  type Readings,
} from './claims.ts';
import { defineCompute } from './experiment.ts';
import { chainOf, mostLayers, type Family, type LinearChain } from './linear-chains.ts';
import { numberFormats, type FormatName } from './number-formats.ts';
import { choice, integer, number, type Values } from './params.ts';
import { activations, errors, outerNorm, scaledLayers } from './rounded-chain.ts';
import type { Curve } from './runlog.ts';

const scalar = <const L extends string>(label: L) => ({ kind: 'scalar', label, unit: '', smoothing: 0 }) as const;

const metrics = {
  activation: scalar('activation'),
  backpropagated: scalar('back-propagated gradient'),
  weightGradient: scalar('weight gradient'),
  /** Norms of the activations, as far as they are neither zero nor infinite. */
  float64: scalar('float64'),
  float32: scalar('float32'),
  float16: scalar('float16'),
  /** Singular values of the product of the first l matrices, in float64 and without rounding away the small ones. */
  largest: scalar('largest'),
  middle: scalar('middle'),
  smallest: scalar('smallest'),
};

const params = {
  scale: number({
    label: 'Scale c',
    help: 'Every weight matrix is c times a matrix of the kind below.',
    default: 1.5,
    min: 0.5,
    max: 1.5,
    step: 0.05,
  }),
  depth: integer({ label: 'Layers L', help: 'Number of weight matrices.', default: 150, min: 2, max: mostLayers }),
  matrix: choice({
    label: 'Matrix',
    help: 'What is multiplied by c. Random ones differ from layer to layer; Gaussian entries have variance 1/16.',
    options: {
      identity: 'identity, 2 × 2',
      rotation: 'rotation, 2 × 2',
      orthogonal: 'random orthogonal, 16 × 16',
      gaussian: 'random Gaussian, 16 × 16',
      tenth: 'all entries 0.1, 64 × 64',
    },
    default: 'identity',
  }),
  format: choice({
    label: 'Numbers of the first panel',
    help: 'Every product and every sum is rounded to this format.',
    options: { float64: 'float64', float32: 'float32', float16: 'float16' },
    default: 'float64',
  }),
};

export type Settings = Values<typeof params>;

const claim = claimsOver({ arms: ['chain'], metrics, params });
const challenge = challengesOver({ arms: ['chain'], metrics, params });

/** What the statements on powers of c speak of. */
const keepsLengths = {
  text: 'with the identity, rotations or orthogonal matrices in float64',
  isMet: ({ matrix, format }: { readonly matrix: Family; readonly format: FormatName }) =>
    ['identity', 'rotation', 'orthogonal'].includes(matrix) && format === 'float64',
};

/** Each value over the one before it. */
const quotients = (y: readonly number[]): number[] => y.slice(1).map((value, i) => value / (y[i] ?? Number.NaN));

const ones = (width: number): Float64Array => new Float64Array(width).fill(1);

/** delta^L, of length 1. */
const lastError = (width: number): Float64Array =>
  width === 2 ? Float64Array.of(0.6, 0.8) : new Float64Array(width).fill(1 / Math.sqrt(width));

/** Norms of the activations in a format, up to the last that is neither zero nor infinite. */
function activationsIn(format: FormatName, { layers, width }: LinearChain, c: number, depth: number): Curve {
  const { round } = numberFormats[format];
  const weights = scaledLayers(layers.slice(0, depth), c, round);
  const y: number[] = [];
  for (const a of activations(weights, ones(width), round)) {
    const size = norm(a);
    if (!(size > 0 && size < Infinity)) break;
    y.push(size);
  }
  return { x: y.slice(1).map((_, i) => i + 1), y: y.slice(1) };
}

/** The largest, the middle and the smallest singular value of c^l times the product of l layers. */
function spectra({ logSpectra, width }: LinearChain, c: number, depth: number) {
  const x = Array.from({ length: depth }, (_, i) => i + 1);
  const rank = (index: number): Curve => ({
    x,
    y: x.map((l) => Math.exp(l * Math.log(c) + (logSpectra[l - 1]?.[index] ?? Number.NaN))),
  });
  return { largest: rank(0), middle: rank(width / 2), smallest: rank(width - 1) };
}

/**
 * Whether a format kept to the standard model of rounding, with c I for weights, in the layers where its numbers are normal: two roundings
 * a layer, of c and of the product, by a share of at most the unit each.
 */
function keptTo(format: FormatName, narrow: Readings<number>, exact: Readings<number>): Finding {
  const { unit, leastNormal } = numberFormats[format];
  // Both components of a^l are equal.
  const normal = narrow.y.filter((y) => y / Math.SQRT2 >= leastNormal);
  const off = normal.map((y, i) => Math.abs(y / (exact.y[i] ?? Number.NaN) - 1));
  return {
    held: off.every((share, i) => share <= (1 + unit) ** (2 * (i + 1)) - 1 + 1e-12),
    evidence: `${format}: normal up to layer ${normal.length}, and off by a share of ${show(Math.max(...off))} there at most`,
  };
}

export default defineCompute({
  title: 'A deep linear net: powers of c',
  summary: 'Every layer multiplies by c: activations grow or shrink forwards, gradients backwards, weight gradients stay level.',
  section: '/exponentials-in-depth/#linear-net',
  params,
  arms: { chain: { label: 'chain', look: { colour: 'neutral', dash: 'solid' } } },
  metrics,
  // #region experiment
  /**
   * Forwards a^l = W^l a^(l-1) from a^0 = (1, ..., 1). Backwards delta^(l-1) = (W^l)^T delta^l from a delta^L of norm 1, so that the picture
   * shows what the chain does and not the cost. Weight gradients dC/dW^l = delta^l (a^(l-1))^T. Norms are taken in float64.
   */
  compute({ scale, depth, matrix, format }) {
    const chain = chainOf(matrix);
    const { round } = numberFormats[format];
    const weights = scaledLayers(chain.layers.slice(0, depth), scale, round);
    const forwards = [...activations(weights, ones(chain.width), round)];
    const deltas = errors(weights, lastError(chain.width).map(round), round);

    const layers = weights.map((_, i) => i + 1);
    const curve = (y: readonly number[]): Curve => ({ x: layers, y });
    return {
      chain: {
        activation: curve(forwards.slice(1).map(norm)),
        backpropagated: curve(deltas.map(norm)),
        weightGradient: curve(deltas.map((delta, i) => outerNorm(delta, forwards[i] ?? delta, round))),
        float64: activationsIn('float64', chain, scale, depth),
        float32: activationsIn('float32', chain, scale, depth),
        float16: activationsIn('float16', chain, scale, depth),
        ...spectra(chain, scale, depth),
      },
    };
  },
  // #endregion
  claims: [
    claim(
      'Each layer multiplies the activation by c: a straight line on the log axis.',
      ['chain'],
      ({ chain }, { scale }) => allNear(quotients(chain.activation.y), scale, 1e-6),
      keepsLengths,
    ),
    claim(
      'From the last layer to the first, the back-propagated gradient is multiplied by c to the power L − 1.',
      ['chain'],
      ({ chain }, { scale, depth }) => near(chain.backpropagated.first / chain.backpropagated.last, scale ** (depth - 1), 1e-6),
      keepsLengths,
    ),
    claim(
      'The weight gradient has the same norm in every layer.',
      ['chain'],
      ({ chain }) => spread(chain.weightGradient.y, 1e-6),
      keepsLengths,
    ),
    claim(
      'In every layer the activation is longer than the input by a factor between the smallest and the largest singular value of the product.',
      ['chain'],
      ({ chain: { float64, largest, smallest } }, { matrix }) => {
        const factors = float64.y.map((y) => y / Math.sqrt(chainOf(matrix).width));
        const above = Math.max(...factors.map((factor, i) => factor / (largest.y[i] ?? Number.NaN)));
        const below = Math.max(...factors.map((factor, i) => (smallest.y[i] ?? Number.NaN) / factor));
        return {
          held: above <= 1 + 1e-9 && below <= 1 + 1e-9,
          evidence: `after ${float64.x.at(-1) ?? 0} layers ${show(factors.at(-1) ?? 0)}, between ${show(smallest.last)} and ${show(largest.last)}`,
        };
      },
    ),
    claim(
      'While the numbers of float16 and float32 are normal, they keep to those of float64 but for two roundings a layer.',
      ['chain'],
      ({ chain }) => every(keptTo('float16', chain.float16, chain.float64), keptTo('float32', chain.float32, chain.float64)),
      { text: 'with the identity', isMet: ({ matrix }) => matrix === 'identity' },
    ),
  ],
  challenges: [
    challenge({
      id: 'exr-narrow-window',
      title: 'A hundred and fifty layers in half precision',
      task: 'Gaussian matrices, in float16: keep the activations between 0.2 and 80 in norm through all 150 layers (the input has 4), and the back-propagated gradient between 0.05 and 20 (it starts at 1).',
      start: { matrix: 'gaussian', format: 'float16', depth: 150, scale: 1 },
      free: ['scale'],
      arms: ['chain'],
      rule: ({ chain: { activation, backpropagated } }) =>
        every(
          atLeast(Math.min(...activation.y), 0.2, 'least activation '),
          atMost(Math.max(...activation.y), 80, 'greatest activation '),
          atLeast(Math.min(...backpropagated.y), 0.05, 'least gradient '),
          atMost(Math.max(...backpropagated.y), 20, 'greatest gradient '),
        ),
    }),
  ],
  figure: [
    {
      kind: 'metrics',
      metrics: ['activation', 'backpropagated', 'weightGradient'],
      arm: 'chain',
      title: 'Norms in every layer',
      xLabel: 'layer',
      yLabel: 'norm',
      yScale: 'log',
    },
    {
      kind: 'metrics',
      metrics: ['float64', 'float32', 'float16'],
      arm: 'chain',
      title: 'In three formats',
      xLabel: 'layer',
      yLabel: 'norm of the activations',
      yScale: 'log',
    },
    {
      kind: 'metrics',
      metrics: ['largest', 'middle', 'smallest'],
      arm: 'chain',
      title: 'Singular values of the product',
      xLabel: 'layers so far',
      yLabel: 'singular value',
      yScale: 'log',
    },
  ],
});
