import { atLeast, claimsOver, increasing, notAbove, spread } from './claims.ts';
import { defineCompute } from './experiment.ts';
import { gaussianMean, histogram, lawOf, median, power, shareAbove, times, type LogLaw } from './log-law.ts';
import { integer } from './params.ts';
import { sigmoid, slope } from './sigmoid.ts';

const metrics = {
  factor: { kind: 'scalar', label: 'one factor abs(w σ′(z))', unit: '%', smoothing: 0 },
  product: { kind: 'scalar', label: 'product along a path', unit: '%', smoothing: 0 },
  layerFactor: { kind: 'scalar', label: 'factor of a whole layer', unit: '', smoothing: 0 },
  /** Of the factors that are at least 1, in per cent. */
  aboveOne: { kind: 'scalar', label: 'factors of at least 1', unit: '%', smoothing: 0 },
  medianProduct: { kind: 'scalar', label: 'median of the product', unit: '', smoothing: 0 },
} as const;

const params = {
  width: integer({ label: 'Width n', help: 'Neurons in each layer.', default: 30, min: 1, max: 200 }),
  length: integer({ label: 'Factors k', help: 'Layers that a path passes on its way back.', default: 3, min: 1, max: 8 }),
};

const claim = claimsOver({ arms: ['unit', 'scaled'], metrics, params });

/** How the weights of a layer of n neurons vary. */
type Variance = (n: number) => number;
const unit: Variance = () => 1;
const scaled: Variance = (n) => 1 / n;

// #region theory
/**
 * The variance of the weighted inputs, deep in the net: v = 1 + n Var(w) q, with biases of variance 1 and the mean square q of the
 * activations, which belongs to v in turn: q = E sigma(sqrt(v) t)^2 for a standard Gaussian t.
 */
function inputVariance(n: number, variance: Variance): number {
  let q = 0.3;
  for (let i = 0; i < 12; i++) {
    const deviation = Math.sqrt(1 + n * variance(n) * q);
    q = gaussianMean((t) => sigmoid(deviation * t) ** 2);
  }
  return 1 + n * variance(n) * q;
}

/** The root of E norm(delta^l)^2 / norm(delta^(l+1))^2 = n Var(w) E sigma'(z)^2. */
function layerFactor(n: number, variance: Variance): number {
  const deviation = Math.sqrt(inputVariance(n, variance));
  return Math.sqrt(n * variance(n) * gaussianMean((t) => slope(deviation * t) ** 2));
}

/** The law of abs(w sigma'(z)). The weight that leads on from a neuron has no part in its weighted input: they are independent. */
function factorLaw(n: number, variance: Variance): LogLaw {
  const deviation = Math.sqrt(inputVariance(n, variance));
  return times(
    lawOf((t) => Math.sqrt(variance(n)) * t),
    lawOf((t) => slope(deviation * t)),
  );
}
// #endregion

const widths = [1, ...Array.from({ length: 20 }, (_, i) => 10 * (i + 1))];

/** The same for every setting: computed once, when the example is first looked at. */
const layerFactors = new Map<Variance, readonly number[]>();

function layerFactorsOf(variance: Variance): readonly number[] {
  const known = layerFactors.get(variance) ?? widths.map((n) => layerFactor(n, variance));
  layerFactors.set(variance, known);
  return known;
}

/** Bins are so many lattice points wide that there are not more of them than can be told apart. */
const binFor = (lattice: number): number => [2, 5, 10].find((bin) => lattice / bin <= 36) ?? 20;

export default defineCompute({
  title: 'How large the factors are by chance',
  summary:
    'What random weights make of abs(w σ′(z)), of products of it along a path, and of whole layers, for two initialisations.',
  section: '/unstable-gradients/#by-chance',
  params,
  arms: {
    unit: { label: 'N(0, 1) weights', look: { colour: 'first', dash: 'solid' } },
    scaled: { label: 'N(0, 1/n) weights', look: { colour: 'second', dash: 'dashed' } },
  },
  metrics,
  // #region experiment
  /** Laws on a lattice of logarithms, in float64: nothing is drawn at random. The factors of a path are taken to be independent. */
  compute({ width, length }) {
    const laws = [unit, scaled].map((variance) => {
      const factor = factorLaw(width, variance);
      return { variance, factor, product: power(factor, length) };
    });
    const products = laws.map(({ product }) => product);
    // Of the left tail, which is long and thin, only what would be seen.
    const visible = ({ from, shares }: LogLaw): number => from + shares.findIndex((share) => share > 2e-4);
    const low = Math.min(...products.map(visible));
    const high = Math.max(...products.map(({ from, shares }) => from + shares.findLastIndex((share) => share > 1e-5)));
    const bin = binFor(high - low);
    const [unitArm, scaledArm] = laws.map(({ variance, factor, product }) => ({
      factor: histogram(factor, 2, -30, 5),
      product: histogram(product, bin, Math.floor(low / bin), Math.ceil(high / bin)),
      layerFactor: { x: widths, y: layerFactorsOf(variance) },
      aboveOne: { x: [width], y: [100 * shareAbove(factor, 1)] },
      medianProduct: { x: [length], y: [median(product)] },
    }));
    return { unit: unitArm ?? {}, scaled: scaledArm ?? {} };
  },
  // #endregion
  claims: [
    claim('Along a path, fewer than one factor in a thousand reaches 1.', ['unit', 'scaled'], ({ unit: a, scaled: b }) =>
      notAbove(Math.max(a.aboveOne.last, b.aboveOne.last), 0.1),
    ),
    claim('Half of the products, and more, are below 4 to the power −k.', ['unit', 'scaled'], (arms, { length }) =>
      notAbove(Math.max(arms.unit.medianProduct.last, arms.scaled.medianProduct.last), 4 ** -length),
    ),
    claim('With N(0, 1/n) weights a layer multiplies the gradient by the same factor whatever its width.', ['scaled'], (arms) =>
      spread(arms.scaled.layerFactor.y, 1e-9),
    ),
    claim('With N(0, 1) weights the factor grows with the width.', ['unit'], ({ unit: { layerFactor: f } }) => {
      const { held } = increasing(f.y);
      return { held, evidence: `${f.first.toFixed(3)} at ${f.x[0] ?? ''} to ${f.last.toFixed(3)} at ${f.x.at(-1) ?? ''}` };
    }),
    claim(
      'It passes 1 between 100 and 120 neurons: from there on, gradients explode.',
      ['unit'],
      ({ unit: { layerFactor: f } }) => {
        const passed = f.x[f.y.findIndex((y) => y >= 1)] ?? Infinity;
        return { held: passed > 100 && passed <= 120, evidence: atLeast(passed, 100, 'at least 1 from a width of ').evidence };
      },
    ),
  ],
  figure: [
    {
      kind: 'bars',
      metric: 'factor',
      title: 'One factor along a path',
      xLabel: 'log₁₀ of abs(w σ′(z))',
      yLabel: '% of the factors',
      yScale: 'linear',
    },
    {
      kind: 'bars',
      metric: 'product',
      title: 'The product of k factors',
      xLabel: 'log₁₀ of the product',
      yLabel: '% of the paths',
      yScale: 'linear',
    },
    {
      kind: 'curves',
      metric: 'layerFactor',
      title: 'What a whole layer does',
      xLabel: 'width n',
      yLabel: 'factor on the norm of the gradient',
      yScale: 'linear',
    },
  ],
});
