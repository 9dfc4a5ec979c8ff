import { describe, expect, it } from 'vitest';
import { initialValues } from '../../../src/lib/core/initial-values.ts';
import { stream } from '../../../src/lib/random/stream.ts';

const deviation = (values: Float32Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

describe('initial values', () => {
  it.each([
    { init: { type: 'fanIn', gain: 2 }, fanIn: 72, expected: Math.sqrt(2 / 72) },
    { init: { type: 'fanIn', gain: 1 }, fanIn: 784, expected: 1 / 28 },
    { init: { type: 'normal', std: 0.5 }, fanIn: 9, expected: 0.5 },
  ] as const)('of $init have the standard deviation $expected for $fanIn inputs', ({ init, fanIn, expected }) => {
    const values = initialValues(init, 50_000, fanIn, stream(0, 'test'));
    expect(deviation(values) / expected).toBeCloseTo(1, 1.7);
    expect(Math.abs(values.reduce((sum, value) => sum + value, 0) / values.length)).toBeLessThan(0.02 * expected);
  });

  it('are zeros where asked for', () => {
    expect([...initialValues({ type: 'zeros' }, 3, 1, stream(0, 'test'))]).toEqual([0, 0, 0]);
  });
});
