import { atLeast, atMost, challengesOver, claimsOver, every, near, show } from './claims.ts';
import { defineCompute } from './experiment.ts';
import { integer, number, type Values } from './params.ts';
import { last, type ArmLog, type LayerCurves } from './runlog.ts';
import { corners, type Graph } from './sawtooth-nets/pieces.ts';
import { outputAt, unitCount, type ReluNet } from './sawtooth-nets/relu-net.ts';
import { deepSawtooth, shallowSawtooth } from './sawtooth-nets/tent.ts';

const metrics = {
  output: { kind: 'scalar', label: 'output', unit: '', smoothing: 0 },
  folds: { kind: 'layers', label: 'output if the network ended there', unit: '', smoothing: 0 },
  units: { kind: 'scalar', label: 'hidden units', unit: '', smoothing: 0, isCount: true },
  pieces: { kind: 'scalar', label: 'straight pieces', unit: '', smoothing: 0, isCount: true },
} as const;

const params = {
  compositions: integer({
    label: 'Compositions k',
    help: 'How often the tent is applied: hidden layers of the deep network.',
    default: 4,
    min: 1,
    max: 10,
  }),
  peak: number({
    label: 'Place of the peak p',
    help: 'Where the tent has its peak; at 1/2 all teeth are alike.',
    default: 0.5,
    min: 0.25,
    max: 0.75,
    step: 0.05,
  }),
};

const arms = ['deep', 'shallow'] as const;

export type Settings = Values<typeof params>;

const claim = claimsOver({ arms, metrics, params });
const challenge = challengesOver({ arms, metrics, params });

/** Layers whose output is drawn. */
const mostFolds = 3;

const upTo = (k: number): readonly number[] => Array.from({ length: k }, (_, i) => i + 1);

export default defineCompute({
  title: 'A sawtooth from folds',
  summary:
    'The tent map composed k times: 2k rectified linear units in k layers draw 2ᵏ straight pieces; one layer needs 2ᵏ units.',
  section: '/circuits/#folding',
  params,
  arms: {
    deep: { label: 'k layers of two units', look: { colour: 'first', dash: 'solid' } },
    shallow: { label: 'one hidden layer', look: { colour: 'second', dash: 'dashed' } },
  },
  metrics,
  // #region experiment
  compute({ compositions, peak }) {
    const counts = upTo(compositions);
    const deep = counts.map((k) => deepSawtooth(k, peak));
    const deepGraphs = deep.map(corners);
    const shallow = deepGraphs.map(shallowSawtooth);
    const shallowGraphs = shallow.map(corners);

    const measure = (nets: readonly ReluNet[], graphs: readonly Graph[], folds: LayerCurves): ArmLog => ({
      output: { x: last(graphs).map(({ x }) => x), y: last(graphs).map(({ y }) => y) },
      folds,
      units: { x: counts, y: nets.map(unitCount) },
      pieces: { x: counts, y: graphs.map(({ length }) => length - 1) },
    });
    // What the deep network would give if it ended after its first layers, and what the shallow one gives after its only one.
    const first = deep.slice(0, mostFolds);
    const x = last(deepGraphs).map((corner) => corner.x);
    return {
      deep: measure(deep, deepGraphs, {
        layers: first.map((_, i) => `after layer ${i + 1}`),
        x,
        y: x.map((at) => first.map((net) => outputAt(net, at))),
      }),
      shallow: measure(shallow, shallowGraphs, {
        layers: ['after the hidden layer'],
        x: last(shallowGraphs).map((corner) => corner.x),
        y: last(shallowGraphs).map(({ y }) => [y]),
      }),
    };
  },
  claims: [
    claim('Each composition doubles the number of straight pieces: 2ᵏ of them.', ['deep'], ({ deep }, { compositions }) =>
      near(deep.pieces.last, 2 ** compositions, 0),
    ),
    claim('The deep network does it with 2k units, the shallow one takes 2ᵏ.', arms, ({ deep, shallow }, { compositions }) =>
      every(near(deep.units.last, 2 * compositions, 0), near(shallow.units.last, 2 ** compositions, 0)),
    ),
    claim('Both networks have the same graph: as many pieces, and the same corners.', arms, ({ deep, shallow }) => {
      const apart = (a: readonly number[], b: readonly number[]): number =>
        Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? Number.NaN))));
      const distance = Math.max(apart(deep.output.x, shallow.output.x), apart(deep.output.y, shallow.output.y));
      const evidence = `${deep.pieces.last} and ${shallow.pieces.last} pieces, corners at most ${show(distance)} apart`;
      return { held: deep.pieces.last === shallow.pieces.last && distance < 1e-6, evidence };
    }),
  ],
  // #endregion
  challenges: [
    challenge({
      id: 'exr-hundred-pieces',
      title: 'A hundred pieces from fourteen units',
      task: 'Let the deep network draw at least 100 straight pieces with no more than 14 hidden units, none of them narrower than 1/200.',
      start: { compositions: 3, peak: 0.3 },
      free: ['compositions', 'peak'],
      arms: ['deep'],
      rule: ({ deep: { pieces, units, output } }) =>
        every(
          atLeast(pieces.last, 100, 'pieces: '),
          atMost(units.last, 14, 'units: '),
          atLeast(Math.min(...output.x.slice(1).map((x, i) => x - (output.x[i] ?? Number.NaN))), 1 / 200, 'narrowest: '),
        ),
    }),
  ],
  figure: [
    {
      kind: 'curves',
      metric: 'output',
      title: 'The composed tent',
      xLabel: 'input x',
      yLabel: 'output',
      yScale: 'linear',
    },
    {
      kind: 'layers',
      metric: 'folds',
      arm: 'deep',
      title: 'The first folds',
      xLabel: 'input x',
      yLabel: 'output',
      yScale: 'linear',
    },
    {
      kind: 'curves',
      metric: 'units',
      title: 'Hidden units for 2ᵏ pieces',
      xLabel: 'compositions k',
      yLabel: 'hidden units',
      yScale: 'log',
    },
  ],
});
