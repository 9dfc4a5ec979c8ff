import { expect } from 'vitest';
import { product, scaledIdentity, transpose, type Matrix } from '../../../src/lib/matrices/matrix.ts';

/** Entry by entry, up to `error`. */
export function expectNear(a: Matrix, b: Matrix, error = 1e-13): void {
  expect([a.rows, a.columns]).toEqual([b.rows, b.columns]);
  expect(Math.max(...a.values.map((value, i) => Math.abs(value - (b.values[i] ?? Number.NaN))))).toBeLessThanOrEqual(error);
}

export const expectOrthonormalColumns = (q: Matrix): void => expectNear(product(transpose(q), q), scaledIdentity(q.columns));
