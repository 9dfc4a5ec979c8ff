import { describe, expect, it } from 'vitest';
import { matrix, product, scaledIdentity, transpose, type Matrix } from '../../../src/lib/matrices/matrix.ts';
import { qr } from '../../../src/lib/matrices/qr.ts';
import { gaussian, orthogonal } from '../../../src/lib/matrices/random-matrices.ts';
import { logSpectra, singularValues } from '../../../src/lib/matrices/singular-values.ts';
import { stream } from '../../../src/lib/random/stream.ts';

const diagonal = (values: readonly number[]): Matrix =>
  matrix(values.map((value, i) => values.map((_, j) => (i === j ? value : 0))));

/** Largest relative error. */
const error = (found: Float64Array, wanted: readonly number[]): number =>
  Math.max(...wanted.map((value, i) => Math.abs((found[i] ?? Number.NaN) - value) / Math.abs(value)));

describe('singular values', () => {
  it('are those worked out by hand', () => {
    expect(
      error(
        singularValues(
          matrix([
            [3, 0],
            [4, 5],
          ]),
        ),
        [Math.sqrt(45), Math.sqrt(5)],
      ),
    ).toBeLessThan(1e-15);
    expect(
      error(
        singularValues(
          matrix([
            [0, 2],
            [0, 0],
          ]),
        ).subarray(0, 1),
        [2],
      ),
    ).toBe(0);
    expect(error(singularValues(matrix([[3, 4]])), [5])).toBe(0);
  });

  it('are the same for a matrix and its transpose, as many as the shorter side', () => {
    const a = gaussian(7, 4, 1, stream(0, 'a test of both sides'));
    expect(singularValues(a)).toHaveLength(4);
    expect(error(singularValues(transpose(a)), [...singularValues(a)])).toBeLessThan(1e-14);
  });

  it('do not change by rotations on either side', () => {
    const random = stream(0, 'a test of rotations');
    const sizes = [3, 2, 2, 1, 0.5, 1e-3];
    const turned = product(product(orthogonal(8, 6, random), diagonal(sizes)), orthogonal(6, 6, random));
    expect(error(singularValues(turned), sizes)).toBeLessThan(1e-12);
  });

  it('have squares that add up to those of the entries, and the size of the determinant as product', () => {
    const a = gaussian(12, 12, 1, stream(0, 'a test of sums'));
    const found = singularValues(a);
    const entries = a.values.reduce((sum, value) => sum + value * value, 0);
    expect(found.reduce((sum, value) => sum + value * value, 0) / entries).toBeCloseTo(1, 13);
    const { r } = qr(a);
    const determinant = Array.from({ length: 12 }, (_, i) => r.values[13 * i] ?? 0).reduce((all, value) => all * value, 1);
    expect(found.reduce((all, value) => all * value, 1) / determinant).toBeCloseTo(1, 12);
  });

  it('are exactly zero where columns depend on others', () => {
    const a = product(gaussian(9, 3, 1, stream(0, 'tall')), gaussian(3, 9, 1, stream(0, 'wide')));
    const found = singularValues(a);
    expect([...found].map((value) => value > 0)).toEqual([true, true, true, ...Array.from({ length: 6 }, () => false)]);
    expect(singularValues(diagonal([0, 0]))).toEqual(Float64Array.of(0, 0));
  });

  it('are right where columns are of very different sizes', () => {
    expect(singularValues(diagonal([1e-200, 1e150, 1e-300]))).toEqual(Float64Array.of(1e150, 1e-200, 1e-300));
  });

  it('refuse entries that are not finite', () => {
    expect(() => singularValues(diagonal([1, Number.NaN]))).toThrow('Singular values need finite numbers, got one that is not.');
    expect(() => singularValues(diagonal([1, Infinity]))).toThrow('Singular values need finite numbers, got one that is not.');
  });
});

describe('the logarithms of the singular values of a long product', () => {
  it('are right to the last, where the product itself would round them away', () => {
    // Q_l S Q_(l-1)^T: all the inner rotations cancel, and 300 factors have the singular values s^300.
    const random = stream(0, 'a test of long products');
    const sizes = [2, 1.5, 1, 1, 0.3, 0.01];
    let before = orthogonal(6, 6, random);
    const factors = Array.from({ length: 300 }, () => {
      const after = orthogonal(6, 6, random);
      const factor = product(product(after, diagonal(sizes)), transpose(before));
      before = after;
      return factor;
    });
    const spectra = logSpectra(factors);
    for (const [count, found] of [1, 2, 17, 300].map((k) => [k, spectra[k - 1] ?? new Float64Array()] as const)) {
      sizes.forEach((size, j) => {
        expect(Math.abs((found[j] ?? Number.NaN) - count * Math.log(size))).toBeLessThan(count * 1e-13);
      });
    }
  });

  it('are those of the product where that can be formed', () => {
    const random = stream(0, 'a test of short products');
    const [a, b] = [gaussian(5, 3, 1, random), gaussian(4, 5, 1, random)];
    const [first, second] = logSpectra([a, b]);
    expect(error(singularValues(a), [...(first ?? [])].map(Math.exp))).toBeLessThan(1e-13);
    expect(error(singularValues(product(b, a)), [...(second ?? [])].map(Math.exp))).toBeLessThan(1e-13);
  });

  it('add up to the logarithms of the determinants', () => {
    const random = stream(0, 'a test of determinants');
    const factors = Array.from({ length: 80 }, () => gaussian(10, 10, 0.3, random));
    const wanted = factors.reduce((sum, factor) => {
      const { r } = qr(factor);
      return sum + Array.from({ length: 10 }, (_, i) => Math.log(r.values[11 * i] ?? 0)).reduce((a, b) => a + b);
    }, 0);
    const found = logSpectra(factors).at(-1) ?? new Float64Array();
    expect(found.reduce((a, b) => a + b) / wanted).toBeCloseTo(1, 12);
    // They lie much further apart than the digits of float64.
    expect((found[0] ?? 0) - (found[9] ?? 0)).toBeGreaterThan(100);
  });

  it('count the rank: a layer that blocks half of the units leaves at most half of the directions', () => {
    const half = diagonal([1, 1, 1, 0, 0, 0]);
    const factors = Array.from({ length: 5 }, () => product(half, orthogonal(6, 6, stream(0, 'a test of rank'))));
    const counts = logSpectra(factors).map((found) => found.filter(Number.isFinite).length);
    expect(counts).toEqual([3, 3, 3, 3, 3]);
    const nilpotent = matrix([
      [0, 2],
      [0, 0],
    ]);
    expect(logSpectra([nilpotent, nilpotent])).toEqual([
      Float64Array.of(Math.log(2), -Infinity),
      Float64Array.of(-Infinity, -Infinity),
    ]);
  });

  it('neither overflow nor underflow', () => {
    const factors = Array.from({ length: 500 }, () => diagonal([1e10, 1, 1e-10]));
    const found = logSpectra(factors).at(-1) ?? new Float64Array();
    expect(
      error(
        found.filter((value) => value !== 0),
        [5000 * Math.LN10, -5000 * Math.LN10],
      ),
    ).toBeLessThan(1e-12);
  });

  it('of no factors are none', () => {
    expect(logSpectra([])).toEqual([]);
    expect(logSpectra([scaledIdentity(2)])).toEqual([Float64Array.of(0, 0)]);
  });
});
