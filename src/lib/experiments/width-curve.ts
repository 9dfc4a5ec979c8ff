import { claimsOver, notAbove, show, type Finding } from './claims.ts';
import { defineCompute } from './experiment.ts';
import { number } from './params.ts';
import type { Curve } from './runlog.ts';
import { slope } from './sigmoid.ts';

const scalar = <const L extends string>(label: L) => ({ kind: 'scalar', label, unit: '', smoothing: 0 }) as const;

const metrics = {
  factor: scalar('factor abs(w σ′(wa + b))'),
  width: scalar('width of the window, measured'),
  formula: scalar('width of the window, by the formula'),
};

const params = {
  weight: number({
    label: 'Weight w',
    help: 'Below 4 no input gives a factor of 1. A large weight makes the peak high, and thin.',
    default: 7,
    min: 1,
    max: 40,
    scale: 'log',
  }),
  bias: number({
    label: 'Bias b',
    help: 'Moves the peak, which stands at a = −b/w, and changes nothing else.',
    default: -3.5,
    min: -50,
    max: 0,
    step: 0.1,
  }),
};

const claim = claimsOver({ arms: ['neuron'], metrics, params });

const between = (value: number, low: number, high: number): Finding => ({
  held: value >= low && value <= high,
  evidence: `${value.toPrecision(4)}, expected ${low} to ${high}`,
});

// #region measurement
/** Whether a neuron of weight w hands the gradient on undiminished when its input is `shift` away from the peak. */
const isAtLeastOne = (w: number, shift: number): boolean => w * slope(w * shift) >= 1;

/** The length of the interval of inputs with abs(w sigma'(wa + b)) >= 1, by bisection from the peak outwards. */
function measureWidth(w: number): number {
  if (!isAtLeastOne(w, 0)) return 0;
  let [inside, outside] = [0, 1];
  for (let i = 0; i < 50; i++) {
    const middle = (inside + outside) / 2;
    if (isAtLeastOne(w, middle)) inside = middle;
    else outside = middle;
  }
  return 2 * inside;
}

/** (2/w) ln(w (1 + sqrt(1 - 4/w)) / 2 - 1) for w >= 4, else 0 (Nielsen 2015, chapter 5). */
const formulaWidth = (w: number): number => (w < 4 ? 0 : (2 / w) * Math.log((w * (1 + Math.sqrt(1 - 4 / w))) / 2 - 1));
// #endregion

const inputs = Array.from({ length: 201 }, (_, i) => i / 200);
/** Close enough together for three digits of the place of the maximum. */
const weights = Array.from({ length: 801 }, (_, i) => 2 + i / 20);

/** The same for every setting: measured once, when the example is first looked at. */
let widths: Curve | undefined;
const widthsOfAll = (): Curve => (widths ??= { x: weights, y: weights.map(measureWidth) });

export default defineCompute({
  title: 'How wide the window is',
  summary: 'For which inputs a sigmoid neuron hands the gradient on undiminished: for an interval of at most 0.45.',
  section: '/unstable-gradients/#window',
  params,
  arms: {
    neuron: { label: 'neuron', look: { colour: 'first', dash: 'solid' } },
    one: { label: 'a factor of 1', look: { colour: 'neutral', dash: 'dotted' } },
    here: { label: 'your weight', look: { colour: 'second', dash: 'dashed' } },
  },
  metrics,
  // #region experiment
  /** The factor at every input from 0 to 1 for this weight and bias; and the width of the window for every weight. */
  compute: ({ weight, bias }) => ({
    neuron: {
      factor: { x: inputs, y: inputs.map((a) => weight * slope(weight * a + bias)) },
      width: widthsOfAll(),
      formula: { x: weights, y: weights.map(formulaWidth) },
    },
    one: { factor: { x: [0, 1], y: [1, 1] } },
    here: { width: { x: [weight], y: [measureWidth(weight)] } },
  }),
  // #endregion
  claims: [
    claim('No weight makes the window wider than 0.4477.', ['neuron'], ({ neuron }) =>
      between(Math.max(...neuron.width.y), 0.447, 0.448),
    ),
    claim('The weight that does so is about 6.9.', ['neuron'], ({ neuron: { width } }) =>
      between(width.x[width.y.indexOf(Math.max(...width.y))] ?? Number.NaN, 6.8, 7),
    ),
    claim('The measured width is that of the formula.', ['neuron'], ({ neuron: { width, formula } }) => {
      const differences = width.y.map((value, i) => Math.abs(value - (formula.y[i] ?? Number.NaN)));
      return {
        ...notAbove(Math.max(...differences), 1e-6),
        evidence: `largest difference ${show(Math.max(...differences))}`,
      };
    }),
  ],
  figure: [
    {
      kind: 'curves',
      metric: 'factor',
      title: 'The factor, input by input',
      xLabel: 'input a of the neuron',
      yLabel: 'abs(w σ′(wa + b))',
      yScale: 'linear',
    },
    {
      kind: 'curves',
      metric: 'width',
      title: 'Width of the window, weight by weight',
      xLabel: 'abs(w)',
      yLabel: 'length of the interval with a factor of at least 1',
      yScale: 'linear',
    },
  ],
});
