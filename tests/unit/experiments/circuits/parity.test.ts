import { describe, expect, it } from 'vitest';
import {
  depthOf,
  gateCount,
  isLiteral,
  layersOf,
  wireCount,
  type Circuit,
} from '../../../../src/lib/experiments/circuits/circuit.ts';
import { builtParity, parityFamilies } from '../../../../src/lib/experiments/circuits/parity.ts';
import { sizesOf } from '../../../../src/lib/experiments/circuits/sizes.ts';
import { circuitInWords } from '../../../../src/lib/experiments/circuits/summary.ts';
import { rowsUnlikeParity } from '../../../../src/lib/experiments/circuits/truth-table.ts';

const { two, three, tree } = parityFamilies;

/** The output for one setting of the inputs, gate by gate: slow, and nothing like the columns of words. */
function valueAt({ inputs, gates }: Circuit, row: readonly boolean[]): boolean {
  const wires = [...row, ...row.map((value) => !value)];
  for (const { type, from } of gates) {
    const values = from.map((wire) => wires[wire] ?? false);
    const every = values.every(Boolean);
    wires.push(type === 'or' ? values.some(Boolean) : type === 'and' ? every : !every);
  }
  expect(wires).toHaveLength(2 * inputs + gates.length);
  return wires.at(-1) ?? false;
}

const rowsOf = (inputs: number): readonly (readonly boolean[])[] =>
  Array.from({ length: 2 ** inputs }, (_, row) => Array.from({ length: inputs }, (__, i) => ((row >> i) & 1) === 1));

const isParity = (row: readonly boolean[]): boolean => row.filter(Boolean).length % 2 === 1;

describe.each(Object.entries(parityFamilies))('the circuit "%s" for parity', (_, build) => {
  it.each([2, 3, 4, 5, 6, 7])('gives the parity of every setting of %i inputs', (inputs) => {
    const circuit = build(inputs);
    for (const row of rowsOf(inputs)) expect(valueAt(circuit, row)).toBe(isParity(row));
  });

  it('gives it for all numbers of inputs up to twelve, column by column', () => {
    for (let inputs = 2; inputs <= 12; inputs += 1) expect(rowsUnlikeParity(build(inputs))).toBe(0);
  });
});

describe('the truth table', () => {
  it.each([3, 5, 8])('shows the one row that a circuit of %i inputs gets wrong', (inputs) => {
    const { gates } = two(inputs);
    const or = gates.at(-1);
    if (or === undefined) throw new Error('there is an OR gate');
    const withoutOneTerm = { inputs, gates: [...gates.slice(0, -1), { ...or, from: or.from.slice(1) }] };
    expect(rowsUnlikeParity(withoutOneTerm)).toBe(1);
  });

  it('shows half of the rows wrong where the output is a single input, and all of them for the negated parity', () => {
    const oneInput = { inputs: 6, gates: [{ type: 'and', from: [0] }] } as const;
    expect(rowsUnlikeParity(oneInput)).toBe(32);
    const { gates } = tree(6);
    const negated: Circuit = { inputs: 6, gates: [...gates, { type: 'nand', from: [12 + gates.length - 1] }] };
    expect(rowsUnlikeParity(negated)).toBe(64);
  });
});

describe('the sizes', () => {
  it('are 2^(n-1) + 1 gates in two layers, with every input in every AND', () => {
    for (const inputs of [2, 5, 9, 12]) {
      const circuit = two(inputs);
      expect(gateCount(circuit)).toBe(2 ** (inputs - 1) + 1);
      expect(wireCount(circuit)).toBe((inputs + 1) * 2 ** (inputs - 1));
      expect(depthOf(circuit)).toBe(2);
    }
  });

  it('are 3 (n - 1) gates of two wires in the tree, twice as deep as the tree is high', () => {
    for (const inputs of [2, 5, 8, 12]) {
      const circuit = tree(inputs);
      expect(gateCount(circuit)).toBe(3 * (inputs - 1));
      expect(circuit.gates.every(({ from }) => from.length === 2)).toBe(true);
      expect(depthOf(circuit)).toBe(2 * Math.ceil(Math.log2(inputs)));
    }
  });

  it('are few in three layers, where blocks of about the square root of n share the work', () => {
    expect([4, 5, 9, 12].map((inputs) => [gateCount(three(inputs)), depthOf(three(inputs))])).toEqual([
      [9, 2],
      [13, 3],
      [29, 3],
      [41, 3],
    ]);
  });

  it('of a family are counted once, from two inputs on', () => {
    let built = 0;
    const sizes = sizesOf((inputs) => {
      built += 1;
      return tree(inputs);
    }, 4);
    expect(built).toBe(0);
    expect(sizes()).toEqual([
      { inputs: 2, gates: 3, wires: 6, layers: 2 },
      { inputs: 3, gates: 6, wires: 12, layers: 4 },
      { inputs: 4, gates: 9, wires: 18, layers: 4 },
    ]);
    sizes();
    expect(built).toBe(3);
  });
});

describe('a circuit', () => {
  it('reads no gate that comes after it', () => {
    for (const build of [two, three, tree]) {
      const circuit = build(9);
      const layers = layersOf(circuit);
      circuit.gates.forEach(({ from }, at) => {
        for (const wire of from) {
          if (!isLiteral(circuit, wire)) expect(layers[wire - 18]).toBeLessThan(layers[at] ?? 0);
        }
      });
    }
  });

  it('is told in words, layer by layer', () => {
    expect(circuitInWords(two(4))).toBe(
      '4 inputs and their negations; layer 1: 8 AND gates of 4 wires; layer 2: 1 OR gate of 8 wires.',
    );
    expect(circuitInWords(three(5))).toBe(
      '5 inputs and their negations; layer 1: 8 OR gates of 2 wires; layer 2: 4 AND gates of 5 wires; layer 3: 1 OR gate of 4 wires.',
    );
  });

  it('is built for the number of inputs that an arm was tested for', () => {
    expect(builtParity('tree', { wrongRows: { x: [7], y: [0] } })).toEqual(tree(7));
  });
});
