import {
  atLeast,
  challengesOver,
  claimsOver,
  every,
  notAbove,
  show,
  spread,
  type Condition,
  type Finding,
  type Readings,
} from './claims.ts';
import { defineCompute } from './experiment.ts';
import { choice, integer, number, type Values } from './params.ts';
import type { Nonlinearity } from './random-stack/nonlinearities.ts';
import { histogram, rms } from './random-stack/spread.ts';
import type { Stack } from './random-stack/stack.ts';
import { drawn, measuredStart, starts, type Start } from './random-stack/starts.ts';

const metrics = {
  activation: { kind: 'scalar', label: 'activations', unit: '', smoothing: 0 },
  difference: { kind: 'scalar', label: 'differences between inputs', unit: '', smoothing: 0 },
  gradient: { kind: 'scalar', label: 'gradients', unit: '', smoothing: 0 },
  histogram: { kind: 'scalar', label: 'activations of the layer', unit: '%', smoothing: 0 },
} as const;

const params = {
  nonlinearity: choice({
    label: 'Nonlinearity f',
    help: 'Of all layers.',
    options: { relu: 'relu', tanh: 'tanh', sigmoid: 'sigmoid', linear: 'none' },
    default: 'relu',
  }),
  shortcut: choice({
    label: 'Shortcuts',
    help: 'Whether the input of a layer is added to its output, z + c W f(z).',
    options: { none: 'none', one: 'around each layer', scaled: 'around each, branches times 1/√L' },
    default: 'none',
  }),
  depth: integer({ label: 'Layers L', help: 'How many there are, each of 64 units.', default: 30, min: 5, max: 50 }),
  gain: number({
    label: 'Your factor g',
    help: 'One of the starts is yours: Gaussian weights with variance g/n.',
    default: 1.5,
    min: 0.1,
    max: 10,
    scale: 'log',
  }),
  layer: integer({
    label: 'Layer of the histogram',
    help: 'Whose activations the last panel sorts; the last layer, where there are fewer.',
    default: 10,
    min: 1,
    max: 50,
  }),
  shown: choice({
    label: 'Start of the histogram',
    help: 'Which of the initialisations the last panel shows.',
    options: {
      standard: '1/(3n)',
      xavier: 'Xavier, 1/n',
      he: 'He, 2/n',
      orthogonal: 'orthogonal',
      sparse: 'sparse',
      own: 'yours',
    },
    default: 'he',
  }),
  start: choice({
    label: 'Random numbers',
    help: 'All starts are made from the same draws; here are other ones.',
    options: { '0': 'first draw', '1': 'second draw', '2': 'third draw', '3': 'fourth draw', '4': 'fifth draw' },
    default: '0',
  }),
};

const bins = 32;

/** Where the bins end: the range of f, or four times the size of the activations. */
function rangeOf(nonlinearity: Nonlinearity, activations: Float64Array): readonly [number, number] {
  if (nonlinearity === 'tanh') return [-1, 1];
  if (nonlinearity === 'sigmoid') return [0, 1];
  const reach = 4 * rms(activations) || 1;
  return [nonlinearity === 'relu' ? 0 : -reach, reach];
}

export type Settings = Values<typeof params>;

const claim = claimsOver({ arms: [...starts, 'chosen'], metrics, params });
const challenge = challengesOver({ arms: starts, metrics, params });

type Deciding = { readonly nonlinearity: string; readonly shortcut: string; readonly depth: number };

/** Settings of a claim: this nonlinearity, these shortcuts, and more than so many layers. */
const needs = (nonlinearity: string, shortcut: string, layers = 0): Condition<Deciding> => ({
  text:
    `with ${nonlinearity === 'linear' ? 'no nonlinearity' : nonlinearity}` +
    (shortcut === 'none' ? ' and no shortcuts' : shortcut === 'one' ? ' and shortcuts' : ' and scaled shortcuts') +
    (layers === 0 ? '' : `, in more than ${layers} layers`),
  isMet: (values) => values.nonlinearity === nonlinearity && values.shortcut === shortcut && values.depth > layers,
});

/** What is left of the gradient so many layers below the top. */
const left = ({ y }: Readings<number>, layers = y.length - 1): number =>
  (y.at(-1 - layers) ?? Number.NaN) / (y.at(-1) ?? Number.NaN);

const within = (value: number, low: number, high: number): Finding => ({
  held: value >= low && value <= high,
  evidence: `${show(value)}, asked: ${show(low)} to ${show(high)}`,
});

/** Geometric mean of the factor from each layer to the one below. */
const perLayer = (gradient: Readings<number>): number => left(gradient) ** (1 / (gradient.y.length - 1));

