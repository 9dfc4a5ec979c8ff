import { describe, expect, it } from 'vitest';
import { learningRateAt } from '../../../src/lib/core/learning-rate.ts';

describe('the learning rate', () => {
  it('is the same in every update where it has no schedule', () => {
    expect([0, 1, 1000].map((updates) => learningRateAt({ learningRate: 0.1 }, updates))).toEqual([0.1, 0.1, 0.1]);
  });

  // From PyTorch 1.13: OneCycleLR(max_lr=0.2, total_steps, pct_start, anneal_strategy='linear', cycle_momentum=False).
  it.each([
    {
      steps: 10,
      rise: 0.3,
      rates: [
        0.008, 0.104, 0.2, 0.1714286857142857, 0.14285737142857144, 0.11428605714285715, 0.08571474285714287, 0.05714342857142857,
        0.028572114285714295, 8e-7,
      ],
    },
    {
      steps: 7,
      rise: 0.5,
      rates: [0.008, 0.0848, 0.1616, 0.1714286857142857, 0.11428605714285715, 0.05714342857142857, 8e-7],
    },
  ])('goes through one cycle of $steps steps as in PyTorch', ({ steps, rise, rates }) => {
    const optimizer = { learningRate: 0.2, schedule: { kind: 'oneCycle', steps, rise } } as const;
    rates.forEach((rate, t) => expect(learningRateAt(optimizer, t), `after ${t} updates`).toBeCloseTo(rate, 12));
    expect(learningRateAt(optimizer, 10 * steps)).toBe(learningRateAt(optimizer, steps - 1));
  });

  it('begins at its peak where it rises for one step', () => {
    const optimizer = { learningRate: 0.2, schedule: { kind: 'oneCycle', steps: 4, rise: 0.25 } } as const;
    expect(learningRateAt(optimizer, 0)).toBe(0.2);
    expect(learningRateAt(optimizer, 3)).toBeCloseTo(8e-7, 12);
  });
});
