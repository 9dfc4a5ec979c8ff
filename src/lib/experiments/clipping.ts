/** Two ways of clipping a gradient, as `clip_grad_norm_` and `clip_grad_value_` of PyTorch compute them, in float64. */

export type Vector = readonly number[];

/** What PyTorch adds to the norm, so that it never divides by zero. */
const epsilon = 1e-6;

/** The Euclidean length. `Math.hypot` may differ between engines in its last digit; a sum of squares does not. */
export const norm = (g: Vector): number => Math.sqrt(dot(g, g));

export const dot = (a: Vector, b: Vector): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

/** By what clipping at `threshold` multiplies a gradient of this length: threshold / (length + 1e-6), and at most 1. */
export const clipCoefficient = (length: number, threshold: number): number => Math.min(1, threshold / (length + epsilon));

/** g shortened to the length `threshold` where it is longer; its direction stays. */
export function clipByNorm(g: Vector, threshold: number): Vector {
  const coefficient = clipCoefficient(norm(g), threshold);
  return g.map((value) => coefficient * value);
}

/** g with every component beyond `threshold` in size brought back to it; its direction changes. */
export const clipByValue = (g: Vector, threshold: number): Vector =>
  g.map((value) => Math.min(threshold, Math.max(-threshold, value)));

/** The cosine of the angle between two vectors; 1 where one of them is zero and there is no angle. */
export function cosine(a: Vector, b: Vector): number {
  const lengths = norm(a) * norm(b);
  return lengths === 0 ? 1 : dot(a, b) / lengths;
}

/**
 * The angle between two vectors in degrees, from its tangent: norm(a x b) = sqrt(sum over i < j of (a_i b_j - a_j b_i)^2) over a . b. The
 * arc cosine would lose half of its digits where the angle is small.
 */
export function angle(a: Vector, b: Vector): number {
  let square = 0;
  a.forEach((left, i) => {
    for (let j = 0; j < i; j++) square += (left * (b[j] ?? 0) - (a[j] ?? 0) * (b[i] ?? 0)) ** 2;
  });
  return (Math.atan2(Math.sqrt(square), dot(a, b)) * 180) / Math.PI;
}
