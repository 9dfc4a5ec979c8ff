import { describe, expect, it } from 'vitest';
import { byGrowth, depthsUpTo, takenBy } from '../../../../src/lib/experiments/dense-nets/series.ts';
import { denseNet } from '../../../../src/lib/models/dense-net.ts';

describe('depths of a curve', () => {
  it('are those that the family has, up to the last', () => {
    expect(depthsUpTo(30, { first: 10, step: 6 })).toEqual([10, 16, 22, 28]);
    expect(depthsUpTo(40, { first: 11, step: 9 })).toEqual([11, 20, 29, 38]);
  });

  it('are at most eleven, evenly spaced, and end with the greatest', () => {
    for (let last = 28; last <= 250; last += 6) {
      const depths = depthsUpTo(last, { first: 10, step: 6 });
      const gaps = depths.slice(1).map((depth, i) => depth - (depths[i] ?? 0));
      expect(depths.length).toBeGreaterThanOrEqual(4);
      expect(depths.length).toBeLessThanOrEqual(11);
      expect(new Set(gaps).size).toBe(1);
      expect(depths.at(-1)).toBe(last);
    }
  });
});

describe('what nets take', () => {
  it('is counted at each depth, and kept numbers are the sum of their two kinds', () => {
    const { parameters, kept, made, repeated } = takenBy([40, 100], (depth) => denseNet({ depth, growthRate: 12 }));
    expect(parameters).toEqual({ x: [40, 100], y: [1_019_722, 6_979_642] });
    expect(kept.y).toEqual(made.y.map((value, i) => value + (repeated.y[i] ?? Number.NaN)));
  });

  it('is counted for each growth rate', () => {
    const { x, y } = byGrowth((k) => denseNet({ depth: 100, growthRate: k }));
    expect([y[x.indexOf(12)], y[x.indexOf(24)]]).toEqual([6_979_642, 27_249_082]);
  });
});
