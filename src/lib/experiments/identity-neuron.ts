import { atLeast, claimsOver, notAbove, show } from './claims.ts';
import { defineCompute } from './experiment.ts';
import { number } from './params.ts';
import { sigmoid } from './sigmoid.ts';

const scalar = <const L extends string>(label: L) => ({ kind: 'scalar', label, unit: '', smoothing: 0 }) as const;

const metrics = { output: scalar('output'), error: scalar('largest error'), outerWeight: scalar('weight w₂') };

const params = {
  weight: number({
    label: 'Weight w₁',
    help: 'Into the neuron. A small one uses only the middle of the sigmoid, which is nearly straight.',
    default: 1,
    min: 0.1,
    max: 10,
    scale: 'log',
  }),
};

const claim = claimsOver({ arms: ['constant', 'bare'], metrics, params });

// #region neuron
/** w2 sigma(w1 x + b) - c. */
interface Imitation {
  readonly w1: number;
  readonly b: number;
  readonly w2: number;
  readonly c: number;
}

const xs = Array.from({ length: 41 }, (_, i) => i / 40);

const output = ({ w1, b, w2, c }: Imitation, x: number): number => w2 * sigmoid(w1 * x + b) - c;

/** The largest distance from x on [0, 1]. */
const errorOf = (one: Imitation): number => Math.max(...xs.map((x) => Math.abs(output(one, x) - x)));

/** By Taylor's series around the middle of the interval: slope 1 there, and the constant taken away. */
const withConstant = (w1: number): Imitation => ({ w1, b: -w1 / 2, w2: 4 / w1, c: 2 / w1 - 1 / 2 });

/** Where a function with one valley is least, to a ten-thousandth of the interval and better. */
function leastOf(f: (value: number) => number, low: number, high: number): number {
  let [from, to] = [low, high];
  for (let i = 0; i < 25; i++) {
    const [a, b] = [from + (to - from) / 3, to - (to - from) / 3];
    if (f(a) < f(b)) to = b;
    else from = a;
  }
  return (from + to) / 2;
}

/** For this bias, the w2 with the least of the largest errors. The error is convex in w2. */
function outerWeight(w1: number, b: number): number {
  const shape = xs.map((x) => sigmoid(w1 * x + b));
  const error = (w2: number): number => Math.max(...xs.map((x, i) => Math.abs(w2 * (shape[i] ?? Number.NaN) - x)));
  return leastOf(error, 0, 2 / sigmoid(w1 + b));
}

/** Without a constant, the best bias and w2 that there are for this w1; biases below -10 no longer differ but in scale. */
function bare(w1: number): Imitation {
  const imitate = (b: number): Imitation => ({ w1, b, w2: outerWeight(w1, b), c: 0 });
  return imitate(leastOf((b) => errorOf(imitate(b)), -10, 2));
}
// #endregion

const weights = Array.from({ length: 40 }, (_, i) => (i + 1) / 4);

/** The same for every setting, and more than a moment's work: done once, when the example is first looked at. */
let errors: { readonly exact: readonly number[]; readonly best: readonly number[] } | undefined;

const errorsOfAll = () =>
  (errors ??= { exact: weights.map((w1) => errorOf(withConstant(w1))), best: weights.map((w1) => errorOf(bare(w1))) });

export default defineCompute({
  title: 'A neuron that does nothing, as nearly as it can',
  summary: 'One sigmoid neuron as the identity on [0, 1]: as near as one likes with a constant to subtract, and not without.',
  section: '/unstable-gradients/#doing-nothing',
  params,
  arms: {
    constant: { label: 'a constant subtracted', look: { colour: 'first', dash: 'solid' } },
    bare: { label: 'no constant, best b and w₂', look: { colour: 'second', dash: 'dashed' } },
    identity: { label: 'the identity', look: { colour: 'neutral', dash: 'dotted' } },
  },
  metrics,
  // #region experiment
  /** Both imitations at this w1, and their errors for w1 from 1/4 to 10. */
  compute({ weight }) {
    const arm = (one: Imitation, errors: readonly number[]) => ({
      output: { x: xs, y: xs.map((x) => output(one, x)) },
      error: { x: weights, y: errors },
      outerWeight: { x: [weight], y: [one.w2] },
    });
    return {
      constant: arm(withConstant(weight), errorsOfAll().exact),
      bare: arm(bare(weight), errorsOfAll().best),
      identity: { output: { x: [0, 1], y: [0, 1] } },
    };
  },
  // #endregion
  claims: [
    claim('With a constant subtracted, the error is at most w₁²/96.', ['constant'], ({ constant: { error } }) => {
      const excess = error.y.map((value, i) => value - (error.x[i] ?? Number.NaN) ** 2 / 96);
      return {
        ...notAbove(Math.max(...excess), 0),
        evidence: `${show(error.first)} at w₁ = ${error.x[0] ?? ''}, bound ${show((error.x[0] ?? 0) ** 2 / 96)}`,
      };
    }),
    claim('Without one, the error stays above 0.05, whatever the weights and the bias.', ['bare'], ({ bare: { error } }) =>
      atLeast(Math.min(...error.y), 0.05, 'least error: '),
    ),
    claim('Without one, small weights make it worse.', ['bare'], ({ bare: { error } }) =>
      atLeast(error.first, 0.4, `at w₁ = ${error.x[0] ?? ''}: `),
    ),
  ],
  figure: [
    {
      kind: 'curves',
      metric: 'output',
      title: 'What comes out',
      xLabel: 'x',
      yLabel: 'w₂ σ(w₁x + b), less the constant',
      yScale: 'linear',
    },
    {
      kind: 'curves',
      metric: 'error',
      title: 'The largest error on [0, 1]',
      xLabel: 'w₁',
      yLabel: 'largest distance from x',
      yScale: 'log',
    },
  ],
});
