import { describe, expect, it } from 'vitest';
import { momentumAt } from '../../../src/lib/core/momentum.ts';

describe('momentum', () => {
  it('is the same in every update where it is a number', () => {
    expect([0, 1, 1000].map((updates) => momentumAt(0.9, updates))).toEqual([0.9, 0.9, 0.9]);
  });

  it('of a schedule is 1 - 2^(-1 - log2(floor(t / every) + 1)), up to its most', () => {
    const schedule = { schedule: 'sutskever', max: 0.99, every: 250 } as const;
    const formula = (t: number): number => Math.min(1 - 2 ** (-1 - Math.log2(Math.floor(t / 250) + 1)), 0.99);
    for (const t of [0, 249, 250, 500, 5000, 12_249, 12_250, 100_000]) {
      expect(momentumAt(schedule, t), `after ${t} updates`).toBeCloseTo(formula(t), 12);
    }
    expect(momentumAt(schedule, 0)).toBe(0.5);
    expect(momentumAt(schedule, 1e6)).toBe(0.99);
  });
});
