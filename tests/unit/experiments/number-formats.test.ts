import { describe, expect, it } from 'vitest';
import { numberFormats } from '../../../src/lib/experiments/number-formats.ts';

const { float16, float32, float64 } = numberFormats;

/** The number of float16 with these bits: a sign, five digits of exponent, ten of fraction. */
function fromBits(bits: number): number {
  const exponent = (bits >> 10) & 31;
  const fraction = (bits & 1023) / 1024;
  return exponent === 0 ? fraction * 2 ** -14 : (1 + fraction) * 2 ** (exponent - 15);
}

/** All that are finite and not negative, in order: bits 0 to 0x7bff. */
const numbers = Array.from({ length: 0x7c00 }, (_, bits) => fromBits(bits));

const nextUp = (x: number): number => x + Math.max(x * 2 ** -52, 2 ** -1074);
const nextDown = (x: number): number => x - Math.max(x * 2 ** -53, 2 ** -1074);

describe('rounding to float16', () => {
  it('leaves every number of the format as it is, and its negative', () => {
    expect(numbers.filter((x) => !Object.is(float16.round(x), x) || !Object.is(float16.round(-x), -x))).toEqual([]);
  });

  it('rounds halves to the neighbour with an even last digit, and everything else to the nearer one', () => {
    const wrong = numbers.slice(1).flatMap((above, i) => {
      const below = numbers[i] ?? Number.NaN;
      // Exact: neighbours have few digits.
      const half = (below + above) / 2;
      const even = i % 2 === 0 ? below : above;
      const got = [nextDown(half), half, nextUp(half)].map(float16.round);
      return got[0] === below && got[1] === even && got[2] === above ? [] : [{ below, above, got }];
    });
    expect(wrong).toEqual([]);
  });

  it('ends at 65,504: from half a step above it on there is infinity', () => {
    expect(numbers.at(-1)).toBe(float16.largest);
    expect([65519.99999999999, 65520, 1e300, Infinity].map(float16.round)).toEqual([65504, Infinity, Infinity, Infinity]);
    expect(float16.round(-65520)).toBe(-Infinity);
  });

  it('ends at the least subnormal number: from half of it down there is zero, with its sign', () => {
    expect(numbers[1]).toBe(float16.least);
    expect([2 ** -24, nextUp(2 ** -25), 2 ** -25, Number.MIN_VALUE].map(float16.round)).toEqual([2 ** -24, 2 ** -24, 0, 0]);
    expect(Object.is(float16.round(-(2 ** -26)), -0)).toBe(true);
  });

  it('passes on what is not a number', () => {
    expect(float16.round(Number.NaN)).toBeNaN();
  });
});

describe.each(Object.entries(numberFormats))('%s', (_, format) => {
  it('has the ends that it says it has', () => {
    const { round, largest, leastNormal, least, unit } = format;
    expect([largest, leastNormal, least].map(round)).toEqual([largest, leastNormal, least]);
    expect(round(largest * (1 + 2 * unit))).toBe(Infinity);
    expect(round(least / 2)).toBe(0);
    expect(least).toBe(2 * unit * leastNormal);
  });

  it('errs by its unit at most where numbers are normal, and can err by as much', () => {
    const { round, unit } = format;
    expect(round(1 + unit)).toBe(1);
    expect(round(1 + 2 * unit)).toBe(1 + 2 * unit);
  });
});

it('computes sums and products as the narrow formats themselves would', () => {
  // 1 + 2^-24 is a tie in float32, and 1 + 2^-24 + 2^-53 in float64; one rounding after the other must not go wrong where both operands are narrow.
  expect(float32.round(1 + float32.least)).toBe(1);
  expect(float32.round((1 + 2 ** -23) * (1 + 2 ** -23))).toBe(1 + 2 ** -22);
  expect(float16.round(float16.round(0.1) * float16.round(0.1))).toBe(float16.round(0.0999755859375 ** 2));
  expect(float64.round(0.1 + 0.2)).toBe(0.30000000000000004);
});
