import { describe, expect, it } from 'vitest';
import { portableLog } from '../../../src/lib/random/portable-log.ts';
import { stream } from '../../../src/lib/random/stream.ts';

describe('portableLog', () => {
  it('agrees with Math.log to 1e-15 relative, over all magnitudes', () => {
    const random = stream(0, 'test of the logarithm');
    for (let i = 0; i < 20_000; i += 1) {
      const x = 2 ** (random.uniform() * 600 - 300);
      expect(Math.abs(portableLog(x) - Math.log(x))).toBeLessThanOrEqual(1e-15 * Math.abs(Math.log(x)));
    }
  });

  it('agrees with Math.log close to 1, where the logarithm is close to 0', () => {
    for (let x = 0.9; x < 1.1; x += 1e-4) {
      expect(Math.abs(portableLog(x) - Math.log(x))).toBeLessThanOrEqual(1e-15 * Math.abs(Math.log(x)));
    }
    expect(portableLog(1)).toBe(0);
  });

  it('takes the smallest and the largest number', () => {
    expect(portableLog(Number.MIN_VALUE)).toBeCloseTo(Math.log(Number.MIN_VALUE), 11);
    expect(portableLog(Number.MAX_VALUE)).toBeCloseTo(Math.log(Number.MAX_VALUE), 11);
  });

  it.each([0, -1, Infinity, Number.NaN])('refuses %s', (x) => {
    expect(() => portableLog(x)).toThrow(`portableLog needs a positive finite number, got ${x}`);
  });
});
