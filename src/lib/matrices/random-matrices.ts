import type { Stream } from '../random/stream.ts';
import { transpose, type Matrix } from './matrix.ts';
import { qr } from './qr.ts';

/** Independent Gaussian entries with mean 0 and this standard deviation, drawn row by row. */
export function gaussian(rows: number, columns: number, std: number, random: Stream): Matrix {
  const values = new Float64Array(rows * columns);
  for (let k = 0; k < values.length; k += 1) values[k] = std * random.gaussian();
  return { rows, columns, values };
}

/**
 * A random matrix with orthonormal rows or columns, whichever are fewer, no direction preferred: the Q of a tall Gaussian matrix
 * with R's diagonal positive, turned where it should be wide. The recipe of `torch.nn.init.orthogonal_` (Saxe et al. 2014).
 */
export function orthogonal(rows: number, columns: number, random: Stream): Matrix {
  const { q } = qr(gaussian(Math.max(rows, columns), Math.min(rows, columns), 1, random));
  return rows < columns ? transpose(q) : q;
}
