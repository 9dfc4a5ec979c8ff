import { describe, expect, it } from 'vitest';
import { matrix, product } from '../../../src/lib/matrices/matrix.ts';
import { qr } from '../../../src/lib/matrices/qr.ts';
import { gaussian } from '../../../src/lib/matrices/random-matrices.ts';
import { stream } from '../../../src/lib/random/stream.ts';
import { expectNear, expectOrthonormalColumns } from './matrices.ts';

describe('qr', () => {
  it('finds the one decomposition with a positive diagonal', () => {
    const { q, r } = qr(
      matrix([
        [3, 5],
        [4, 0],
      ]),
    );
    expectNear(
      q,
      matrix([
        [0.6, 0.8],
        [0.8, -0.6],
      ]),
    );
    expectNear(
      r,
      matrix([
        [5, 3],
        [0, 4],
      ]),
    );
  });

  it.each([
    [1, 1],
    [5, 1],
    [6, 6],
    [40, 12],
  ])('takes a random matrix of shape [%i, %i] apart and gives it back', (rows, columns) => {
    const a = gaussian(rows, columns, 1, stream(0, 'a test of qr'));
    const { q, r } = qr(a);
    expectOrthonormalColumns(q);
    expectNear(product(q, r), a);
    for (let i = 0; i < columns; i += 1) {
      expect(r.values[i * columns + i]).toBeGreaterThan(0);
      expect([...r.values.subarray(i * columns, i * columns + i)].every((below) => below === 0)).toBe(true);
    }
  });

  it('keeps Q orthonormal where columns depend on each other, or are zero', () => {
    const a = matrix([
      [1, 2, 0],
      [1, 2, 0],
      [1, 2, 0],
      [0, 0, 0],
    ]);
    const { q, r } = qr(a);
    expectOrthonormalColumns(q);
    expectNear(product(q, r), a);
  });

  it('refuses more columns than rows', () => {
    expect(() => qr(matrix([[1, 2]]))).toThrow('qr needs at least as many rows as columns, got [1, 2].');
  });
});
