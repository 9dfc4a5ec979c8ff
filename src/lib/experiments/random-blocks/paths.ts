import { timesVector, type Matrix } from '../../matrices/matrix.ts';

/** What comes of a gradient g at the top of residual blocks, and of what ways. */
export interface Gradient {
  /** |g_j| / |g| for j = 0 to N, g_j = (I + J_j)^T ... (I + J_(N-1))^T g. */
  readonly whole: readonly number[];
  /** |g_j - g| / |g|: all that did not take the shortcut everywhere. */
  readonly rest: readonly number[];
  /** Of g_0, for m = 0 to N: |sum of all paths that pass m branches| / |g|. */
  readonly paths: readonly number[];
  /** g_0 - the sum over m of those, at its largest, against the sum of their lengths: how well sum and product agree. */
  readonly error: number;
}

/**
 * (I + J_0)^T ... (I + J_(N-1))^T g as a product, block by block, and as a sum over the 2^N paths that pass each block by its shortcut or by
 * its branch, those through m branches taken together: p_m <- p_m + J_k^T p_(m-1), from p_0 = g.
 *
 * @param jacobians J_k^T for k = 0 to N - 1.
 */
export function gradientThrough(jacobians: readonly Matrix[], g: Float64Array): Gradient {
  const size = length(g);
  let whole = g;
  let paths: readonly Float64Array[] = [g];
  const sizes = { whole: [1], rest: [0] };
  for (const jacobian of jacobians.toReversed()) {
    whole = sum(whole, timesVector(jacobian, whole));
    const through = paths.map((path) => timesVector(jacobian, path));
    paths = [...paths, new Float64Array(g.length)].map((path, m) => sum(path, through[m - 1]));
    sizes.whole.push(length(whole) / size);
    sizes.rest.push(length(whole.map((value, i) => value - (g[i] ?? 0))) / size);
  }
  const lengths = paths.map(length);
  const total = paths.reduce((all, path) => sum(all, path), new Float64Array(g.length));
  const differences = whole.map((value, i) => Math.abs(value - (total[i] ?? Number.NaN)));
  return {
    whole: sizes.whole.reverse(),
    rest: sizes.rest.reverse(),
    paths: lengths.map((value) => value / size),
    error: Math.max(...differences) / lengths.reduce((all, value) => all + value, 0),
  };
}

const length = (v: Float64Array): number => Math.sqrt(v.reduce((squares, value) => squares + value * value, 0));

const sum = (a: Float64Array, b: Float64Array | undefined): Float64Array =>
  b === undefined ? a : a.map((value, i) => value + (b[i] ?? 0));
