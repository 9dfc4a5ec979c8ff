import { allNear, atLeast, claimsOver, every, exceeds, notAbove, show, type Finding } from './claims.ts';
import { cosine } from './clipping.ts';
import { defineCompute } from './experiment.ts';
import { formatValues, integer, number, type ParamSchema, type Values } from './params.ts';
import { descend, type Descent, type Point } from './recurrent-unit.ts';
import type { ArmLog, Curve } from './runlog.ts';

const scalar = <const L extends string>(label: L) => ({ kind: 'scalar', label, unit: '', smoothing: 0 }) as const;

const metrics = {
  weight: scalar('weight w'),
  bias: scalar('bias b'),
  cost: scalar('cost'),
  /** Before clipping. */
  gradientNorm: scalar('norm of the gradient'),
  /** Of the gradient that is followed, after clipping. */
  followedNorm: scalar('norm of the gradient that is followed'),
  /** Between the gradient and what is followed. */
  cosine: scalar('cosine between the two'),
  longest: scalar('longest gradient of the path'),
  /** Before the first gradient that clipping shortens; all steps where it shortens none. */
  shared: scalar('steps that the two paths share'),
};

const params = {
  threshold: number({
    label: 'Threshold τ',
    help: 'The clipped path shortens every longer gradient to this length.',
    default: 0.5,
    min: 0.05,
    max: 5,
    scale: 'log',
  }),
  learningRate: number({
    label: 'Learning rate η',
    help: 'Of both paths: a step is η times the gradient, clipped or not.',
    default: 0.3,
    min: 0.05,
    max: 1,
    step: 0.05,
  }),
  weight: number({ label: 'Start, weight w', help: 'Where both paths begin.', default: 5.2, min: 4.5, max: 6, step: 0.05 }),
  bias: number({ label: 'Start, bias b', help: 'Where both paths begin.', default: -2.2, min: -2.5, max: -1, step: 0.05 }),
  time: integer({
    label: 'Time steps T',
    help: 'After how many steps of the network its output is compared. The more there are, the steeper is the cliff.',
    default: 50,
    min: 5,
    max: 50,
  }),
  steps: integer({ label: 'Steps of descent', help: 'Of both paths.', default: 200, min: 10, max: 300, step: 10 }),
};

type Settings = Values<typeof params>;

const claim = claimsOver({ arms: ['whole', 'clipped'], metrics, params });

const descentOf = ({ weight, bias, time, learningRate, steps }: Settings, threshold: number): Descent => ({
  from: { w: weight, b: bias },
  time,
  learningRate,
  threshold,
  steps,
});

interface Paths {
  readonly whole: readonly Point[];
  readonly clipped: readonly Point[];
}

const computePaths = (settings: Settings): Paths => ({
  whole: descend(descentOf(settings, Infinity)),
  clipped: descend(descentOf(settings, settings.threshold)),
});

/** The series, the words and the picture in each of its sizes ask for the same paths, one after the other. */
let latest: { readonly key: string; readonly paths: Paths } | undefined;

/** The paths without clipping and with it, for settings of this example. */
export function pathsFor(values: Values<ParamSchema>): Paths {
  // A drawing hands them on without their types; they come from parsing `params`.
  const settings = values as Settings;
  const key = JSON.stringify(formatValues(params, settings));
  if (latest?.key !== key) latest = { key, paths: computePaths(settings) };
  return latest.paths;
}

function seriesOf(path: readonly Point[], shared: number): ArmLog {
  const x = path.map((_, step) => step);
  const curve = (read: (point: Point) => number): Curve => ({ x, y: path.map(read) });
  const atEnd = (value: number): Curve => ({ x: [path.length - 1], y: [value] });
  return {
    weight: curve(({ w }) => w),
    bias: curve(({ b }) => b),
    cost: curve(({ cost }) => cost),
    gradientNorm: curve(({ norm }) => norm),
    followedNorm: curve(({ norm, coefficient }) => coefficient * norm),
    cosine: curve(({ gradient, coefficient }) =>
      cosine(
        gradient,
        gradient.map((component) => coefficient * component),
      ),
    ),
    longest: atEnd(longestOn(path)),
    shared: atEnd(shared),
  };
}

const longestOn = (path: readonly Point[]): number => Math.max(...path.map(({ norm }) => norm));

/** The settings that the page opens with, at which both ends of the story are told. */
const told: Settings = { threshold: 0.5, learningRate: 0.3, weight: 5.2, bias: -2.2, time: 50, steps: 200 };

