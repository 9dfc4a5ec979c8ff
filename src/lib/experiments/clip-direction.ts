import { claimsOver, every, notAbove, show, type Finding } from './claims.ts';
import { angle, clipByNorm, clipByValue, cosine, norm, type Vector } from './clipping.ts';
import { defineCompute } from './experiment.ts';
import { number, type ParamSchema, type Values } from './params.ts';
import type { ArmLog, Curve } from './runlog.ts';

const scalar = <const L extends string, const U extends string>(label: L, unit: U) =>
  ({ kind: 'scalar', label, unit, smoothing: 0 }) as const;

const metrics = {
  /** Components of the clipped gradient. */
  component: scalar('component of the clipped gradient', ''),
  length: scalar('length of the clipped gradient', ''),
  cosine: scalar('cosine of the angle to the gradient', ''),
  /** By how much the gradient of this length is turned, if it points in direction x. */
  turned: scalar('angle to the gradient', 'degrees'),
  /** The same for one component of size abs(g1) and n - 1 of size abs(g2). */
  turnedAmong: scalar('angle among n components', 'degrees'),
};

const component = (i: 1 | 2, value: number) =>
  number({
    label: `Component g${'₁₂'[i - 1] ?? ''}`,
    help: 'Of the gradient, before clipping.',
    default: value,
    min: -4,
    max: 4,
    step: 0.1,
  });

const params = {
  g1: component(1, 3.5),
  g2: component(2, 1),
  threshold: number({
    label: 'Threshold τ of the norm',
    help: 'The radius of the circle: a longer gradient is shortened to it.',
    default: 2,
    min: 0.1,
    max: 4.2,
    step: 0.1,
  }),
  bound: number({
    label: 'Bound v of the values',
    help: 'Half the side of the square: a component beyond it is brought back to it.',
    default: 1.5,
    min: 0.1,
    max: 4.2,
    step: 0.1,
  }),
};

type Settings = Values<typeof params>;

const claim = claimsOver({ arms: ['norm', 'value'], metrics, params });

/** The two clipped gradients of the example's settings. */
export function clippedFor(values: Values<ParamSchema>): { readonly g: Vector; readonly norm: Vector; readonly value: Vector } {
  // A drawing hands them on without their types; they come from parsing `params`.
  const { g1, g2, threshold, bound } = values as Settings;
  const g = [g1, g2];
  return { g, norm: clipByNorm(g, threshold), value: clipByValue(g, bound) };
}

/** Directions of a gradient in degrees: a quarter turn, since the others mirror it. */
const directions = Array.from({ length: 91 }, (_, degrees) => degrees);

const dimensions = Array.from({ length: 49 }, (_, i) => i + 2);

type Clip = (g: Vector) => Vector;

function armOf(clip: Clip, g: Vector): ArmLog {
  const [first = 0, second = 0] = g.map(Math.abs);
  const turned = (v: Vector): number => angle(v, clip(v));
  const clipped = clip(g);
  const one = (y: number): Curve => ({ x: [2], y: [y] });
  return {
    component: { x: [1, 2], y: clipped },
    length: one(norm(clipped)),
    cosine: one(cosine(g, clipped)),
    turned: {
      x: directions,
      y: directions.map((degrees) => {
        const direction = (degrees * Math.PI) / 180;
        return turned([norm(g) * Math.cos(direction), norm(g) * Math.sin(direction)]);
      }),
    },
    turnedAmong: { x: dimensions, y: dimensions.map((n) => turned([first, ...Array.from({ length: n - 1 }, () => second)])) },
  };
}

/** The widest angle by which clipping by value can turn n components: its cosine is greater than 1/sqrt(n). */
const widest = (n: number): number => (Math.acos(1 / Math.sqrt(n)) * 180) / Math.PI;

function keepsWithinBounds(turned: readonly number[], among: readonly number[]): Finding {
  const excess = among.findIndex((degrees, i) => degrees > widest(dimensions[i] ?? 0));
  const [two, most] = [Math.max(...turned), Math.max(...among)];
  return every(notAbove(two, 45), {
    held: excess === -1,
    evidence:
      excess === -1 ? `${show(most)}° at most among more` : `${show(among[excess] ?? 0)}° among ${dimensions[excess] ?? 0}`,
  });
}

const words = (v: Vector): string => `(${v.map(show).join(', ')})`.replaceAll('-', '−');

/** What the arrows show. */
function inWords(values: Values<ParamSchema>): string {
  const clipped = clippedFor(values);
  const one = (v: Vector): string => `${words(v)}, of length ${show(norm(v))} and turned by ${show(angle(clipped.g, v))} degrees`;
  return (
    `The gradient ${words(clipped.g)} as an arrow of length ${show(norm(clipped.g))}, with a circle and a square around its foot. ` +
    `Clipped by norm it is ${one(clipped.norm)}; clipped by value it is ${one(clipped.value)}.`
  );
}

export default defineCompute({
  title: 'Clipped by norm, clipped by value',
  summary: 'The same gradient brought back to a circle and into a square: the one keeps its direction, the other turns it.',
  section: '/gradient-clipping/#by-value',
  params,
  arms: {
    norm: { label: 'by norm', look: { colour: 'first', dash: 'solid' } },
    value: { label: 'by value', look: { colour: 'second', dash: 'dashed' } },
  },
  metrics,
  // #region experiment
  /** g min(1, tau / (norm(g) + 1e-6)) against min(v, max(-v, g_i)), for this gradient, for others of its length, and for more components. */
  compute({ g1, g2, threshold, bound }) {
    return {
      norm: armOf((g) => clipByNorm(g, threshold), [g1, g2]),
      value: armOf((g) => clipByValue(g, bound), [g1, g2]),
    };
  },
  // #endregion
  claims: [
    claim('Clipped by norm, a gradient is no longer than τ and points where it pointed.', ['norm'], (arms, { threshold }) =>
      every(
        notAbove(arms.norm.length.last, threshold),
        notAbove(Math.max(...arms.norm.turned.y, ...arms.norm.turnedAmong.y), 1e-9),
      ),
    ),
    claim('Clipped by value, no component is beyond v.', ['value'], ({ value }, { bound }) =>
      notAbove(Math.max(...value.component.y.map(Math.abs)), bound),
    ),
    claim(
      'Clipping by value turns two components by 45 degrees at most, and n components by less than the angle whose cosine is 1/√n.',
      ['value'],
      ({ value }) => keepsWithinBounds(value.turned.y, value.turnedAmong.y),
    ),
  ],
  figure: [
    {
      kind: 'drawing',
      drawing: 'clip-direction',
      arm: 'norm',
      title: 'One gradient, clipped in two ways',
      xLabel: 'component',
      describe: (_, values) => inWords(values),
    },
    {
      kind: 'curves',
      metric: 'turned',
      title: 'A gradient of this length, in all directions',
      xLabel: 'direction, degrees from the first axis',
      yLabel: 'turned by, degrees',
      yScale: 'linear',
    },
    {
      kind: 'curves',
      metric: 'turnedAmong',
      title: 'One component like g₁ among n − 1 like g₂',
      xLabel: 'components n',
      yLabel: 'turned by, degrees',
      yScale: 'linear',
    },
  ],
});