export default defineCompute({
  title: 'Signals and gradients through a random stack',
  summary: 'What each initialisation makes of activations and gradients, layer by layer, before anything is learnt.',
  section: '/initialization/#try-it',
  params,
  arms: {
    standard: { label: '1/(3n)', look: { colour: 'neutral', dash: 'solid' } },
    xavier: { label: 'Xavier, 1/n', look: { colour: 'first', dash: 'solid' } },
    he: { label: 'He, 2/n', look: { colour: 'second', dash: 'solid' } },
    orthogonal: { label: 'orthogonal', look: { colour: 'third', dash: 'dashed' } },
    sparse: { label: 'sparse', look: { colour: 'fourth', dash: 'dotted' } },
    own: { label: 'yours, g/n', look: { colour: 'neutral', dash: 'dashed' } },
    chosen: { label: 'chosen layer', look: { colour: 'first', dash: 'dashed' } },
  },
  metrics,
  // #region experiment
  /**
   * One random net a start, 8 random inputs: z^1 = W^1 x and z^l = W^l f(z^(l-1)), biases 0; from a random delta^L of size 1 back to
   * delta^1. All in float64.
   */
  compute({ nonlinearity, shortcut, depth, gain, layer, shown, start }) {
    const branch = { none: undefined, one: 1, scaled: 1 / Math.sqrt(depth) }[shortcut];
    const x = Array.from({ length: depth }, (_, l) => l + 1);
    const armOf = (name: Start) => {
      const stack: Stack = { nonlinearity, branch, start: Number(start), ...drawn(name, nonlinearity, gain) };
      const { layers, activation, difference, gradient } = measuredStart(name, stack, depth);
      const looked = layers[Math.min(layer, depth) - 1]?.activations ?? new Float64Array();
      return {
        activation: { x, y: activation },
        difference: { x, y: difference },
        gradient: { x, y: gradient },
        histogram: histogram(looked, ...rangeOf(nonlinearity, looked), bins),
      };
    };
    const arms = {
      standard: armOf('standard'),
      xavier: armOf('xavier'),
      he: armOf('he'),
      orthogonal: armOf('orthogonal'),
      sparse: armOf('sparse'),
      own: armOf('own'),
    };
    return { ...arms, chosen: arms[shown] };
  },
  // #endregion
  claims: [
    claim(
      'With relu and variance 2/n, activations and gradients keep their size through all layers, up to a factor of 20.',
      ['he'],
      ({ he }) => every(within(he.activation.last / he.activation.first, 1 / 20, 20), within(left(he.gradient), 1 / 20, 20)),
      needs('relu', 'none'),
    ),
    claim(
      'With relu and variance 1/n, less than a hundredth of the gradient is left after 20 layers.',
      ['xavier'],
      ({ xavier }) => notAbove(left(xavier.gradient, 20), 0.01),
      needs('relu', 'none', 20),
    ),
    claim(
      'With tanh and variance 1/n, the gradient keeps between 2 % and all of its size.',
      ['xavier'],
      ({ xavier }) => within(left(xavier.gradient), 0.02, 1),
      needs('tanh', 'none'),
    ),
    claim(
      'With tanh and variance 1/(3n), each layer divides the gradient by about the root of 3.',
      ['standard'],
      ({ standard }) => within(1 / perLayer(standard.gradient), 1.6, 1.9),
      needs('tanh', 'none', 20),
    ),
    claim(
      'With sigmoids and variance 1/n, less than a billionth of the gradient is left after 20 layers.',
      ['xavier'],
      ({ xavier }) => notAbove(left(xavier.gradient, 20), 1e-9),
      needs('sigmoid', 'none', 20),
    ),
    claim(
      'There the activations keep their spread, and yet are nearly the same for all inputs: these differ by less than a billionth of it.',
      ['xavier'],
      ({ xavier }) =>
        every(atLeast(xavier.activation.last, 0.05), notAbove(xavier.difference.last / xavier.activation.last, 1e-9)),
      needs('sigmoid', 'none', 20),
    ),
    claim(
      'Without a nonlinearity, orthogonal weights keep gradients at their length, to 9 digits.',
      ['orthogonal'],
      ({ orthogonal }) => spread(orthogonal.gradient.y, 1e-9),
      needs('linear', 'none'),
    ),
    claim(
      'With shortcuts, variance 2/n is too much: 20 layers multiply the gradient by more than 100.',
      ['he'],
      ({ he }) => atLeast(left(he.gradient, 20), 100),
      needs('relu', 'one', 20),
    ),
    claim(
      'With branches times 1/√L, all the layers together multiply the gradient by something between ½ and 5.',
      ['he'],
      ({ he }) => within(left(he.gradient), 0.5, 5),
      needs('relu', 'scaled'),
    ),
  ],
  challenges: [
    challenge({
      id: 'exr-gain-of-tanh',
      title: 'The factor of tanh',
      task: 'Fifty tanh layers without shortcuts: choose your factor g such that the activations of the last layer are still at least 0.2, and the layers together multiply the gradient by something between ¼ and 4.',
      start: { nonlinearity: 'tanh', depth: 50, gain: 2, shown: 'own' },
      free: ['gain', 'layer', 'shown'],
      arms: ['own'],
      rule: ({ own }) => every(atLeast(own.activation.last, 0.2, 'activations '), within(left(own.gradient), 1 / 4, 4)),
    }),
  ],
  figure: [
    {
      kind: 'curves',
      metric: 'activation',
      arms: starts,
      title: 'Activations',
      xLabel: 'layer',
      yLabel: 'standard deviation',
      yScale: 'log',
    },
    {
      kind: 'curves',
      metric: 'difference',
      arms: starts,
      title: 'Differences between inputs',
      xLabel: 'layer',
      yLabel: 'standard deviation of a unit over the inputs',
      yScale: 'log',
    },
    {
      kind: 'curves',
      metric: 'gradient',
      arms: starts,
      title: 'Gradients with respect to the weighted inputs',
      xLabel: 'layer',
      yLabel: 'size, against 1 at the top',
      yScale: 'log',
    },
    {
      kind: 'bars',
      metric: 'histogram',
      arm: 'chosen',
      title: 'Activations of the chosen layer',
      xLabel: 'activation',
      yLabel: '% of the activations',
      yScale: 'linear',
    },
  ],
});
