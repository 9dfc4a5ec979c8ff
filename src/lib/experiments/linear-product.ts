import { claimsOver, every, near } from './claims.ts';
import { defineCompute } from './experiment.ts';
import { integer, number } from './params.ts';
import { first, last, type Curve } from './runlog.ts';

const metrics = {
  activation: { kind: 'scalar', label: 'activation, norm of a', unit: '', smoothing: 0 },
  backpropagated: { kind: 'scalar', label: 'back-propagated gradient, norm of delta', unit: '', smoothing: 0 },
  weightGradient: { kind: 'scalar', label: 'weight gradient, norm of dC/dW', unit: '', smoothing: 0 },
} as const;
const claim = claimsOver<'chain', typeof metrics>(metrics);

/** Slope of ln(y) against x, between the ends. */
const logSlope = ({ x, y }: Curve): number => (Math.log(last(y)) - Math.log(first(y))) / (last(x) - first(x));

export default defineCompute({
  title: 'A deep linear net: powers of c',
  summary: 'Every layer multiplies by c: activations grow or shrink forwards, gradients backwards, and weight gradients stay level.',
  section: '/exponentials-in-depth/#linear-net',
  params: {
    scale: number({
      label: 'Scale c',
      help: 'Every weight matrix is c times the identity.',
      default: 1.5,
      min: 0.5,
      max: 1.5,
      step: 0.01,
    }),
    depth: integer({ label: 'Layers L', help: 'Depth of the net.', default: 150, min: 2, max: 200 }),
  },
  arms: { chain: { label: 'W = c I', look: { colour: 'neutral', dash: 'solid' } } },
  // #region experiment
  /**
   * a^0 = (1, 1), a^l = c a^(l-1); C = (norm a^L)^2 / 2 / (norm a^L), so that delta^L has norm 1 and the picture shows the chain
   * alone; delta^(l-1) = c delta^l; dC/dW^l = delta^l (a^(l-1))^T, whose Frobenius norm is the product of the two norms.
   */
  compute({ scale, depth }) {
    const layers = Array.from({ length: depth }, (_, i) => i + 1);
    const a = (l: number): number => Math.SQRT2 * scale ** l;
    const delta = (l: number): number => scale ** (depth - l);
    const curve = (norm: (l: number) => number): Curve => ({ x: layers, y: layers.map(norm) });
    return {
      chain: {
        activation: curve(a),
        backpropagated: curve(delta),
        weightGradient: curve((l) => delta(l) * a(l - 1)),
      },
    };
  },
  // #endregion
  describe: ({ scale, depth }) => `c = ${scale}, L = ${depth}`,
  metrics,
  claims: [
    claim('placeholder', ['chain'], ({ chain }) => every(near(logSlope(chain.activation), 0.4, 1e-6))),
  ],
  figure: [
    {
      kind: 'metrics',
      metrics: ['activation', 'backpropagated', 'weightGradient'],
      arm: 'chain',
      title: 'Norms against depth',
      xLabel: 'layer l',
      yLabel: 'norm',
      yScale: 'log',
    },
  ],
});
