import { describe, expect, it } from 'vitest';
import { clippingOf, totalNorm } from '../../../src/lib/core/clip.ts';

describe('the norm of all parameters', () => {
  it('is that of their entries in one row', () => {
    expect(totalNorm([3, 4, 12])).toBe(13);
    expect(totalNorm([])).toBe(0);
  });

  it('is a number also where its square would be beyond float32', () => {
    expect(totalNorm([3e30, 4e30]) / 5e30).toBeCloseTo(1, 12);
  });
});

describe('clipping', () => {
  it('by norm multiplies all gradients by the threshold over their norm, with what PyTorch adds to it', () => {
    expect(clippingOf({ by: 'norm', threshold: 2 }, [3, 4])).toEqual({ bound: Infinity, factor: 2 / (5 + 1e-6) });
  });

  it('by norm leaves gradients below the threshold as they are', () => {
    expect(clippingOf({ by: 'norm', threshold: 6 }, [3, 4])).toEqual({ bound: Infinity, factor: 1 });
    expect(clippingOf({ by: 'norm', threshold: 1 }, [0])).toEqual({ bound: Infinity, factor: 1 });
  });

  it('by norm keeps less than the threshold, however large the norm', () => {
    for (const norm of [1.0000001, 7, 1e6, 1e30]) {
      const { factor } = clippingOf({ by: 'norm', threshold: 1 }, [norm]);
      expect(factor * norm).toBeLessThanOrEqual(1);
      expect(factor * norm).toBeGreaterThan(1 - 2e-6);
    }
  });

  it('by value bounds each entry, whatever the norm', () => {
    expect(clippingOf({ by: 'value', threshold: 0.5 }, [300])).toEqual({ bound: 0.5, factor: 1 });
  });
});
