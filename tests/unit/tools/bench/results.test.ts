import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../../../src/lib/tools/bench/results.ts';
import { measured } from './measurements.ts';

describe('the rows of a bench', () => {
  it('tell medians as multiples of ours on the same work', () => {
    const rows = rowsOf([
      measured('a', 'PyTorch', 0, { samples: [1, 30, 20] }),
      measured('a', 'ours', 10),
      measured('b', 'ours', 1000),
    ]);
    expect(rows.map(({ ratio }) => ratio)).toEqual([2, 1, 1]);
    expect(rows[0]).toMatchObject({ median: 20, min: 1, max: 30, steps: 3 });
    expect(rows[0]).not.toHaveProperty('samples');
  });

  it('take the first of ours where there are two', () => {
    const rows = rowsOf([measured('a', 'ours', 10, { threads: 2 }), measured('a', 'ours', 18)]);
    expect(rows.map(({ ratio }) => ratio)).toEqual([1, 1.8]);
  });

  it("leave out the noise of a clock's arithmetic", () => {
    expect(rowsOf([measured('a', 'ours', 14.199999999254942)])[0]).toMatchObject({ median: 14.2, min: 14.2, max: 14.2 });
  });

  it('have no multiple where ours was not measured', () => {
    expect(rowsOf([measured('a', 'PyTorch', 10)])[0]?.ratio).toBeNull();
  });
});
