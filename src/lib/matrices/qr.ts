import { columnsOf, matrix, transpose, type Matrix } from './matrix.ts';
import { dot, norm } from './vector.ts';

export interface QR {
  /** [rows, columns], with orthonormal columns. */
  readonly q: Matrix;
  /** [columns, columns], upper triangular, with no negative number on its diagonal. */
  readonly r: Matrix;
}

/**
 * A = Q R for a matrix with at least as many rows as columns, by Householder's reflections H = I - 2 v v^T (Golub and Van Loan, Matrix
 * Computations, section 5.2). The diagonal of R is not negative, which makes Q and R unique where A has full rank.
 *
 * @throws RangeError where there are more columns than rows.
 */
export function qr(a: Matrix): QR {
  if (a.columns > a.rows) throw new RangeError(`qr needs at least as many rows as columns, got [${a.rows}, ${a.columns}].`);
  const columns = columnsOf(a);
  const mirrors: Float64Array[] = [];
  const signs: number[] = [];
  columns.forEach((column, k) => {
    mirrors.forEach((mirror) => reflect(column, mirror));
    const mirror = mirrorFor(column, k);
    mirrors.push(mirror);
    reflect(column, mirror);
    signs.push((column[k] ?? 0) < 0 ? -1 : 1);
  });
  const r = columns.map((column, j) => columns.map((_, i) => (i <= j ? (signs[i] ?? 1) * (column[i] ?? 0) : 0)));
  const q = columns.map((_, k) => {
    const unit = new Float64Array(a.rows);
    unit[k] = signs[k] ?? 1;
    for (const mirror of mirrors.toReversed()) reflect(unit, mirror);
    return [...unit];
  });
  return { q: transpose(matrix(q)), r: transpose(matrix(r)) };
}

/** The v of length 1 whose reflection makes components k + 1, ... of x zero; zero where they are already. */
function mirrorFor(x: Float64Array, k: number): Float64Array {
  const v = x.slice();
  v.fill(0, 0, k);
  const length = norm(v);
  const head = v[k] ?? 0;
  // Away from zero, so that nothing cancels.
  v[k] = head + (head < 0 ? -length : length);
  const size = norm(v);
  return size === 0 ? v : v.map((value) => value / size);
}

/** x <- x - 2 v (v . x), in place. */
function reflect(x: Float64Array, v: Float64Array): void {
  const twice = 2 * dot(v, x);
  for (let i = 0; i < x.length; i += 1) x[i] = (x[i] ?? 0) - twice * (v[i] ?? 0);
}
