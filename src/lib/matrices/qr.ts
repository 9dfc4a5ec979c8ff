import { columnsOf, matrix, transpose, type Matrix } from './matrix.ts';
import { norm } from './vector.ts';

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
    mirrors.forEach((mirror, i) => reflect(column, mirror, i));
    const mirror = mirrorFor(column, k);
    mirrors.push(mirror);
    reflect(column, mirror, k);
    signs.push((column[k] ?? 0) < 0 ? -1 : 1);
  });
  const r = columns.map((column, j) => columns.map((_, i) => (i <= j ? (signs[i] ?? 1) * (column[i] ?? 0) : 0)));
  const q = new Float64Array(a.rows * a.columns);
  columns.forEach((_, k) => {
    const unit = new Float64Array(a.rows);
    unit[k] = signs[k] ?? 1;
    // The mirrors behind the k-th leave it as it is.
    for (let i = k; i >= 0; i -= 1) reflect(unit, mirrors[i] ?? unit, i);
    unit.forEach((value, row) => (q[row * a.columns + k] = value));
  });
  return { q: { rows: a.rows, columns: a.columns, values: q }, r: transpose(matrix(r)) };
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

/** x <- x - 2 v (v . x), in place, for a v that is zero in the components before `start`. */
function reflect(x: Float64Array, v: Float64Array, start: number): void {
  const twice = 2 * tailDot(v, x, start);
  for (let i = start; i < x.length; i += 1) x[i] = (x[i] ?? 0) - twice * (v[i] ?? 0);
}

/** The scalar product from component `start` on. */
function tailDot(u: Float64Array, v: Float64Array, start: number): number {
  let sum = 0;
  for (let i = start; i < u.length; i += 1) sum += (u[i] ?? 0) * (v[i] ?? 0);
  return sum;
}
