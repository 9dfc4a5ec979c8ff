import { atLeast, claimsOver, near, notAbove, show, type Condition, type Finding } from './claims.ts';
import { defineCompute } from './experiment.ts';
import { choice, integer, number } from './params.ts';
import { transposedJacobians, vectorOf } from './random-blocks/blocks.ts';
import { gradientThrough } from './random-blocks/paths.ts';

const metrics = {
  whole: { kind: 'scalar', label: 'the whole gradient', unit: '', smoothing: 0 },
  direct: { kind: 'scalar', label: 'the direct path alone', unit: '', smoothing: 0 },
  rest: { kind: 'scalar', label: 'all other paths together', unit: '', smoothing: 0 },
  paths: { kind: 'scalar', label: 'paths through m branches', unit: '', smoothing: 0 },
  error: { kind: 'scalar', label: 'product against sum of all paths', unit: '', smoothing: 0 },
} as const;

const params = {
  branch: choice({
    label: 'Branches',
    help: 'What each block adds to its input, with the scale s.',
    options: { random: 'random: s W′ relu(W x)', takes: 'taking: −s x', adds: 'adding: s x' },
    default: 'random',
  }),
  blocks: integer({
    label: 'Blocks N',
    help: 'How many residual blocks the gradient goes back through.',
    default: 27,
    min: 1,
    max: 50,
  }),
  scale: number({
    label: 'Scale s of the branches',
    help: 'Factor in front of every branch; at 1 a random branch keeps the size of a signal.',
    default: 1,
    min: 0.02,
    max: 1.5,
    step: 0.02,
  }),
  divisor: choice({
    label: 'Divided by',
    help: 'Whether the scale shrinks with the number of blocks.',
    options: { one: '1', root: '√N', count: 'N' },
    default: 'one',
  }),
  start: choice({
    label: 'Random numbers',
    help: 'Other weights, another input and another gradient at the top.',
    options: { '0': 'first draw', '1': 'second draw', '2': 'third draw', '3': 'fourth draw', '4': 'fifth draw' },
    default: '0',
  }),
};

const claim = claimsOver({ arms: ['blocks'], metrics, params });

interface Values {
  readonly branch: string;
  readonly blocks: number;
  readonly scale: number;
  readonly divisor: string;
}

/** The factor in front of each branch. */
const scaleOf = ({ blocks, scale, divisor }: Values): number =>
  divisor === 'one' ? scale : scale / (divisor === 'root' ? Math.sqrt(blocks) : blocks);

const random: Condition<Values> = {
  text: 'with random branches of scale 1 or more, not divided, in 20 blocks or more',
  isMet: ({ branch, blocks, scale, divisor }) => branch === 'random' && blocks >= 20 && scale >= 1 && divisor === 'one',
};
const shrunk: Condition<Values> = {
  text: 'with random branches of a scale up to 1, divided by √N or N',
  isMet: ({ branch, scale, divisor }) => branch === 'random' && scale <= 1 && divisor !== 'one',
};
const alike = (branch: string, words: string): Condition<Values> => ({
  text: `with branches ${words}`,
  isMet: (values) => values.branch === branch,
});

const within = (value: number, low: number, high: number): Finding => ({
  held: value >= low && value <= high,
  evidence: `${show(value)}, asked: ${show(low)} to ${show(high)}`,
});

/** Sums shorter than this share of the longest one are not drawn. */
const SHORTEST = 1e-6;

/** With m, up to the last one worth drawing. */
function drawn(paths: readonly number[]): { readonly x: readonly number[]; readonly y: readonly number[] } {
  const least = SHORTEST * Math.max(...paths);
  const y = paths.slice(0, paths.findLastIndex((size) => size >= least) + 1);
  return { x: y.map((_, m) => m), y };
}

export default defineCompute({
  title: 'A gradient through residual blocks',
  summary: 'The identity that the shortcuts carry, and all the paths beside it: they may add to it, swamp it or cancel it.',
  section: '/residual-learning/#never-vanishes',
  params,
  arms: { blocks: { label: 'gradient', look: { colour: 'residual', dash: 'solid' } } },
  metrics,
  // #region experiment
  /**
   * x_(k+1) = x_k + F_k(x_k) for N blocks of 24 units, F_k(x) = s W'_k relu(W_k x), -s x or s x; from a random gradient g at the top back to
   * the input, all of it against the length of g.
   */
  compute(values) {
    const { branch, blocks, start } = values;
    const jacobians = transposedJacobians(branch, Number(start), blocks, scaleOf(values));
    const { whole, rest, paths, error } = gradientThrough(jacobians, vectorOf(Number(start), 'gradient'));
    const x = whole.map((_, block) => block);
    return {
      blocks: {
        whole: { x, y: whole },
        direct: { x, y: x.map(() => 1) },
        rest: { x, y: rest },
        paths: drawn(paths),
        error: { x: [0], y: [error] },
      },
    };
  },
  // #endregion
  claims: [
    claim('The product of the factors I + J is the sum over all paths, to 9 digits.', ['blocks'], ({ blocks }) =>
      notAbove(blocks.error.last, 1e-9),
    ),
    claim(
      'Random branches of scale 1 make the gradient more than a hundred times as long.',
      ['blocks'],
      ({ blocks }) => atLeast(blocks.whole.first, 100),
      random,
    ),
    claim(
      'Divided by √N, they leave it between half as long and five times.',
      ['blocks'],
      ({ blocks }) => within(blocks.whole.first, 0.5, 5),
      shrunk,
    ),
    claim(
      'Branches that all add a share α of the input multiply it by (1 + α)ᴺ.',
      ['blocks'],
      ({ blocks }, values) => near(blocks.whole.first, (1 + scaleOf(values)) ** values.blocks, 1e-9),
      alike('adds', 'that add'),
    ),
    claim(
      'Branches that all take away a share α of the input leave (1 − α)ᴺ of it: at α = 1 nothing, after a single block.',
      ['blocks'],
      ({ blocks }, values) => near(blocks.whole.first, Math.abs(1 - scaleOf(values)) ** values.blocks, 1e-9),
      alike('takes', 'that take away'),
    ),
  ],
  figure: [
    {
      kind: 'metrics',
      metrics: ['whole', 'direct', 'rest'],
      arm: 'blocks',
      title: 'Gradient at the input of a block',
      xLabel: 'block',
      yLabel: 'length, against 1 at the top',
      yScale: 'log',
    },
    {
      kind: 'curves',
      metric: 'paths',
      title: 'Paths, by the branches that they pass',
      xLabel: 'branches passed, m',
      yLabel: 'length of their sum',
      yScale: 'log',
    },
  ],
});
