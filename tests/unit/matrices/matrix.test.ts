import { describe, expect, it } from 'vitest';
import { columnsOf, matrix, product, scaledIdentity, timesVector, transpose } from '../../../src/lib/matrices/matrix.ts';
import { dot, norm } from '../../../src/lib/matrices/vector.ts';

const a = matrix([
  [1, 2, 3],
  [4, 5, 6],
]);

describe('a matrix', () => {
  it('is written row by row', () => {
    expect(a).toEqual({ rows: 2, columns: 3, values: Float64Array.of(1, 2, 3, 4, 5, 6) });
  });

  it.each([[[]], [[[]]], [[[1, 2], [3]]]])('refuses the rows %j', (rows) => {
    expect(() => matrix(rows)).toThrow(/^A matrix needs rows of one length, at least 1, got lengths \[/);
  });

  it('is multiplied by another', () => {
    expect(product(a, transpose(a))).toEqual(
      matrix([
        [14, 32],
        [32, 77],
      ]),
    );
    expect(product(scaledIdentity(2, -2), a)).toEqual(
      matrix([
        [-2, -4, -6],
        [-8, -10, -12],
      ]),
    );
  });

  it('is multiplied by a vector', () => {
    expect(timesVector(a, Float64Array.of(1, 0, -1))).toEqual(Float64Array.of(-2, -2));
  });

  it('refuses what does not fit, naming both shapes', () => {
    expect(() => product(a, a)).toThrow('A matrix of shape [2, 3] cannot be multiplied by [2, 3].');
    expect(() => timesVector(a, Float64Array.of(1, 2))).toThrow(
      'A matrix of shape [2, 3] cannot be multiplied by a vector of 2.',
    );
  });

  it('is turned into columns', () => {
    expect(columnsOf(a)).toEqual([Float64Array.of(1, 4), Float64Array.of(2, 5), Float64Array.of(3, 6)]);
  });
});

describe('vectors', () => {
  it('have a scalar product and a length', () => {
    expect(dot(Float64Array.of(1, 2), Float64Array.of(3, -4))).toBe(-5);
    expect(norm(Float64Array.of(3, -4))).toBe(5);
    expect(norm(Float64Array.of(0, 0))).toBe(0);
  });

  it('keep their length where squares would overflow or underflow', () => {
    expect(norm(Float64Array.of(3e200, 4e200))).toBeCloseTo(5e200, -187);
    expect(norm(Float64Array.of(3e-200, 4e-200)) / 5e-200).toBeCloseTo(1, 14);
    expect(norm(Float64Array.of(1, Infinity))).toBe(Infinity);
  });
});
