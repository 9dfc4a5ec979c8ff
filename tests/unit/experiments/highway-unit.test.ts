import { describe, expect, it } from 'vitest';
import { carried, outputOf, pushedSlope, slopeOf, total, type HighwayUnit } from '../../../src/lib/experiments/highway-unit.ts';

const tanh: HighwayUnit = { fn: 'tanh', weight: 1.5, bias: 0.3, gateWeight: 2, gateBias: -4 };
const relu: HighwayUnit = { ...tanh, fn: 'relu', weight: -0.7 };

const inputs = [-3, -1.2, 0, 0.4, 1.9, 2.6];

describe('a highway unit', () => {
  it('mixes transform and input by its gate', () => {
    const { transform, gate, output } = outputOf(tanh, 2);
    expect(transform).toBeCloseTo(Math.tanh(3.3), 15);
    expect(gate).toBeCloseTo(0.5, 15);
    expect(output).toBeCloseTo((Math.tanh(3.3) + 2) / 2, 15);
    expect(outputOf(relu, 2).transform).toBe(0);
  });

  it.each([tanh, relu])('has the slope that a small change of its input shows', (unit) => {
    for (const x of inputs) {
      const step = 1e-5;
      const difference = (outputOf(unit, x + step).output - outputOf(unit, x - step).output) / (2 * step);
      expect(total(slopeOf(unit, x))).toBeCloseTo(difference, 8);
    }
  });

  it.each([tanh, relu])('has the slope that comes of pushing its input forwards', (unit) => {
    for (const x of inputs) expect(total(slopeOf(unit, x))).toBeCloseTo(pushedSlope(unit, x), 12);
  });

  it('hands its input on where the gate is shut, and transforms it where the gate is open', () => {
    const shut = { ...tanh, gateWeight: 0, gateBias: -30 };
    expect(outputOf(shut, 1.7).output).toBeCloseTo(1.7, 10);
    expect(total(slopeOf(shut, 1.7))).toBeCloseTo(1, 10);
    expect(outputOf({ ...shut, gateBias: 30 }, 1.7).output).toBeCloseTo(Math.tanh(2.85), 10);
  });

  it('counts a relu at its corner as flat', () => {
    expect(slopeOf({ ...relu, bias: 0, gateWeight: 0 }, 0).transform).toBeCloseTo(0, 15);
  });
});

describe('what many layers carry', () => {
  it('is the product of what each of them carries', () => {
    expect(carried(-2, 1)).toBeCloseTo(1 - 1 / (1 + Math.exp(2)), 15);
    expect(carried(-2, 49)).toBeCloseTo(carried(-2, 1) ** 49, 15);
    expect(carried(3, 0)).toBe(1);
  });

  it('is a little more than 1/e for n layers at a bias of −ln n', () => {
    for (const n of [9, 19, 49, 99, 999]) {
      expect(carried(-Math.log(n), n)).toBeGreaterThan(Math.exp(-1));
      expect(carried(-Math.log(n), n)).toBeLessThan(0.4);
    }
  });
});
