import { expect, test } from 'vitest';
import { batch, width } from '../../../../src/lib/experiments/random-stack/draws.ts';
import { deviation, deviationBetweenInputs, histogram, rms } from '../../../../src/lib/experiments/random-stack/spread.ts';

test('the root mean square knows of the mean, the standard deviation does not', () => {
  expect(rms(Float64Array.of(3, 5))).toBeCloseTo(Math.sqrt(17), 12);
  expect(deviation(Float64Array.of(3, 5))).toBe(1);
});

test('units that differ, but not with the input, have a deviation of their own and none between inputs', () => {
  const byUnit = new Float64Array(width * batch).map((_, i) => Math.floor(i / batch));
  expect(deviation(byUnit)).toBeGreaterThan(10);
  expect(deviationBetweenInputs(byUnit)).toBe(0);
  const byInput = new Float64Array(width * batch).map((_, i) => i % 2);
  expect(deviationBetweenInputs(byInput)).toBe(0.5);
});

test('a histogram shares out all numbers, those beyond its ends too', () => {
  const { x, y } = histogram(Float64Array.of(-9, 0.1, 0.6, 0.7, 1), 0, 1, 2);
  expect(x).toEqual([0.25, 0.75]);
  expect(y[0]).toBeCloseTo(40, 12);
  expect(y[1]).toBeCloseTo(60, 12);
});
