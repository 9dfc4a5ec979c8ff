import { describe, expect, it } from 'vitest';
import { first, isLayered, last } from '../../src/lib/experiments/runlog.ts';

describe('first and last', () => {
  it('give the ends', () => {
    expect([first([3, 1, 2]), last([3, 1, 2])]).toEqual([3, 2]);
  });

  it('say so where nothing was measured', () => {
    expect(() => first([])).toThrow(new RangeError('first() of an empty series: nothing was measured yet.'));
    expect(() => last([])).toThrow(new RangeError('last() of an empty series: nothing was measured yet.'));
  });
});

it('a series with layers is told apart from one without', () => {
  expect(isLayered({ layers: ['a'], x: [0], y: [[1]] })).toBe(true);
  expect(isLayered({ x: [0], y: [1] })).toBe(false);
});
