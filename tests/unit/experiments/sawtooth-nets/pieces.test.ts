import { describe, expect, it } from 'vitest';
import { corners, pieceCount } from '../../../../src/lib/experiments/sawtooth-nets/pieces.ts';
import { dense, outputAt, unitCount, type ReluNet } from '../../../../src/lib/experiments/sawtooth-nets/relu-net.ts';
import { deepSawtooth, shallowSawtooth } from '../../../../src/lib/experiments/sawtooth-nets/tent.ts';

const tent = (x: number, p: number): number => (x < p ? x / p : (1 - x) / (1 - p));

const grid = Array.from({ length: 101 }, (_, i) => i / 100);

describe('the deep sawtooth', () => {
  it.each([
    [1, 0.5],
    [3, 0.5],
    [4, 0.3],
    [6, 0.7],
  ])('is the tent composed %i times, with its peak at %f', (k, p) => {
    const net = deepSawtooth(k, p);
    for (const x of grid) {
      let expected = x;
      for (let i = 0; i < k; i += 1) expected = tent(expected, p);
      expect(outputAt(net, x)).toBeCloseTo(expected, 6);
    }
  });

  it('has 2k units and 2^k pieces', () => {
    for (const p of [0.25, 0.4, 0.5, 0.75]) {
      for (const k of [1, 2, 5, 10]) {
        const net = deepSawtooth(k, p);
        expect([unitCount(net), pieceCount(net)]).toEqual([2 * k, 2 ** k]);
      }
    }
  });

  it('has its corners where it is 0 and where it is 1', () => {
    expect(corners(deepSawtooth(2, 0.5))).toEqual([
      { x: 0, y: 0 },
      { x: 0.25, y: 1 },
      { x: 0.5, y: 0 },
      { x: 0.75, y: 1 },
      { x: 1, y: 0 },
    ]);
  });
});

describe('the shallow sawtooth', () => {
  it('has the graph of the deep one, with a unit for each piece', () => {
    const deep = deepSawtooth(5, 0.45);
    const shallow = shallowSawtooth(corners(deep));
    expect([unitCount(shallow), pieceCount(shallow)]).toEqual([32, 32]);
    for (const x of grid) expect(outputAt(shallow, x)).toBeCloseTo(outputAt(deep, x), 9);
  });
});

describe('counting pieces', () => {
  /** relu(x - at), weighted, in one hidden layer. */
  const bends = (...units: readonly (readonly [at: number, weight: number])[]): ReluNet => ({
    hidden: [
      dense(
        units.map(() => [1]),
        units.map(([at]) => -at),
      ),
    ],
    output: dense([units.map(([, weight]) => weight)], [0]),
  });

  it('leaves out bends outside of [0, 1], and at its ends', () => {
    expect(pieceCount(bends([-0.5, 1], [0, 1], [1, 1], [1.5, 1]))).toBe(1);
  });

  it('leaves out bends that cancel, and counts those at one place once', () => {
    expect(pieceCount(bends([0.3, 1], [0.3, -1]))).toBe(1);
    expect(pieceCount(bends([0.3, 1], [0.3, 2]))).toBe(2);
  });

  it('sees bends closer together than any grid would', () => {
    expect(pieceCount(bends([0.3, 1], [0.300001, 1], [0.8, 1]))).toBe(4);
  });

  it('never gives one hidden layer more pieces than units and one', () => {
    expect(pieceCount(bends([0.1, 1], [0.2, -3], [0.4, 2], [0.9, 5]))).toBe(5);
  });
});
