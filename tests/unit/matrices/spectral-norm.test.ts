import { describe, expect, it } from 'vitest';
import { matrix, scaled, scaledIdentity, transpose, type Matrix } from '../../../src/lib/matrices/matrix.ts';
import { gaussian, orthogonal } from '../../../src/lib/matrices/random-matrices.ts';
import { singularValues } from '../../../src/lib/matrices/singular-values.ts';
import { spectralNorm } from '../../../src/lib/matrices/spectral-norm.ts';
import { stream } from '../../../src/lib/random/stream.ts';

const relativeError = (a: Matrix, wanted: number): number => Math.abs(spectralNorm(a) / wanted - 1);

describe('the spectral norm', () => {
  it.each([
    [1, 1],
    [1, 7],
    [7, 1],
    [5, 9],
    [30, 30],
  ])('of a random matrix of shape [%i, %i] is its greatest singular value, on both sides', (rows, columns) => {
    const a = gaussian(rows, columns, 0.3, stream(0, 'a test of norms'));
    const wanted = singularValues(a)[0] ?? 0;
    expect(relativeError(a, wanted)).toBeLessThan(1e-13);
    expect(relativeError(transpose(a), wanted)).toBeLessThan(1e-13);
  });

  it('is not misled by singular values that are equal, or zero', () => {
    expect(relativeError(scaledIdentity(6, -2), 2)).toBeLessThan(1e-14);
    expect(relativeError(scaled(orthogonal(9, 9, stream(0, 'a test of norms')), 3), 3)).toBeLessThan(1e-14);
    const nilpotent = matrix([
      [0, 2],
      [0, 0],
    ]);
    expect(relativeError(nilpotent, 2)).toBeLessThan(1e-14);
    expect(spectralNorm(scaledIdentity(3, 0))).toBe(0);
  });

  it('neither overflows nor underflows', () => {
    expect(relativeError(scaledIdentity(2, 1e200), 1e200)).toBeLessThan(1e-14);
    expect(relativeError(scaledIdentity(2, 1e-200), 1e-200)).toBeLessThan(1e-14);
  });

  it('refuses entries that are not finite', () => {
    expect(() => spectralNorm(matrix([[1, Number.NaN]]))).toThrow('A spectral norm needs finite numbers, got one that is not.');
  });
});
