import { atLeast, claimsOver, every, exceeds, notAbove, show } from './claims.ts';
import { defineCompute } from './experiment.ts';
import { carried, outputOf, pushedSlope, slopeOf, total } from './highway-unit.ts';
import { choice, defaults, number, type Values } from './params.ts';

const scalar = <const L extends string>(label: L) => ({ kind: 'scalar', label, unit: '', smoothing: 0 }) as const;

const metrics = {
  value: scalar('output'),
  opening: scalar('opening of the gate'),
  slope: scalar('slope'),
  /** The slope of the output, by pushing x. */
  pushed: scalar('slope by pushing x'),
  carried: scalar('carried on'),
};

const params = {
  fn: choice({
    label: 'Nonlinearity f',
    help: 'Of the transform, H(x) = f(wx + b).',
    options: { tanh: 'tanh', relu: 'relu' },
    default: 'tanh',
  }),
  weight: number({ label: 'Weight w', help: 'Of the transform.', default: 1.5, min: -4, max: 4, step: 0.1 }),
  bias: number({ label: 'Bias b', help: 'Of the transform.', default: 0, min: -4, max: 4, step: 0.1 }),
  gateWeight: number({
    label: 'Weight w_T of the gate',
    help: 'At 0 the gate does not look at the input.',
    default: 2,
    min: -6,
    max: 6,
    step: 0.1,
  }),
  gateBias: number({
    label: 'Bias b_T of the gate',
    help: 'The more negative, the less the gate is open.',
    default: -4,
    min: -10,
    max: 10,
    step: 0.1,
  }),
};

type Settings = Values<typeof params>;

const claim = claimsOver({ arms: ['layer'], metrics, params });

const opened = defaults(params);

const isDefault = ({ fn, weight, bias, gateWeight, gateBias }: Settings): boolean =>
  fn === opened.fn &&
  weight === opened.weight &&
  bias === opened.bias &&
  gateWeight === opened.gateWeight &&
  gateBias === opened.gateBias;

const inputs = Array.from({ length: 121 }, (_, i) => (i - 60) / 20);

/** Highway layers behind the first layer of a net: 0 to 99. */
/** Every seventh, among them the 49 of the text: a recording keeps few enough points of an exponential whole. */
const layers = Array.from({ length: 15 }, (_, k) => 7 * k);

/** How far the values are outside of two bounds that each of them has, at most; 0 where all are between. */
function outside(values: readonly number[], bounds: readonly (readonly [number, number])[]): number {
  return Math.max(
    0,
    ...values.map((value, i) => {
      const [a = Number.NaN, b = Number.NaN] = bounds[i] ?? [];
      return Math.max(Math.min(a, b) - value, value - Math.max(a, b));
    }),
  );
}

/** H(x) and x at every input. */
const mixed = (unit: Settings): (readonly [number, number])[] => inputs.map((x) => [outputOf(unit, x).transform, x]);

/** H'(x) and 1 at every input. */
const mixedSlopes = (unit: Settings): (readonly [number, number])[] =>
  inputs.map((x) => [slopeOf(unit, x).transform / outputOf(unit, x).gate, 1]);

const difference = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? Number.NaN))));

