import { describe, expect, it } from 'vitest';
import {
  areaBelow,
  costMap,
  drawPath,
  inView,
  isInView,
  levels,
  tintOf,
  topTint,
  view,
} from '../../../src/components/drawings/cliff.ts';
import { costOf, outputAt } from '../../../src/lib/experiments/recurrent-unit.ts';

const scale = { x: (w: number) => w, y: (b: number) => -b };

describe('the map of the cost', () => {
  it('has, everywhere away from its lines, the tint of the cost there', () => {
    const { bands } = costMap(20);
    const columns = bands[0]?.line.length ?? 0;
    let seen = 0;
    for (let i = 0; i < columns; i++) {
      const w = bands[0]?.line[i]?.w ?? 0;
      for (let b = view.b[0] + 0.01; b < view.b[1]; b += 0.1) {
        const heights = bands.map(({ line }) => line[i]?.b ?? 0);
        if (heights.some((height) => Math.abs(height - b) < 0.01)) continue;
        const tint = bands.filter((_, k) => (heights[k] ?? 0) > b).at(-1)?.tint ?? topTint;
        expect(tint, `w = ${w}, b = ${b}`).toBe(tintOf(outputAt({ w, b }, 20)));
        seen++;
      }
    }
    expect(seen).toBeGreaterThan(500);
  });

  it('is computed once for each time', () => {
    expect(costMap(30)).toBe(costMap(30));
    expect(costMap(30)).not.toBe(costMap(31));
  });

  it('follows the line of zero cost', () => {
    for (const place of costMap(10).zeroLine.filter(isInView)) {
      if (place.b === view.b[0] || place.b === view.b[1]) continue;
      expect(costOf(outputAt(place, 10))).toBeLessThan(levels[0]);
    }
  });

  it('fills what is below a line down to the edge', () => {
    const line = [
      { w: 3, b: -1 },
      { w: 6.5, b: -2 },
    ];
    expect(areaBelow(line, scale)).toBe('M3,1L6.5,2L6.5,3.5L3,3.5Z');
  });
});

describe('a path in the view', () => {
  it('is cut where a step leaves', () => {
    const piece = inView({ w: 6, b: -2 }, { w: 8, b: -2 });
    expect(piece).toEqual([
      { w: 6, b: -2 },
      { w: 6.5, b: -2 },
    ]);
  });

  it('has no piece of a step that stays outside, level or not', () => {
    expect(inView({ w: 8, b: -2 }, { w: 9, b: -2 })).toBeUndefined();
    expect(inView({ w: 2, b: -4 }, { w: 2, b: 3 })).toBeUndefined();
    expect(inView({ w: 2, b: -1 }, { w: 4, b: 3 })).toBeUndefined();
  });

  it('begins anew where it comes back, and then has no exit', () => {
    const points = [
      { w: 6, b: -2 },
      { w: 7, b: -2 },
      { w: 7, b: -1 },
      { w: 6, b: -1 },
    ];
    expect(drawPath(points, scale)).toEqual({ path: 'M6,2L6.5,2M6.5,1L6,1', exit: undefined });
  });

  it('says where it went out for good', () => {
    const points = [
      { w: 6, b: -2 },
      { w: 5, b: -2 },
      { w: 5, b: 400 },
      { w: 5, b: 400 },
    ];
    expect(drawPath(points, scale)).toEqual({ path: 'M6,2L5,2L5,0.5', exit: { w: 5, b: -0.5 } });
  });
});
