import { portableLog } from '../random/portable-log.ts';
import { timesVector, type Matrix } from './matrix.ts';
import { dot, norm } from './vector.ts';

/** A size is mantissa * BLOCK^exponent with a mantissa in [1, BLOCK), or 0. */
const BLOCK = 2 ** 256;
const LOG_BLOCK = portableLog(BLOCK);

/** One-sided Jacobi needs 5 to 10 sweeps; the bound only keeps rounding errors from rotating for ever. */
const MOST_SWEEPS = 40;

interface Column {
  /** Of length 1. */
  direction: Float64Array;
  mantissa: number;
  exponent: number;
  /** What the rotations since the last factor left of its size. */
  left: number;
}

/**
 * A matrix U S V^T by what its singular values need: orthonormal columns u_j, and sizes s_j that may lie further apart than float64
 * reaches. V is orthogonal and dropped.
 */
export class ScaledColumns {
  readonly #columns: Column[];

  /** @throws RangeError where a component is not finite. */
  constructor(columns: readonly Float64Array[]) {
    this.#columns = columns.map((column) => ({ direction: column.slice(), mantissa: 1, exponent: 0, left: 1 }));
    this.#orthogonalise();
  }

  /** From U S V^T to J U S V^T. @throws RangeError where the shapes don't fit or an entry is not finite. */
  multiplyBy(factor: Matrix): void {
    for (const column of this.#columns) column.direction = timesVector(factor, column.direction);
    this.#orthogonalise();
  }

  /** The singular values, greatest first; 0 or Infinity where float64 cannot hold them. */
  sizes(): Float64Array {
    return Float64Array.from(this.#columns, ({ mantissa, exponent }) => {
      let size = mantissa;
      for (let e = exponent; e > 0; e -= 1) size *= BLOCK;
      for (let e = exponent; e < 0; e += 1) size /= BLOCK;
      return size;
    });
  }

  /** Their natural logarithms, which float64 always holds; -Infinity for a zero. */
  logSizes(): Float64Array {
    return Float64Array.from(this.#columns, ({ mantissa, exponent }) =>
      mantissa === 0 ? -Infinity : portableLog(mantissa) + exponent * LOG_BLOCK,
    );
  }

  /** One-sided Jacobi: rotates pairs of columns s_i u_i until all are orthogonal, the greatest first. */
  #orthogonalise(): void {
    for (const column of this.#columns) {
      column.left = 1;
      takeLength(column, 1);
    }
    for (let sweep = 0; sweep < MOST_SWEEPS && this.#sweep(); sweep += 1);
  }

  /** Every pair once. Whether there was anything to do. */
  #sweep(): boolean {
    const columns = this.#columns;
    let changed = false;
    for (let i = 0; i < columns.length; i += 1) {
      for (let j = i + 1; j < columns.length; j += 1) {
        let greater = columns[i];
        let lesser = columns[j];
        if (greater === undefined || lesser === undefined) continue;
        if (ratio(lesser, greater) > 1) {
          columns[i] = lesser;
          columns[j] = greater;
          [greater, lesser] = [lesser, greater];
          changed = true;
        }
        changed = rotate(greater, lesser) || changed;
      }
    }
    return changed;
  }
}

/**
 * Makes two columns orthogonal, unless they are already. With rho = s_j / s_i <= 1 and c = u_i . u_j the angle has
 * tan 2 theta = 2 rho c / (1 - rho^2), and with t = tan theta and tau = t / rho
 *
 *   s_i u_i <- cos theta s_i (u_i + t rho u_j),   s_j u_j <- cos theta s_j (u_j - tau u_i).
 *
 * No size enters but by rho, which may be zero: then this is the step of Gram and Schmidt.
 */
function rotate(i: Column, j: Column): boolean {
  const u = i.direction;
  const v = j.direction;
  const c = dot(u, v);
  if (j.mantissa === 0 || Math.abs(c) <= u.length * Number.EPSILON) return false;
  const rho = ratio(j, i);
  const gap = 1 - rho * rho;
  const tau = (2 * c) / (gap + Math.sqrt(gap * gap + 4 * rho * rho * c * c));
  const t = rho * tau;
  const cosine = 1 / Math.sqrt(1 + t * t);
  for (let row = 0; row < u.length; row += 1) {
    const a = u[row] ?? 0;
    const b = v[row] ?? 0;
    u[row] = a + t * rho * b;
    v[row] = b - tau * a;
  }
  takeLength(i, cosine);
  takeLength(j, cosine);
  // Of a column that depended on others, only rounding errors are left: no digit of them is right.
  if (j.left < 4 * v.length * Number.EPSILON) j.mantissa = 0;
  return true;
}

/** s <- factor s |u|, u <- u / |u|. */
function takeLength(column: Column, factor: number): void {
  const { direction } = column;
  const length = norm(direction);
  if (!Number.isFinite(length)) throw new RangeError('Singular values need finite numbers, got one that is not.');
  column.left *= factor * length;
  resize(column, factor * length);
  if (length > 0) for (let row = 0; row < direction.length; row += 1) direction[row] = (direction[row] ?? 0) / length;
}

function resize(column: Column, factor: number): void {
  column.mantissa *= factor;
  if (column.mantissa === 0) return;
  for (; column.mantissa >= BLOCK; column.exponent += 1) column.mantissa /= BLOCK;
  for (; column.mantissa < 1; column.exponent -= 1) column.mantissa *= BLOCK;
}

/** s_j / s_i; 0 below 2^-256, and Infinity above 2^256 or where s_i alone is 0. */
function ratio(j: Column, i: Column): number {
  const blocks = j.exponent - i.exponent;
  if (j.mantissa === 0) return 0;
  if (i.mantissa === 0 || blocks > 1) return Infinity;
  if (blocks < -1) return 0;
  return (j.mantissa / i.mantissa) * (blocks === 0 ? 1 : blocks > 0 ? BLOCK : 1 / BLOCK);
}
