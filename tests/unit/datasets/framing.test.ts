import { expect, it } from 'vitest';
import { framedDigits } from '../../../src/lib/datasets/framing.ts';

/** Two digits, white at one pixel of the first and at a corner of the second. */
const digits = new Uint8Array(2 * 784);
digits[5 * 28 + 7] = 200;
digits[784] = 101;

const lit = (pixels: Uint8Array): (readonly [number, number])[] => [...pixels.entries()].filter(([, value]) => value > 0);

it('a digit lies in the middle of 32 x 32 black pixels, three times the same channel', () => {
  const framed = framedDigits(digits, 32);
  expect(framed.length).toBe(2 * 32 * 32 * 3);
  const first = (7 * 32 + 9) * 3;
  const second = (1024 + 2 * 32 + 2) * 3;
  expect(lit(framed)).toEqual([
    ...[0, 1, 2].map((channel) => [first + channel, 200]),
    ...[0, 1, 2].map((channel) => [second + channel, 101]),
  ]);
});

it('at 16 pixels each is the mean of four, halves rounded up', () => {
  const framed = framedDigits(digits, 16);
  expect(framed.length).toBe(2 * 16 * 16 * 3);
  expect(framed[(3 * 16 + 4) * 3]).toBe(50);
  // 101 / 4 = 25.25, and 102 / 4 = 25.5.
  expect(framed[(256 + 16 + 1) * 3]).toBe(25);
  const brighter = digits.slice();
  brighter[784] = 102;
  expect(framedDigits(brighter, 16)[(256 + 16 + 1) * 3 + 2]).toBe(26);
});
