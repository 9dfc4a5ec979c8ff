import { describe, expect, it } from 'vitest';
import { squareMeans } from '../../../src/lib/lab/square-means.ts';

/** A grey image of these values, opaque. */
const grey = (...values: number[]): { side: number; rgba: Uint8ClampedArray } => ({
  side: Math.sqrt(values.length),
  rgba: Uint8ClampedArray.from(values.flatMap((value) => [value, value, value, 255])),
});
const reds = (means: Uint8Array): number[] => [...means].filter((_, i) => i % 3 === 0);

describe('an image averaged to another side', () => {
  it('has the mean of each square, halves upwards', () => {
    expect(reds(squareMeans(grey(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16), 2))).toEqual([4, 6, 12, 14]);
  });

  it('shares out pixels on a border by their areas', () => {
    // Of 3 pixels a side each new one covers one and a half: (4 * 0 + 2 * 90 + 2 * 0 + 90) / 9.
    expect(reds(squareMeans(grey(0, 90, 0, 0, 90, 0, 0, 90, 0), 2))).toEqual([30, 30, 30, 30]);
  });

  it('repeats pixels where it becomes larger', () => {
    expect(reds(squareMeans(grey(1, 2, 3, 4), 4))).toEqual([1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4]);
  });

  it('stands before white where it is transparent, and keeps its colours apart', () => {
    expect([...squareMeans({ side: 1, rgba: Uint8ClampedArray.from([10, 20, 30, 0]) }, 1)]).toEqual([255, 255, 255]);
    expect([...squareMeans({ side: 1, rgba: Uint8ClampedArray.from([10, 20, 30, 255]) }, 1)]).toEqual([10, 20, 30]);
  });
});
