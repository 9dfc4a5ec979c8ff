import { describe, expect, test } from 'vitest';
import { rounded, ticksBetween, tickStep, type Extent } from '../../../src/components/charts/ticks.ts';

test('ticks are multiples of 1, 2 or 5 times a power of ten, and read as such', () => {
  expect(ticksBetween([0, 1], 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(ticksBetween([0, 0.35], 4)).toEqual([0, 0.1, 0.2, 0.3]);
  expect(ticksBetween([-3, 12], 3)).toEqual([0, 5, 10]);
  expect(ticksBetween([0, 4_900_000], 5)).toEqual([0, 1e6, 2e6, 3e6, 4e6]);
  expect(ticksBetween([2.4e-7, 3.8e-7], 3)).toEqual([2.5e-7, 3e-7, 3.5e-7]);
});

test('the ends are ticks where they are multiples, though their quotient is not quite whole', () => {
  expect(ticksBetween([0.1, 0.7], 6)).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);
  expect(rounded([0.1, 0.7], 6)).toEqual([0.1, 0.7]);
  expect(rounded([5.1, 5.3999999999999995], 10)).toEqual([5.1, 5.4]);
});

test('an extent is widened to the ticks around it, and to wider ones where these are too many', () => {
  expect(rounded([0.13, 0.87], 5)).toEqual([0, 1]);
  expect(rounded([-130, 990], 6)).toEqual([-200, 1000]);
  expect(rounded([5.7, 6.8], 6)).toEqual([5.6, 6.8]);
  expect(rounded([5.7, 6.800000000000001], 6)).toEqual([5.6, 7]);
});

describe.each([2, 3, 5, 8, 10])('asked for about %i', (count) => {
  const extents: readonly Extent[] = Array.from({ length: 400 }, (_, i) => {
    const low = ((i * 37) % 101) - 50;
    const width = (1 + ((i * 53) % 97)) * 10 ** ((i % 13) - 6);
    return [low * width * 0.03, low * width * 0.03 + width];
  });

  test('they lie in the extent, evenly, and are neither half nor twice as many', () => {
    for (const extent of extents) {
      const ticks = ticksBetween(extent, count);
      const step = tickStep(extent, count);
      expect(ticks.every((tick) => tick >= extent[0] && tick <= extent[1])).toBe(true);
      const [first = Number.NaN, last = Number.NaN] = [ticks[0], ticks.at(-1)];
      expect(first - step).toBeLessThan(extent[0]);
      expect(last + step).toBeGreaterThan(extent[1]);
      for (const [i, tick] of ticks.entries()) expect(tick).toBeCloseTo(first + i * step, 10);
      expect((extent[1] - extent[0]) / step).toBeGreaterThanOrEqual(count / 1.6);
      expect((extent[1] - extent[0]) / step).toBeLessThanOrEqual(count * 1.6);
    }
  });

  test('a rounded extent holds the extent, begins and ends on ticks, and is less than two steps wider at each end', () => {
    for (const extent of extents) {
      const wide = rounded(extent, count);
      const step = tickStep(wide, count);
      expect(wide[0]).toBeLessThanOrEqual(extent[0]);
      expect(wide[1]).toBeGreaterThanOrEqual(extent[1]);
      expect(ticksBetween(wide, count)[0]).toBe(wide[0]);
      expect(ticksBetween(wide, count).at(-1)).toBe(wide[1]);
      expect(extent[0] - wide[0]).toBeLessThan(2 * step);
      expect(wide[1] - extent[1]).toBeLessThan(2 * step);
    }
  });
});
