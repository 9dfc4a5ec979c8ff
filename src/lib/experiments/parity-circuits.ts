import { builtParity, parityFamilies, type ParityFamily } from './circuits/parity.ts';
import { sizesOf, type Size } from './circuits/sizes.ts';
import { circuitInWords } from './circuits/summary.ts';
import { rowCount, rowsUnlikeParity } from './circuits/truth-table.ts';
import { claimsOver, every, near } from './claims.ts';
import { defineCompute } from './experiment.ts';
import { integer } from './params.ts';
import type { ArmLog, Curve } from './runlog.ts';

const metrics = {
  gates: { kind: 'scalar', label: 'gates', unit: '', smoothing: 0, isCount: true },
  wires: { kind: 'scalar', label: 'wires into gates', unit: '', smoothing: 0, isCount: true },
  layers: { kind: 'scalar', label: 'layers', unit: '', smoothing: 0, isCount: true },
  wrongRows: { kind: 'scalar', label: 'rows of the truth table unlike parity', unit: '', smoothing: 0, isCount: true },
} as const;

const mostInputs = 12;

const params = {
  inputs: integer({
    label: 'Inputs n',
    help: 'Bits whose parity is asked for. The circuits are drawn, and tested on all 2ⁿ settings, for this number.',
    default: 5,
    min: 2,
    max: mostInputs,
  }),
};

const arms = ['two', 'three', 'tree'] as const;

const claim = claimsOver({ arms, metrics, params });

/** What the circuits of each family take, for each number of inputs. */
const sizes = {
  two: sizesOf(parityFamilies.two, mostInputs),
  three: sizesOf(parityFamilies.three, mostInputs),
  tree: sizesOf(parityFamilies.tree, mostInputs),
};

/** The gates of the circuit with so many inputs; curves begin at two. */
const gatesAt = ({ y }: { readonly y: readonly number[] }, inputs: number): number => y[inputs - 2] ?? Number.NaN;

const fromFive = [5, 6, 7, 8, 9, 10, 11, 12] as const;

export default defineCompute({
  title: 'Parity in two layers, in three, and as a tree',
  summary: 'Three circuits for the parity of n bits, built, counted and tested on every input: two layers need 2ⁿ⁻¹ + 1 gates.',
  section: '/circuits/#parity',
  params,
  arms: {
    two: { label: 'two layers', look: { colour: 'first', dash: 'solid' } },
    three: { label: 'at most three layers', look: { colour: 'second', dash: 'dashed' } },
    tree: { label: 'tree of XORs', look: { colour: 'third', dash: 'dotted' } },
  },
  metrics,
  // #region experiment
  compute({ inputs }) {
    const measure = (family: ParityFamily): ArmLog => {
      const counted = sizes[family]();
      const curve = (count: (size: Size) => number): Curve => ({ x: counted.map((size) => size.inputs), y: counted.map(count) });
      return {
        gates: curve(({ gates }) => gates),
        wires: curve(({ wires }) => wires),
        layers: curve(({ layers }) => layers),
        wrongRows: { x: [inputs], y: [rowsUnlikeParity(parityFamilies[family](inputs))] },
      };
    };
    return { two: measure('two'), three: measure('three'), tree: measure('tree') };
  },
  claims: [
    claim('All three circuits give the parity in every row of the truth table.', arms, ({ two, three, tree }, { inputs }) => {
      const wrong = [two, three, tree].map(({ wrongRows }) => wrongRows.last);
      const evidence = `${wrong.join(', ')} of ${rowCount(inputs)} rows differ`;
      return { held: wrong.every((rows) => rows === 0), evidence };
    }),
    claim('Two layers take 2ⁿ⁻¹ + 1 gates, the tree takes 3 (n - 1).', ['two', 'tree'], ({ two, tree }, { inputs }) =>
      every(near(gatesAt(two.gates, inputs), 2 ** (inputs - 1) + 1, 0), near(gatesAt(tree.gates, inputs), 3 * (inputs - 1), 0)),
    ),
    claim(
      'From five inputs on, three layers need fewer gates than two, and the tree fewer still.',
      arms,
      ({ two, three, tree }) => {
        const counts = fromFive.map((n) => [tree, three, two].map(({ gates }) => gatesAt(gates, n)));
        const evidence = counts.map((gates, i) => `${fromFive[i]} inputs: ${gates.join(' < ')}`).join('; ');
        return { held: counts.every(([a = 0, b = 0, c = 0]) => a < b && b < c), evidence };
      },
    ),
  ],
  // #endregion
  figure: [
    {
      kind: 'curves',
      metric: 'gates',
      title: 'Gates, for each number of inputs',
      xLabel: 'inputs',
      yLabel: 'gates',
      yScale: 'log',
    },
    {
      kind: 'drawing',
      drawing: 'parity-in-two-layers',
      arm: 'two',
      title: 'Two layers',
      xLabel: 'inputs',
      describe: (log) => circuitInWords(builtParity('two', log)),
    },
    {
      kind: 'drawing',
      drawing: 'parity-in-three-layers',
      arm: 'three',
      title: 'At most three layers',
      xLabel: 'inputs',
      describe: (log) => circuitInWords(builtParity('three', log)),
    },
    {
      kind: 'drawing',
      drawing: 'parity-tree',
      arm: 'tree',
      title: 'Tree of XORs',
      xLabel: 'inputs',
      describe: (log) => circuitInWords(builtParity('tree', log)),
    },
  ],
});
