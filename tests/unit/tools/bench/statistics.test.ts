import { describe, expect, it } from 'vitest';
import { summarise } from '../../../../src/lib/tools/bench/statistics.ts';

describe('a summary of samples', () => {
  it('has the middle one as median, the mean of the two middle ones of an even number', () => {
    expect(summarise([5, 1, 100])).toEqual({ median: 5, min: 1, max: 100 });
    expect(summarise([4, 1, 100, 2])).toEqual({ median: 3, min: 1, max: 100 });
    expect(summarise([10, 9])).toEqual({ median: 9.5, min: 9, max: 10 });
  });

  it('sorts as numbers, and leaves the samples as they were', () => {
    const samples = [10, 9, 100];
    expect(summarise(samples).median).toBe(10);
    expect(samples).toEqual([10, 9, 100]);
  });

  it('is refused for nothing, and for what is no number', () => {
    expect(() => summarise([])).toThrow('A median needs one number or more, got [].');
    expect(() => summarise([1, Number.NaN])).toThrow(RangeError);
  });
});
