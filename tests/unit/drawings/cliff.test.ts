import { describe, expect, it } from 'vitest';
import {
  costMap,
  drawPath,
  filmOpacity,
  filmPath,
  inView,
  isInView,
  levels,
  levelsBelow,
  view,
} from '../../../src/components/drawings/cliff.ts';
import { costOf, outputAt } from '../../../src/lib/experiments/recurrent-unit.ts';

const [left, right] = view.w;
const [bottom, top] = view.b;

/** Rounds, as the scales of a picture do. */
const round = (value: number): number => Math.round(value * 100) / 100;
const scale = { x: round, y: (b: number) => round(-b) };

describe('the map of the cost', () => {
  it('has a film for each level that the cost is above, everywhere away from its lines', () => {
    const { films } = costMap(20);
    let seen = 0;
    films[0]?.below.forEach(({ w }, i) => {
      const heights = films.map(({ below, above }) => ({ below: below[i]?.b ?? 0, above: above?.[i]?.b ?? Infinity }));
      for (let b = bottom + 0.01; b < top; b += 0.1) {
        if (heights.some(({ below, above }) => Math.min(Math.abs(below - b), Math.abs(above - b)) < 0.01)) continue;
        const count = heights.filter(({ below, above }) => b < below || b > above).length;
        expect(count, `w = ${w}, b = ${b}`).toBe(levelsBelow(costOf(outputAt({ w, b }, 20))));
        seen++;
      }
    });
    expect(seen).toBeGreaterThan(400);
  });

  it('is the darker the more films lie on each other', () => {
    expect(filmOpacity(0)).toBe(0);
    // A film over another covers its share of what the other lets through.
    expect(1 - filmOpacity(3)).toBeCloseTo((1 - filmOpacity(1)) ** 3, 12);
  });

  it('is computed once for each time', () => {
    expect(costMap(30)).toBe(costMap(30));
    expect(costMap(30)).not.toBe(costMap(31));
  });

  it('follows the line of zero cost', () => {
    for (const place of costMap(10).zeroLine.filter(isInView)) {
      if (place.b === bottom || place.b === top) continue;
      expect(costOf(outputAt(place, 10))).toBeLessThan(levels[0]);
    }
  });

  it('fills what is below one line and above the other, to the edges of the view', () => {
    const line = (b: number) => [
      { w: left, b },
      { w: right, b },
    ];
    const under = `M${left},2L${right},2L${right},${-bottom}L${left},${-bottom}Z`;
    expect(filmPath({ below: line(-2), above: undefined }, scale)).toBe(under);
    const over = `M${left},1L${right},1L${right},${-top}L${left},${-top}Z`;
    expect(filmPath({ below: line(-2), above: line(-1) }, scale)).toBe(under + over);
  });
});

describe('a path in the view', () => {
  it('is cut where a step leaves', () => {
    const piece = inView({ w: 6, b: -2 }, { w: 8, b: -2 });
    expect(piece).toEqual([
      { w: 6, b: -2 },
      { w: right, b: -2 },
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
    expect(drawPath(points, scale)).toEqual({ path: `M6,2L${right},2M${right},1L6,1`, exit: undefined });
  });

  it('says where it went out for good', () => {
    const points = [
      { w: 6, b: -2 },
      { w: 5, b: -2 },
      { w: 5, b: 400 },
      { w: 5, b: 400 },
    ];
    const { path, exit } = drawPath(points, scale);
    expect(path).toBe(`M6,2L5,2L5,${-top}`);
    expect(exit?.b).toBeCloseTo(top, 12);
  });
});
