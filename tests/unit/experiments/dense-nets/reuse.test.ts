import { describe, expect, it } from 'vitest';
import { inputShare, meanInputShare, relative, reuseRows } from '../../../../src/lib/experiments/dense-nets/reuse.ts';

describe('the numbers of feature reuse', () => {
  it('are a row for each layer of a block, and one for what follows the block', () => {
    const values = [1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60];
    expect(reuseRows(values, 2)).toEqual([
      [[1], [2, 3], [4, 5, 6]],
      [[10], [20, 30], [40, 50, 60]],
    ]);
  });

  it('are refused where they do not fill blocks', () => {
    expect(() => reuseRows([1, 2, 3, 4, 5, 6, 7], 2)).toThrow(
      new RangeError('reuseRows() needs 6 numbers a block of 2 layers, got 7.'),
    );
    expect(() => reuseRows([], 2)).toThrow(RangeError);
  });

  it('compare by the mean of their row, and the input with the mean of the layers', () => {
    expect(relative([1, 2, 3])).toEqual([0.5, 1, 1.5]);
    expect(inputShare([1, 2, 6])).toBe(0.25);
    expect(inputShare([1])).toBeUndefined();
  });

  it('give a block the mean over its layers that have a choice', () => {
    expect(meanInputShare([[7], [1, 2], [3, 2, 2], [9, 9, 9, 9]])).toBe(1);
  });
});
