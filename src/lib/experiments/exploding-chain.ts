import { chainInWords, chainMetrics, chainSeries } from './chain-series.ts';
import { atLeast, claimsOver, every, near, notAbove } from './claims.ts';
import { defineCompute } from './experiment.ts';
import { number } from './params.ts';
import { pushForward, runChain, type Chain } from './sigmoid.ts';

const scalar = <const L extends string>(label: L) => ({ kind: 'scalar', label, unit: '', smoothing: 0 }) as const;

const metrics = {
  ...chainMetrics,
  factor2: scalar('w₂ σ′(z₁)'),
  factor3: scalar('w₃ σ′(z₂)'),
  factor4: scalar('w₄ σ′(z₃)'),
  pushed: scalar('dC/db₁ by pushing b₁'),
  /** Of the inputs at which da_4/da_0 is at least half of what it is at its peak. */
  window: scalar('length of the window'),
  /** dC/db_1 at the centre over the same 0.1 away from it. */
  cut: scalar('loss by a shift of 0.1'),
};

const params = {
  weight: number({
    label: 'Weight w',
    help: 'Of all four neurons. The biases are −w/2, which puts every weighted input at zero for an input of ½.',
    default: 100,
    min: 20,
    max: 200,
    step: 1,
  }),
  shift: number({
    label: 'Shift of the input',
    help: 'How far the input is from ½. Type 0.00001 to see the last neuron leave its place.',
    default: 0,
    min: -0.01,
    max: 0.01,
    step: 0.00001,
  }),
};

const claim = claimsOver({ arms: ['chain'], metrics, params });

const centre = 0.5;

const neuronsOf = (weight: number) => Array.from({ length: 4 }, () => ({ weight, bias: -weight * centre }));

/** dC/db_1, for dC/da_4 = 1. */
const firstGradient = ({ biasGradients: [first = Number.NaN] }: Chain): number => first;

/** Smaller factors than this are left out of the picture, which would else be of nothing but them. */
const least = 1e-6;

/** Decimal exponents of the shifts that the curves run over. */
const exponents = Array.from({ length: 121 }, (_, i) => -7 + i / 20);

export default defineCompute({
  title: 'A chain that explodes, at one input',
  summary: 'Weights of 100 and biases that fit them make the gradient grow 25 times a neuron, until the input moves by a hair.',
  section: '/unstable-gradients/#exploding-chain',
  params,
  arms: { chain: { label: 'chain', look: { colour: 'neutral', dash: 'solid' } } },
  metrics,
  // #region experiment
  /** The chain for this weight at 1/2 + shift; its factors for shifts from 10^-7 to 10^-1; and the window, found by bisection. */
  compute({ weight, shift }) {
    const neurons = neuronsOf(weight);
    const chainAt = (by: number): Chain => runChain(neurons, centre + by);
    const curves = exponents.map((exponent) => ({ exponent, factors: chainAt(10 ** exponent).factors }));
    const factor = (l: number) => {
      const seen = curves.filter(({ factors }) => (factors[l] ?? 0) >= least);
      return { x: seen.map(({ exponent }) => exponent), y: seen.map(({ factors }) => factors[l] ?? Number.NaN) };
    };

    const peak = firstGradient(chainAt(0));
    let [inside, outside] = [0, centre];
    for (let i = 0; i < 60; i++) {
      const middle = (inside + outside) / 2;
      if (firstGradient(chainAt(middle)) >= peak / 2) inside = middle;
      else outside = middle;
    }
    return {
      chain: {
        ...chainSeries(neurons, chainAt(shift)),
        factor2: factor(0),
        factor3: factor(1),
        factor4: factor(2),
        pushed: { x: [shift], y: [pushForward(neurons, centre + shift, 0)] },
        window: { x: [weight], y: [2 * inside] },
        cut: { x: [weight], y: [peak / firstGradient(chainAt(0.1))] },
      },
    };
  },
  // #endregion
  claims: [
    claim('What the factors give is what pushing the first bias gives.', ['chain'], ({ chain }) =>
      near(chain.biasGradient.first, chain.pushed.last, 1e-9),
    ),
    claim(
      'With every weighted input at zero, each factor is w/4 and the first bias learns (w/4)³ times as fast as the fourth.',
      ['chain'],
      ({ chain }, { weight, shift }) => {
        const { biasGradients } = runChain(neuronsOf(weight), centre);
        const [first = 0, last = 0] = [biasGradients[0], biasGradients[3]];
        const atCentre = near(first / last, (weight / 4) ** 3, 1e-9);
        return shift === 0
          ? every(atCentre, near(chain.biasGradient.first / chain.biasGradient.last, (weight / 4) ** 3, 1e-9))
          : atCentre;
      },
    ),
    claim('A shift of the input by 0.1 makes the gradient at least 100 times smaller.', ['chain'], ({ chain }) =>
      atLeast(chain.cut.last, 100, 'smaller by a factor of '),
    ),
    claim(
      'The inputs that keep half of the gradient fill an interval no longer than 2 (4/w)⁴.',
      ['chain'],
      ({ chain }, { weight }) => notAbove(chain.window.last, 2 * (4 / weight) ** 4),
    ),
  ],
  figure: [
    {
      kind: 'drawing',
      drawing: 'neuron-chain',
      arm: 'chain',
      title: 'The chain at this input',
      xLabel: 'neuron',
      describe: chainInWords,
    },
    {
      kind: 'metrics',
      metrics: ['factor2', 'factor3', 'factor4'],
      arm: 'chain',
      title: 'The factors, as the input moves away from ½',
      xLabel: 'log₁₀ of the shift',
      yLabel: 'factor',
      yScale: 'log',
    },
  ],
});
