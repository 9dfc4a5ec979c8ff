import { describe, expect, it } from 'vitest';
import { portableExp } from '../../../src/lib/random/portable-exp.ts';
import { stream } from '../../../src/lib/random/stream.ts';

describe('portableExp', () => {
  it('agrees with Math.exp to 1e-15 relative, over all magnitudes', () => {
    const random = stream(0, 'test of the exponential');
    for (let i = 0; i < 20_000; i += 1) {
      const x = random.uniform() * 1400 - 700;
      expect(Math.abs(portableExp(x) / Math.exp(x) - 1)).toBeLessThanOrEqual(1e-15);
    }
  });

  it('agrees with Math.exp close to 0, and is 1 there', () => {
    for (let x = -1; x < 1; x += 1e-4) expect(Math.abs(portableExp(x) / Math.exp(x) - 1)).toBeLessThanOrEqual(1e-15);
    expect(portableExp(0)).toBe(1);
  });

  it('overflows and underflows where the range of numbers ends', () => {
    expect([710, Infinity, -746, -Infinity].map(portableExp)).toEqual([Infinity, Infinity, 0, 0]);
    expect(portableExp(-744)).toBeGreaterThan(0);
    expect(portableExp(709)).toBeLessThan(Infinity);
  });

  it('has no value for what is no number', () => {
    expect(portableExp(Number.NaN)).toBeNaN();
  });
});
