import { claimsOver, every, near, notAbove, show, type Readings } from './claims.ts';
import { descendWithAdam, firstAdamStep } from './deep-linear-adam.ts';
import { descend, slopeAt, tolerance, type Course } from './deep-linear-descent.ts';
import { defineCompute } from './experiment.ts';
import { integer, number } from './params.ts';
import type { ArmLog } from './runlog.ts';

const scalar = <const L extends string>(label: L) => ({ kind: 'scalar', label, unit: '', smoothing: 0 }) as const;

const count = <const L extends string>(label: L) => ({ ...scalar(label), isCount: true }) as const;

const metrics = {
  steps: count('steps until the net is trained'),
  firstStep: scalar('length of the first step'),
  cost: scalar('cost'),
  /** Over the depths at which it did. */
  diverged: count('steps until it diverged'),
  /** Over the depths at which it was neither trained nor diverged. */
  givenUp: count('steps after which it was given up'),
};

const params = {
  distance: number({
    label: 'Distance d of c from 1',
    help: 'Three nets start from W = c I with c = 1 − d, c = 1 and c = 1 + d.',
    default: 0.1,
    min: 0.05,
    max: 0.2,
    step: 0.01,
  }),
  learningRate: number({
    label: 'Learning rate',
    help: 'Of plain gradient descent, the same at every depth. Adam keeps its usual 0.001.',
    default: 0.001,
    min: 0.00001,
    max: 0.003,
    scale: 'log',
  }),
  depth: integer({
    label: 'Layers L of the last panel',
    help: 'The net whose cost is followed from step to step.',
    default: 40,
    min: 2,
    max: 150,
  }),
};

const claim = claimsOver({ arms: ['below', 'one', 'above', 'adam'], metrics, params });

/** The output shall be twice the input. */
const target = 2;

const depths = [2, 3, 4, 5, 7, 10, 15, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150];

/** What an arm is made of: how it goes from W = c I, and how far the first step leads. */
interface Descent {
  readonly course: (depth: number) => Course;
  readonly firstStep: (depth: number) => number;
}

const plain = (c: number, rate: number): Descent => ({
  course: (depth) => descend({ depth, target }, rate, c),
  firstStep: (depth) => rate * Math.abs(slopeAt({ depth, target }, c)),
});

const adam = (c: number): Descent => ({
  course: (depth) => descendWithAdam({ depth, target }, c),
  firstStep: (depth) => firstAdamStep({ depth, target }, c),
});

function armOf({ course, firstStep }: Descent, followed: number): ArmLog {
  const courses = depths.map((depth) => ({ depth, ...course(depth) }));
  const stepsWhere = (outcome: Course['outcome']) => {
    const those = courses.filter((one) => one.outcome === outcome);
    return { x: those.map(({ depth }) => depth), y: those.map(({ steps }) => steps) };
  };
  const { path } = course(followed);
  return {
    steps: stepsWhere('learnt'),
    firstStep: { x: depths, y: depths.map(firstStep) },
    cost: { x: path.map(({ step }) => Math.log10(1 + step)), y: path.map(({ cost }) => cost) },
    diverged: stepsWhere('diverged'),
    givenUp: stepsWhere('unfinished'),
  };
}

/** The weight at which a net of this depth counts as trained, coming from below. */
const trainedAt = (depth: number): number => ((1 - tolerance) * target) ** (1 / depth);

/**
 * Steps that it takes at least from c < 1: the slope is never steeper than r w^(L-1) for the target r, and w' = rate r w^(L-1) takes the
 * time (c^(2-L) - w^(2-L)) / (rate r (L - 2)) to the trained weight w.
 */
const leastSteps = (depth: number, c: number, rate: number): number =>
  (c ** (2 - depth) - trainedAt(depth) ** (2 - depth)) / (rate * target * (depth - 2));

const span = ({ x }: Readings<number>): string => (x.length === 0 ? 'none' : `${x[0]} to ${x.at(-1)} layers`);

