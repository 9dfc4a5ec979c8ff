import { describe, expect, it } from 'vitest';
import { packColour, unpackColour } from '../../../src/lib/experiments/packed-colour.ts';

describe('a packed colour', () => {
  it('is five digits at most, which a recording keeps', () => {
    expect(packColour([0, 0, 0])).toBe(0);
    expect(packColour([255, 255, 255])).toBe(65_535);
    expect(packColour([255, 0, 0])).toBe(31 * 2048);
    expect(packColour([0, 255, 0])).toBe(63 * 32);
    expect(packColour([0, 0, 255])).toBe(31);
  });

  it('comes back within half a step of each channel: 8/2 of red and blue, 4/2 of green, and rounding', () => {
    for (const colour of [
      [12, 200, 77],
      [130, 131, 132],
      [254, 1, 128],
    ]) {
      const [red, green, blue] = unpackColour(packColour(colour));
      expect(Math.abs(red - (colour[0] ?? 0))).toBeLessThanOrEqual(5);
      expect(Math.abs(green - (colour[1] ?? 0))).toBeLessThanOrEqual(3);
      expect(Math.abs(blue - (colour[2] ?? 0))).toBeLessThanOrEqual(5);
    }
  });

  it('cuts off what is beyond 0 and 255', () => {
    expect(packColour([-3, 300, 0])).toBe(packColour([0, 255, 0]));
  });
});
