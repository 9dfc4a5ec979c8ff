import { product, scaledIdentity, scaled, timesVector, type Matrix } from '../../matrices/matrix.ts';
import { stream } from '../../random/stream.ts';

/** Numbers in the stream that the blocks read and write. */
export const width = 24;

/**
 * Branches: F_k(x) = s W'_k relu(W_k x) with weights of each block's own, which at s = 1 keep the mean square of signals and gradients on
 * average; or, in every block, F(x) = s x, and F(x) = -s x.
 */
export type Branch = 'random' | 'adds' | 'takes';

/** Standard Gaussian numbers of one purpose, kept: moving a slider draws nothing anew. */
const known = new Map<string, Float64Array>();

function gaussians(start: number, purpose: string, count: number): Float64Array {
  const key = `${start} ${purpose}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const random = stream(start, purpose);
  const drawn = new Float64Array(count).map(() => random.gaussian());
  known.set(key, drawn);
  return drawn;
}

/** A standard Gaussian vector [width] of a start: the input, or a gradient at the top. */
export const vectorOf = (start: number, purpose: string): Float64Array => gaussians(start, purpose, width);

/** Gaussian weights [width, width] with this variance of an entry. */
function weightsOf(start: number, purpose: string, variance: number): Matrix {
  const drawn: Matrix = { rows: width, columns: width, values: gaussians(start, purpose, width * width) };
  return scaled(drawn, Math.sqrt(variance));
}

/**
 * J_k^T for k = 0 to count - 1, J_k = dF_k/dx_k [width, width], along the way of a random input through x_(k+1) = x_k + F_k(x_k).
 *
 * @param s the scale of all branches.
 */
export function transposedJacobians(branch: Branch, start: number, count: number, s: number): readonly Matrix[] {
  if (branch !== 'random') return Array.from({ length: count }, () => scaledIdentity(width, branch === 'adds' ? s : -s));
  let x = vectorOf(start, 'input');
  return Array.from({ length: count }, (_, k) => {
    const [inner, outer] = [
      weightsOf(start, `inner weights of block ${k}`, 2 / width),
      weightsOf(start, `outer weights of block ${k}`, 1 / width),
    ];
    const z = timesVector(inner, x);
    const responses = timesVector(
      outer,
      z.map((value) => Math.max(value, 0)),
    );
    x = x.map((value, i) => value + s * (responses[i] ?? 0));
    return transposedJacobian(inner, outer, z, s);
  });
}

/** (s W' D W)^T, D the diagonal matrix of relu'(z). */
function transposedJacobian(inner: Matrix, outer: Matrix, z: Float64Array, s: number): Matrix {
  const slopes = z.map((value) => (value > 0 ? s : 0));
  const turned = new Float64Array(width * width);
  const passed = new Float64Array(width * width);
  for (let unit = 0; unit < width; unit += 1) {
    for (let i = 0; i < width; i += 1) {
      turned[i * width + unit] = inner.values[unit * width + i] ?? 0;
      passed[unit * width + i] = (slopes[unit] ?? 0) * (outer.values[i * width + unit] ?? 0);
    }
  }
  const matrixOf = (values: Float64Array): Matrix => ({ rows: width, columns: width, values });
  return product(matrixOf(turned), matrixOf(passed));
}