export default defineCompute({
  title: 'Tiny steps, and steps that are too long',
  summary:
    'Steps that gradient descent takes to train a deep linear net from W = c I, for c below, at and above 1, against its depth.',
  section: '/exponentials-in-depth/#tiny-steps',
  params,
  arms: {
    below: { label: 'c = 1 − d', look: { colour: 'first', dash: 'solid' } },
    one: { label: 'c = 1', look: { colour: 'second', dash: 'dashed' } },
    above: { label: 'c = 1 + d', look: { colour: 'third', dash: 'dotted' } },
    adam: { label: 'c = 1 − d, Adam', look: { colour: 'neutral', dash: 'dotted' } },
  },
  metrics,
  // #region experiment
  /** Nets of 2 to 150 layers W = c I are trained to double their input; x of the cost is log10(1 + steps). */
  compute({ distance, learningRate, depth }) {
    return {
      below: armOf(plain(1 - distance, learningRate), depth),
      one: armOf(plain(1, learningRate), depth),
      above: armOf(plain(1 + distance, learningRate), depth),
      adam: armOf(adam(1 - distance), depth),
    };
  },
  // #endregion
  claims: [
    claim(
      'From c = 1 − d it takes at every depth at least the steps of the formula, and at the greatest depth that it learns, no more than 5 % above.',
      ['below'],
      ({ below: { steps } }, { distance, learningRate }) => {
        const least = steps.x.map((layers) => (layers === 2 ? 0 : leastSteps(layers, 1 - distance, learningRate)));
        // Combined steps are counted to better than one in ten thousand.
        const never = steps.y.every((y, i) => y >= 0.9999 * (least[i] ?? Infinity));
        const deepest = near(steps.last, least.at(-1) ?? Number.NaN, 0.05);
        return { held: never && deepest.held, evidence: `at ${steps.x.at(-1) ?? 0} layers ${deepest.evidence}` };
      },
    ),
    claim(
      'From c = 1 it learns at every depth, in no more steps than from c = 1 − d, and the deeper the net, the fewer.',
      ['one', 'below'],
      ({ one, below }) => {
        const learns = one.steps.x.length === depths.length;
        const sooner = below.steps.x.every(
          (layers, i) => (one.steps.y[depths.indexOf(layers)] ?? Infinity) <= (below.steps.y[i] ?? 0),
        );
        const falls = one.steps.y.every((y, i) => i === 0 || y <= (one.steps.y[i - 1] ?? 0));
        return {
          held: learns && sooner && falls,
          evidence: `${show(one.steps.first)} at ${one.steps.x[0] ?? 0} layers, ${show(one.steps.last)} at ${one.steps.x.at(-1) ?? 0}`,
        };
      },
    ),
    claim('From c = 1 + d the deepest nets diverge, within two steps.', ['above'], ({ above: { diverged, steps } }) => ({
      held: diverged.x.at(-1) === depths.at(-1) && diverged.last <= 2,
      evidence: `learnt: ${span(steps)}; diverged: ${span(diverged)}`,
    })),
    claim(
      'From c = 1 − d the first step of plain descent shrinks as c to the power L − 1; Adam’s at 50 layers is as long as its learning rate, to one part in a hundred.',
      ['below', 'adam'],
      ({ below, adam: { firstStep } }, { distance, learningRate }) => {
        const c = 1 - distance;
        const expected = learningRate * c ** 149 * (target - c ** 150);
        return every(near(below.firstStep.last, expected, 1e-9), near(firstStep.y[depths.indexOf(50)] ?? 0, 0.001, 0.01));
      },
    ),
    claim('At 100 layers and less, Adam needs no more than a thousand steps.', ['adam'], ({ adam: { steps } }) => {
      const shallow = steps.y.filter((_, i) => (steps.x[i] ?? Infinity) <= 100);
      const { held, evidence } = notAbove(Math.max(...shallow), 1000);
      return { held: held && shallow.length === depths.filter((layers) => layers <= 100).length, evidence };
    }),
  ],
  figure: [
    {
      kind: 'curves',
      metric: 'steps',
      brokenBy: ['diverged', 'givenUp'],
      title: 'Steps until trained',
      xLabel: 'layers L',
      yLabel: 'steps until within 10 % of the target',
      yScale: 'log',
    },
    {
      kind: 'curves',
      metric: 'firstStep',
      title: 'Length of the first step',
      xLabel: 'layers L',
      yLabel: 'change of each weight',
      yScale: 'log',
    },
    {
      kind: 'curves',
      metric: 'cost',
      title: 'Cost, step by step',
      xLabel: 'log₁₀(1 + steps)',
      yLabel: 'cost',
      yScale: 'log',
      yMax: 1e6,
    },
  ],
});
