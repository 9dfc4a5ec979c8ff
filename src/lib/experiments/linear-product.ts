import { allNear, claimsOver, near, spread } from './claims.ts';
import { defineCompute } from './experiment.ts';
import { integer, number } from './params.ts';
import type { Curve } from './runlog.ts';

const metrics = {
  activation: { kind: 'scalar', label: 'activation', unit: '', smoothing: 0 },
  backpropagated: { kind: 'scalar', label: 'back-propagated gradient', unit: '', smoothing: 0 },
  weightGradient: { kind: 'scalar', label: 'weight gradient', unit: '', smoothing: 0 },
} as const;

const params = {
  scale: number({
    label: 'Scale c',
    help: 'Every weight matrix is c times the identity.',
    default: 1.5,
    min: 0.5,
    max: 1.5,
    step: 0.05,
  }),
  depth: integer({ label: 'Layers L', help: 'Number of weight matrices.', default: 150, min: 2, max: 200 }),
};

const claim = claimsOver({ arms: ['chain'], metrics, params });

type Vector = readonly [number, number];
type Matrix = readonly [Vector, Vector];

const norm = (v: Vector): number => Math.hypot(...v);

/** W v. */
const times = ([row1, row2]: Matrix, [x, y]: Vector): Vector => [row1[0] * x + row1[1] * y, row2[0] * x + row2[1] * y];

const transpose = ([[a, b], [c, d]]: Matrix): Matrix => [
  [a, c],
  [b, d],
];

/** Frobenius norm of the outer product u v^T, entry by entry. */
const outerNorm = ([u1, u2]: Vector, [v1, v2]: Vector): number => Math.hypot(u1 * v1, u1 * v2, u2 * v1, u2 * v2);

/** Each value over the one before it. */
const quotients = (y: readonly number[]): number[] => y.slice(1).map((value, i) => value / (y[i] ?? Number.NaN));

export default defineCompute({
  title: 'A deep linear net: powers of c',
  summary: 'Every layer multiplies by c: activations grow or shrink forwards, gradients backwards, weight gradients stay level.',
  section: '/exponentials-in-depth/#linear-net',
  params,
  arms: { chain: { label: 'W = c I', look: { colour: 'neutral', dash: 'solid' } } },
  metrics,
  // #region experiment
  /**
   * Forwards a^l = W^l a^(l-1) from a^0 = (1, 1). Backwards delta^(l-1) = (W^l)^T delta^l from a delta^L of norm 1, so that the
   * picture shows what the chain does and not the cost. Weight gradients dC/dW^l = delta^l (a^(l-1))^T. All in float64.
   */
  compute({ scale, depth }) {
    const weights: Matrix[] = Array.from({ length: depth }, () => [
      [scale, 0],
      [0, scale],
    ]);
    const activations: Vector[] = [[1, 1]]; // a^0 ... a^L
    for (const w of weights) activations.push(times(w, activations.at(-1) ?? [0, 0]));

    const deltas: Vector[] = [[0.6, 0.8]]; // delta^L ... delta^1, then turned round
    for (const w of weights.slice(1).toReversed()) deltas.push(times(transpose(w), deltas.at(-1) ?? [0, 0]));
    deltas.reverse();

    const layers = weights.map((_, i) => i + 1);
    const curve = (y: readonly number[]): Curve => ({ x: layers, y });
    return {
      chain: {
        activation: curve(activations.slice(1).map(norm)),
        backpropagated: curve(deltas.map(norm)),
        weightGradient: curve(deltas.map((delta, i) => outerNorm(delta, activations[i] ?? [0, 0]))),
      },
    };
  },
  // #endregion
  claims: [
    claim('Each layer multiplies the activation by c: a straight line on the log axis.', ['chain'], ({ chain }, { scale }) =>
      allNear(quotients(chain.activation.y), scale, 1e-6),
    ),
    claim(
      'From the last layer to the first, the back-propagated gradient is multiplied by c to the power L - 1.',
      ['chain'],
      ({ chain }, { scale, depth }) => near(chain.backpropagated.first / chain.backpropagated.last, scale ** (depth - 1), 1e-6),
    ),
    claim('The weight gradient has the same norm in every layer.', ['chain'], ({ chain }) =>
      spread(chain.weightGradient.y, 1e-6),
    ),
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
  ],
});
