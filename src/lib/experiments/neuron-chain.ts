import { atLeast, challengesOver, claimsOver, every, near, type Finding } from './claims.ts';
import { defineCompute } from './experiment.ts';
import { number, type Values } from './params.ts';
import { chainInWords, chainMetrics, chainSeries } from './chain-series.ts';
import { pushForward, runChain } from './sigmoid.ts';

const metrics = {
  ...chainMetrics,
  pushed: { kind: 'scalar', label: 'dC/db by pushing b', unit: '', smoothing: 0 },
} as const;

const weight = (l: number, value: number) =>
  number({
    label: `Weight w${'₁₂₃₄'[l - 1] ?? ''}`,
    help:
      l === 1 ? 'From the input into neuron 1. It moves z₁ and is no factor itself.' : `From neuron ${l - 1} into neuron ${l}.`,
    default: value,
    min: -20,
    max: 20,
    step: 0.1,
  });

const bias = (l: number, value: number) =>
  number({
    label: `Bias b${'₁₂₃₄'[l - 1] ?? ''}`,
    help: `Moves the place of neuron ${l} on its sigmoid.`,
    default: value,
    min: -20,
    max: 20,
    step: 0.1,
  });

const params = {
  w1: weight(1, 1),
  w2: weight(2, -0.9),
  w3: weight(3, 1.4),
  w4: weight(4, 0.6),
  b1: bias(1, 0.5),
  b2: bias(2, -0.3),
  b3: bias(3, 1.1),
  b4: bias(4, -0.8),
  input: number({ label: 'Input a₀', help: 'What enters the chain.', default: 0.5, min: 0, max: 1, step: 0.01 }),
};

export type Settings = Values<typeof params>;

const claim = claimsOver({ arms: ['chain'], metrics, params });
const challenge = challengesOver({ arms: ['chain'], metrics, params });

/** Each value is the other's, up to rounding. */
const same = (a: readonly number[], b: readonly number[]): Finding =>
  every(...a.map((value, i) => near(value, b[i] ?? Number.NaN, 1e-9)));

export default defineCompute({
  title: 'A chain of four neurons',
  summary: 'Every factor between the first bias and the cost in sight: turn weights and biases, and watch the product.',
  section: '/unstable-gradients/#product-of-factors',
  params,
  arms: { chain: { label: 'chain', look: { colour: 'neutral', dash: 'solid' } } },
  metrics,
  // #region experiment
  /** Forwards a_l = sigma(w_l a_(l-1) + b_l); backwards dC/db_l, once as a product of factors and once by pushing each bias. */
  compute({ w1, w2, w3, w4, b1, b2, b3, b4, input }) {
    const neurons = [
      { weight: w1, bias: b1 },
      { weight: w2, bias: b2 },
      { weight: w3, bias: b3 },
      { weight: w4, bias: b4 },
    ];
    const series = chainSeries(neurons, runChain(neurons, input));
    return { chain: { ...series, pushed: { x: [1, 2, 3, 4], y: neurons.map((_, l) => pushForward(neurons, input, l)) } } };
  },
  // #endregion
  claims: [
    claim('The product of the factors is what pushing each bias and watching the output gives.', ['chain'], ({ chain }) =>
      same(chain.biasGradient.y, chain.pushed.y),
    ),
    claim('No slope exceeds a quarter.', ['chain'], ({ chain }) => {
      const largest = Math.max(...chain.slope.y);
      return { held: largest <= 0.25, evidence: `largest slope ${largest.toPrecision(3)}` };
    }),
    claim('So no factor exceeds a quarter of its weight.', ['chain'], ({ chain }) => {
      const quotients = chain.factor.y.map((factor, l) => Math.abs(factor) - Math.abs(chain.weight.y[l + 1] ?? Number.NaN) / 4);
      return {
        held: quotients.every((excess) => excess <= 0),
        evidence: chain.factor.y
          .map((factor, l) => `${Math.abs(factor).toPrecision(3)} for a weight of ${chain.weight.y[l + 1] ?? ''}`)
          .join('; '),
      };
    }),
  ],
  challenges: [
    challenge({
      id: 'exr-exploding-on-purpose',
      title: 'Explode on purpose',
      task: 'All three weights between the neurons are 8, and yet the gradient vanishes. Make dC/db of the first neuron at least 6 times that of the last.',
      start: { w1: 1, w2: 8, w3: 8, w4: 8, b1: 0, b2: 0, b3: 0, b4: 0 },
      free: ['b1', 'b2', 'b3', 'b4', 'input'],
      arms: ['chain'],
      rule: ({ chain: { speed } }) => atLeast(speed.first / speed.last, 6, 'the first over the last: '),
    }),
  ],
  figure: [
    {
      kind: 'drawing',
      drawing: 'neuron-chain',
      arm: 'chain',
      title: 'Forwards through the chain, and back',
      xLabel: 'neuron',
      describe: chainInWords,
    },
    {
      kind: 'curves',
      metric: 'speed',
      title: 'Size of the bias gradient',
      xLabel: 'neuron',
      yLabel: 'abs(dC/db), for dC/da₄ = 1',
      yScale: 'log',
    },
  ],
});
