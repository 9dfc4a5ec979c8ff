import { describe, expect, it } from 'vitest';
import { dotRows, drawCircuit, isLegible, outline, wirePath } from '../../../src/components/drawings/circuit.ts';
import { wireCount } from '../../../src/lib/experiments/circuits/circuit.ts';
import { parityFamilies } from '../../../src/lib/experiments/circuits/parity.ts';
import { groupsOf } from '../../../src/lib/experiments/circuits/summary.ts';

const { two, tree } = parityFamilies;
const room = { width: 360, left: 30, pitch: 22 };

describe('the drawing of a circuit', () => {
  it.each([
    ['two layers', two(5)],
    ['a tree', tree(12)],
  ])('has all wires and gates of %s, within its room', (_, circuit) => {
    const { gates, wires, inputs, output, height } = drawCircuit(circuit, room);
    expect([inputs.length, gates.length, wires.length]).toEqual([circuit.inputs, circuit.gates.length, wireCount(circuit)]);
    expect(output.to.x).toBeLessThanOrEqual(room.width);
    for (const { y, height: size } of gates) {
      expect(y - size / 2).toBeGreaterThanOrEqual(0);
      expect(y + size / 2).toBeLessThanOrEqual(height);
    }
    for (const { from, to } of wires) expect(from.x).toBeLessThan(to.x);
  });

  it('lets no two gates of a layer touch', () => {
    const { gates } = drawCircuit(tree(12), room);
    gates.forEach((gate, i) => {
      const below = gates[i + 1];
      if (below?.x === gate.x) expect(below.y - gate.y).toBeGreaterThan((below.height + gate.height) / 2);
    });
  });

  it('marks the wires of negated inputs: half of those into the ANDs', () => {
    const { wires } = drawCircuit(two(4), room);
    expect(wires.filter(({ isNegated }) => isNegated)).toHaveLength(16);
    expect(drawCircuit(tree(4), room).wires.filter(({ isNegated }) => isNegated)).toEqual([]);
  });

  it('ends a wire at its gate, before the ring of a negation', () => {
    const [from, to] = [{ x: 30, y: 10 }, { x: 130, y: 50 }]; // prettier-ignore
    expect(wirePath({ from, to, isNegated: false })).toBe('M30,10h10L120,50H130');
    expect(wirePath({ from, to, isNegated: true })).toBe('M30,10h10L115,50H125');
  });

  it('gives AND and OR outlines of their own', () => {
    const gate = { x: 100, y: 50, width: 20, height: 16 };
    expect(outline({ ...gate, type: 'and' })).toBe('M100,42h9a11,8 0 0 1 0,16h-9Z');
    expect(outline({ ...gate, type: 'or' })).toBe('M100,42q14,0 20,8q-6,8 -20,8q5,-8 0,-16Z');
  });
});

describe('a circuit too large to be drawn', () => {
  it('is one whose wires cannot be told apart', () => {
    expect([two(5), two(6), tree(12)].map(isLegible)).toEqual([true, false, true]);
  });

  it('is a dot for each gate, in rows that fit', () => {
    const rows = dotRows(groupsOf(two(9)), { width: 360, line: 20 });
    expect(rows.map(({ path }) => path.match(/M/g)?.length)).toEqual([256, 1]);
    const [ands, or] = rows;
    expect(ands?.bottom).toBeLessThan(or?.label ?? 0);
    const xs = [...(ands?.path ?? '').matchAll(/M([\d.]+),/g)].map(([, x]) => Number(x));
    expect(Math.max(...xs)).toBeLessThan(360);
  });
});
