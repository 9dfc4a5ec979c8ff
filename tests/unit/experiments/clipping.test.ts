import { describe, expect, it } from 'vitest';
import { angle, clipByNorm, clipByValue, clipCoefficient, cosine, norm } from '../../../src/lib/experiments/clipping.ts';
import { stream } from '../../../src/lib/random/stream.ts';

describe('clipping by norm', () => {
  it('multiplies by threshold / (norm + 1e-6), as PyTorch does, and never by more than 1', () => {
    expect(clipCoefficient(4, 2)).toBe(2 / (4 + 1e-6));
    expect(clipCoefficient(1, 2)).toBe(1);
    expect(clipCoefficient(0, 2)).toBe(1);
  });

  it('shortens a gradient of exactly the threshold a little, since something is added to its norm', () => {
    expect(clipCoefficient(2, 2)).toBeLessThan(1);
  });

  it('keeps the direction and leaves no more than the threshold', () => {
    const clipped = clipByNorm([3, -4, 12], 2);
    expect(norm(clipped)).toBeLessThanOrEqual(2);
    expect(norm(clipped)).toBeGreaterThan(2 * (1 - 1e-6));
    expect(cosine([3, -4, 12], clipped)).toBeCloseTo(1, 15);
  });

  it('leaves a short gradient as it is', () => {
    expect(clipByNorm([0.3, -0.4], 1)).toEqual([0.3, -0.4]);
  });
});

describe('clipping by value', () => {
  it('brings back each component on its own', () => {
    expect(clipByValue([3, -4, 0.5, -0.5], 1)).toEqual([1, -1, 0.5, -0.5]);
  });

  it('turns n components by less than the angle whose cosine is 1/sqrt(n)', () => {
    const random = stream(0, 'test of clipping by value');
    for (let i = 0; i < 2000; i++) {
      const g = Array.from({ length: 1 + (i % 12) }, () => random.gaussian() ** 3);
      expect(cosine(g, clipByValue(g, 0.1))).toBeGreaterThanOrEqual(1 / Math.sqrt(g.length) - 1e-12);
    }
  });

  it('comes as near to that angle as one likes, with one component far beyond the others', () => {
    const g = [1e6, ...Array.from({ length: 99 }, () => 1)];
    expect(cosine(g, clipByValue(g, 1))).toBeCloseTo(0.1, 3);
  });
});

describe('the angle between two vectors', () => {
  it('is exact where it is small, and right where it is not', () => {
    expect(angle([1, 0], [1, 1e-9])).toBeCloseTo((1e-9 * 180) / Math.PI, 20);
    expect(angle([1, 0], [0, 2])).toBe(90);
    expect(angle([1, 1, 0], [0, 1, 1])).toBeCloseTo(60, 12);
  });

  it('is none where a vector has no direction', () => {
    expect(angle([0, 0], [1, 0])).toBe(0);
    expect(cosine([0, 0], [1, 0])).toBe(1);
  });
});
