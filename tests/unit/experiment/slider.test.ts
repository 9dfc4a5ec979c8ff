import { describe, expect, it } from 'vitest';
import { fromPosition, toPosition } from '../../../src/components/experiment/slider.ts';

const linear = { kind: 'slider', min: 0.5, max: 1.5, step: 0.05, scale: 'linear' } as const;
const log = { kind: 'slider', min: 0.001, max: 10, step: 1, scale: 'log' } as const;

describe('a slider', () => {
  it('spans its range from end to end', () => {
    for (const control of [linear, log]) {
      expect(fromPosition(control, 0)).toBe(control.min);
      expect(fromPosition(control, 1000)).toBe(control.max);
      expect(toPosition(control, control.min)).toBe(0);
      expect(toPosition(control, control.max)).toBe(1000);
    }
  });

  it('gives whole steps without the tail of binary fractions', () => {
    expect(fromPosition(linear, 101)).toBe(0.6);
    expect(fromPosition(linear, 650)).toBe(1.15);
  });

  it('gives two significant digits on a log scale', () => {
    expect(fromPosition(log, 325)).toBe(0.02);
    expect(toPosition(log, 0.02)).toBe(325);
  });
});
