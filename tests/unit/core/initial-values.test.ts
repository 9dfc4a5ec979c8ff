import { describe, expect, it } from 'vitest';
import { initialValues } from '../../../src/lib/core/initial-values.ts';
import { stream } from '../../../src/lib/random/stream.ts';

const deviation = (values: Float32Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

describe('initial values', () => {
  it('of identity are that matrix, scaled', () => {
    const values = initialValues({ type: 'identity', scale: 0.5 }, { count: 6, fanIn: 2, fanOut: 3 }, stream(0, 'test'));
    expect([...values]).toEqual([0.5, 0, 0, 0, 0.5, 0]);
  });

  it.each([
    { init: { type: 'fanIn', gain: 2 }, fanIn: 72, expected: Math.sqrt(2 / 72) },
    { init: { type: 'fanIn', gain: 1 }, fanIn: 784, expected: 1 / 28 },
    { init: { type: 'normal', std: 0.5 }, fanIn: 9, expected: 0.5 },
    // A uniform distribution over [-b, b] has the standard deviation b / sqrt(3).
    { init: { type: 'uniform', bound: 0.6 }, fanIn: 9, expected: 0.6 / Math.sqrt(3) },
    { init: { type: 'uniformFanIn', bound: 1 }, fanIn: 48, expected: 1 / 12 },
    { init: { type: 'xavier' }, fanIn: 100, expected: 0.1 },
  ] as const)('of $init have the standard deviation $expected for $fanIn inputs', ({ init, fanIn, expected }) => {
    const values = initialValues(init, { count: 50_000, fanIn, fanOut: 100 }, stream(0, 'test'));
    expect(deviation(values) / expected).toBeCloseTo(1, 1.7);
    expect(Math.abs(values.reduce((sum, value) => sum + value, 0) / values.length)).toBeLessThan(0.02 * expected);
  });

  it.each([{ type: 'uniform', bound: 0.25 } as const, { type: 'uniformFanIn', bound: 2 } as const])(
    'of $type fill the whole interval and nothing beyond',
    (init) => {
      const values = initialValues(init, { count: 5000, fanIn: 64, fanOut: 1 }, stream(0, 'test'));
      expect(Math.max(...values)).toBeLessThanOrEqual(0.25);
      expect(Math.min(...values)).toBeGreaterThanOrEqual(-0.25);
      expect(Math.max(...values)).toBeGreaterThan(0.249);
      expect(Math.min(...values)).toBeLessThan(-0.249);
    },
  );

  it.each([
    { fanIn: 48, units: 12, name: 'fewer units than inputs have orthogonal weights in the units' },
    { fanIn: 12, units: 48, name: 'more units than inputs have orthogonal weights of the inputs' },
    { fanIn: 20, units: 20, name: 'as many units as inputs have both' },
  ])('of an orthogonal start with $name, of length gain', ({ fanIn, units }) => {
    const values = initialValues(
      { type: 'orthogonal', gain: 1.5 },
      { count: fanIn * units, fanIn, fanOut: units },
      stream(0, 'test'),
    );
    const weights = (input: number, unit: number): number => values[input * units + unit] ?? Number.NaN;
    const vectors =
      units <= fanIn
        ? Array.from({ length: units }, (_, unit) => Array.from({ length: fanIn }, (__, input) => weights(input, unit)))
        : Array.from({ length: fanIn }, (_, input) => Array.from({ length: units }, (__, unit) => weights(input, unit)));
    vectors.forEach((one, i) => {
      vectors.forEach((other, j) => {
        const product = one.reduce((sum, value, k) => sum + value * (other[k] ?? Number.NaN), 0);
        expect(product).toBeCloseTo(i === j ? 1.5 ** 2 : 0, 5);
      });
    });
  });

  it('of an orthogonal kernel [k, k, in, out] take the taps and channels that a unit sums over as one axis', () => {
    const dense = initialValues({ type: 'orthogonal', gain: 1 }, { count: 36 * 8, fanIn: 36, fanOut: 8 }, stream(0, 'test'));
    const kernel = initialValues(
      { type: 'orthogonal', gain: 1 },
      { count: 3 * 3 * 4 * 8, fanIn: 36, fanOut: 72 },
      stream(0, 'test'),
    );
    expect(kernel).toEqual(dense);
  });

  it('of a sparse start connect every unit to as many inputs, not always the same', () => {
    const units = 40;
    const values = initialValues(
      { type: 'sparse', connections: 15, std: 2 },
      { count: 100 * units, fanIn: 100, fanOut: units },
      stream(0, 'test'),
    );
    const inputsOf = (unit: number): number[] =>
      Array.from({ length: 100 }, (_, input) => input).filter((input) => values[input * units + unit] !== 0);
    for (let unit = 0; unit < units; unit += 1) expect(inputsOf(unit)).toHaveLength(15);
    expect(inputsOf(0)).not.toEqual(inputsOf(1));
    expect(deviation(values.filter((value) => value !== 0)) / 2).toBeCloseTo(1, 1);
  });

  it('of a sparse start are dense where there are fewer inputs than connections', () => {
    const values = initialValues(
      { type: 'sparse', connections: 15, std: 1 },
      { count: 6, fanIn: 3, fanOut: 2 },
      stream(0, 'test'),
    );
    expect(values.every((value) => value !== 0)).toBe(true);
  });

  it('are zeros where asked for', () => {
    expect([...initialValues({ type: 'zeros' }, { count: 3, fanIn: 1, fanOut: 3 }, stream(0, 'test'))]).toEqual([0, 0, 0]);
  });

  it('are one constant where asked for', () => {
    const values = initialValues({ type: 'constant', value: -0.5 }, { count: 3, fanIn: 1, fanOut: 3 }, stream(0, 'test'));
    expect([...values]).toEqual([-0.5, -0.5, -0.5]);
  });
});
