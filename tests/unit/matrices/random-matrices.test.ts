import { describe, expect, it } from 'vitest';
import { transpose } from '../../../src/lib/matrices/matrix.ts';
import { gaussian, orthogonal } from '../../../src/lib/matrices/random-matrices.ts';
import { stream } from '../../../src/lib/random/stream.ts';
import { expectOrthonormalColumns } from './matrices.ts';

describe('a random matrix', () => {
  it('has Gaussian entries of the standard deviation asked for', () => {
    const { values } = gaussian(100, 100, 0.5, stream(0, 'a test of entries'));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const square = values.reduce((sum, value) => sum + value * value, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(square).toBeCloseTo(0.25, 2);
  });

  it('is drawn from its stream alone', () => {
    const draw = (seed: number): Float64Array => orthogonal(4, 4, stream(seed, 'a test of draws')).values;
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });
});

describe('an orthogonal matrix', () => {
  it('has orthonormal columns where it is tall or square', () => {
    expectOrthonormalColumns(orthogonal(9, 4, stream(0, 'tall')));
    expectOrthonormalColumns(orthogonal(16, 16, stream(0, 'square')));
  });

  it('has orthonormal rows where it is wide', () => {
    const wide = orthogonal(4, 9, stream(0, 'wide'));
    expect([wide.rows, wide.columns]).toEqual([4, 9]);
    expectOrthonormalColumns(transpose(wide));
  });

  it('prefers no sign: every entry is as often positive as negative', () => {
    const random = stream(0, 'a test of signs');
    const drawn = Array.from({ length: 2000 }, () => orthogonal(2, 2, random).values);
    for (const entry of [0, 1, 2, 3]) {
      const positive = drawn.filter((values) => (values[entry] ?? 0) > 0).length;
      // Within 4.5 standard deviations of 1000.
      expect(Math.abs(positive - 1000)).toBeLessThan(100);
    }
  });
});
