import { claimsOver, every, near, show } from './claims.ts';
import { defineCompute } from './experiment.ts';
import { integer, number } from './params.ts';
import { last, type ArmLog } from './runlog.ts';
import { corners, pieceCount } from './sawtooth-nets/pieces.ts';
import { outputAt, unitCount, type ReluNet } from './sawtooth-nets/relu-net.ts';
import { deepSawtooth, shallowSawtooth } from './sawtooth-nets/tent.ts';

const metrics = {
  output: { kind: 'scalar', label: 'output', unit: '', smoothing: 0 },
  folds: { kind: 'layers', label: 'output if the network ended there', unit: '', smoothing: 0 },
  units: { kind: 'scalar', label: 'hidden units', unit: '', smoothing: 0 },
  pieces: { kind: 'scalar', label: 'straight pieces', unit: '', smoothing: 0 },
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

const claim = claimsOver({ arms, metrics, params });

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
    const graphs = deep.map(corners);
    const shallow = graphs.map(shallowSawtooth);
    const x = last(graphs).map((corner) => corner.x);

    const measure = (nets: readonly ReluNet[], folds: readonly ReluNet[], names: readonly string[]): ArmLog => ({
      output: { x, y: x.map((at) => outputAt(last(nets), at)) },
      folds: { layers: names, x, y: x.map((at) => folds.map((net) => outputAt(net, at))) },
      units: { x: counts, y: nets.map(unitCount) },
      pieces: { x: counts, y: nets.map(pieceCount) },
    });
    const firstFolds = deep.slice(0, mostFolds);
    return {
      deep: measure(
        deep,
        firstFolds,
        firstFolds.map((_, i) => `after layer ${i + 1}`),
      ),
      shallow: measure(shallow, shallow.slice(-1), ['after the hidden layer']),
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
      const distance = Math.max(...deep.output.y.map((y, i) => Math.abs(y - (shallow.output.y[i] ?? Number.NaN))));
      const evidence = `${deep.pieces.last} and ${shallow.pieces.last} pieces, corners at most ${show(distance)} apart`;
      return { held: deep.pieces.last === shallow.pieces.last && distance < 1e-6, evidence };
    }),
  ],
  // #endregion
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