/** How far the last point of a path is from the first, in w or in b. */
function distanceOf(path: readonly Point[]): number {
  const [first, last] = [path[0], path.at(-1)];
  return first === undefined || last === undefined
    ? Number.NaN
    : Math.max(Math.abs(last.w - first.w), Math.abs(last.b - first.b));
}

let toldPaths: Paths | undefined;

function toldFinding(): Finding {
  toldPaths ??= computePaths(told);
  const { whole, clipped } = toldPaths;
  const ends = [whole, clipped].map((path) => path.at(-1)?.cost ?? Number.NaN);
  const [lost = Number.NaN, found = Number.NaN] = ends;
  return every(
    atLeast(distanceOf(whole), 10, 'without clipping it ends at a distance of '),
    exceeds(lost, 0.08),
    notAbove(distanceOf(clipped), 2),
    notAbove(found, 0.01),
  );
}

const words = ({ w, b }: { readonly w: number; readonly b: number }): string =>
  `w = ${show(w)}, b = ${show(b)}`.replaceAll('-', '−');

/** Where both paths lead. */
function inWords(settings: Settings): string {
  const { whole, clipped } = pathsFor(settings);
  const end = (path: readonly Point[]): string => {
    const last = path.at(-1);
    return last === undefined
      ? ''
      : `${words(last)} with a cost of ${show(last.cost)}; its longest gradient is ${show(longestOn(path))}`;
  };
  return (
    'The cost over the weight w and the bias b, as a map: a gentle slope in the upper right and a plateau of high cost in the lower ' +
    'left, with a cliff between them that runs from the upper left to the lower right and ends in a wide valley at small w. ' +
    `Both paths start at ${words({ w: settings.weight, b: settings.bias })}. ` +
    `Without clipping the path ends at ${end(whole)}. Clipped, it ends at ${end(clipped)}.`
  );
}

export default defineCompute({
  title: 'Over the cliff, clipped and not',
  summary:
    'Gradient descent on the cost of a recurrent net of one unit: one step at the edge throws it out, unless it is clipped.',
  section: '/gradient-clipping/#overshoot',
  params,
  arms: {
    clipped: { label: 'clipped', look: { colour: 'first', dash: 'solid' } },
    whole: { label: 'without clipping', look: { colour: 'second', dash: 'dashed' } },
  },
  metrics,
  // #region experiment
  /** Two paths of gradient descent from one start: with the gradient as it is, and with the gradient clipped by norm. In float64. */
  compute(settings) {
    const { whole, clipped } = pathsFor(settings);
    const first = clipped.findIndex(({ coefficient }) => coefficient < 1);
    const shared = first === -1 ? settings.steps : first;
    return { clipped: seriesOf(clipped, shared), whole: seriesOf(whole, shared) };
  },
  // #endregion
  claims: [
    claim('Clipped, no gradient is longer than τ, and no step than ητ.', ['clipped'], ({ clipped }, { threshold }) =>
      notAbove(Math.max(...clipped.followedNorm.y), threshold * (1 + 1e-6)),
    ),
    claim('Clipping keeps the direction: the cosine is 1 at every step.', ['clipped'], ({ clipped }) =>
      allNear(clipped.cosine.y, 1, 1e-12),
    ),
    claim('Until clipping shortens a gradient, the two paths are the same.', ['whole', 'clipped'], ({ whole, clipped }) => {
      const shared = clipped.shared.last;
      const isSame = (a: readonly number[], b: readonly number[]): boolean =>
        a.slice(0, shared + 1).every((value, step) => value === b[step]);
      return {
        held: isSame(whole.weight.y, clipped.weight.y) && isSame(whole.bias.y, clipped.bias.y),
        evidence: `the same for ${shared} steps`,
      };
    }),
    claim(
      'From w = 5.2 and b = −2.2, with η = 0.3 and T = 50, the whole gradient throws the parameters out by more than 10 and ' +
        'leaves a cost above 0.08; clipped at 0.5, the path stays within 2 and ends below 0.01.',
      ['whole', 'clipped'],
      toldFinding,
    ),
  ],
  figure: [
    {
      kind: 'drawing',
      drawing: 'clipping-cliff',
      arm: 'clipped',
      title: 'The cost over weight and bias, and two paths across it',
      xLabel: 'step',
      describe: (_, values) => inWords(values),
    },
    { kind: 'curves', metric: 'cost', title: 'The cost along the paths', xLabel: 'step', yLabel: 'cost', yScale: 'linear' },
    {
      kind: 'curves',
      metric: 'gradientNorm',
      title: 'The gradient along the paths, before clipping',
      xLabel: 'step',
      yLabel: 'norm of the gradient',
      yScale: 'log',
    },
  ],
});