export default defineCompute({
  title: 'One unit of a highway layer',
  summary: 'y = H T + x (1 − T) for one unit: what comes out, how far the gate is open, and what its slope is made of.',
  section: '/highway-networks/#one-unit',
  params,
  arms: {
    layer: { label: 'y, the layer', look: { colour: 'highway', dash: 'solid' } },
    transform: { label: 'H(x)', look: { colour: 'plain', dash: 'dashed' } },
    carry: { label: 'x', look: { colour: 'neutral', dash: 'dotted' } },
    byCarry: { label: '1 − T', look: { colour: 'neutral', dash: 'dashed' } },
    byTransform: { label: 'T H′', look: { colour: 'plain', dash: 'dotted' } },
    byGate: { label: '(H − x) T′', look: { colour: 'first', dash: 'dashed' } },
    openTwo: { label: 'b_T = −2', look: { colour: 'second', dash: 'dashed' } },
    openSix: { label: 'b_T = −6', look: { colour: 'third', dash: 'dotted' } },
  },
  metrics,
  // #region experiment
  /** The unit over inputs from -3 to 3, its slope term by term and by pushing x; and (1 - sigma(b_T))^n for n layers. */
  compute(unit) {
    const outputs = inputs.map((x) => outputOf(unit, x));
    const slopes = inputs.map((x) => slopeOf(unit, x));
    const over = (y: readonly number[]) => ({ x: inputs, y });
    const through = (gateBias: number) => ({ x: layers, y: layers.map((n) => carried(gateBias, n)) });
    return {
      layer: {
        value: over(outputs.map(({ output }) => output)),
        opening: over(outputs.map(({ gate }) => gate)),
        slope: over(slopes.map(total)),
        pushed: over(inputs.map((x) => pushedSlope(unit, x))),
        carried: through(unit.gateBias),
      },
      transform: { value: over(outputs.map(({ transform }) => transform)) },
      carry: { value: over(inputs) },
      byCarry: { slope: over(slopes.map(({ carry }) => carry)) },
      byTransform: { slope: over(slopes.map(({ transform }) => transform)) },
      byGate: { slope: over(slopes.map(({ gate }) => gate)) },
      openTwo: { carried: through(-2) },
      openSix: { carried: through(-6) },
    };
  },
  // #endregion
  claims: [
    claim('The three parts add up to the slope that pushing x gives.', ['layer'], ({ layer }) =>
      notAbove(difference(layer.slope.y, layer.pushed.y), 1e-9),
    ),
    claim('What comes out lies between x and H(x), at every input.', ['layer'], ({ layer }, unit) =>
      notAbove(outside(layer.value.y, mixed(unit)), 1e-12),
    ),
    claim('The gate is never quite shut and never quite open: 0 < T < 1.', ['layer'], ({ layer: { opening } }) => {
      const [least, greatest] = [Math.min(...opening.y), Math.max(...opening.y)];
      return { held: least > 0 && greatest < 1, evidence: `${show(least)} to 1 − ${show(1 - greatest)}` };
    }),
    claim(
      'If the gate does not look at its input, the slope lies between 1 and the slope of H.',
      ['layer'],
      ({ layer }, unit) => notAbove(outside(layer.slope.y, mixedSlopes(unit)), 1e-12),
      { text: 'with w_T = 0', isMet: ({ gateWeight }) => gateWeight === 0 },
    ),
    claim(
      'If it does, the slope need not: where this gate opens, what comes out falls, although x and H(x) both rise.',
      ['layer'],
      ({ layer }, unit) =>
        every(notAbove(Math.min(...layer.slope.y), -0.1), exceeds(Math.min(...mixedSlopes(unit).map(([slope]) => slope)), 0)),
      { text: 'with the weights and the biases that the page opens with', isMet: isDefault },
    ),
    claim(
      'If b_T is at most −ln n, then n layers carry on at least 1/e of a signal.',
      ['layer'],
      ({ layer: { carried: left } }, { gateBias }) => {
        const reach = left.x.filter((n) => gateBias <= -Math.log(n)).length;
        return atLeast(Math.min(...left.y.slice(0, reach)), Math.exp(-1), `n = ${left.x[reach - 1]}: `);
      },
    ),
  ],
  figure: [
    { kind: 'curves', metric: 'value', title: 'What comes out', xLabel: 'x', yLabel: 'y, H(x) and x', yScale: 'linear' },
    { kind: 'curves', metric: 'opening', title: 'The gate', xLabel: 'x', yLabel: 'T(x)', yScale: 'linear' },
    { kind: 'curves', metric: 'slope', title: 'The slope, and its three parts', xLabel: 'x', yLabel: 'dy/dx', yScale: 'linear' },
    {
      kind: 'curves',
      metric: 'carried',
      title: 'Carried through n layers by their biases alone',
      xLabel: 'highway layers n',
      yLabel: '(1 − σ(b_T))ⁿ',
      yScale: 'log',
    },
  ],
});
