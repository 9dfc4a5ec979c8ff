import { stream } from '../../src/lib/random/stream.ts';

/** Standard normal numbers that depend on their name only. */
export function normals(name: string, shape: readonly number[]): Float32Array {
  const { gaussian } = stream(0, name);
  const count = shape.reduce((product, length) => product * length, 1);
  return Float32Array.from({ length: count }, () => gaussian());
}

/** The largest difference, relative to the largest number of `expected`; Infinity where sizes differ or a number is not finite. */
export function relativeError(values: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (values.length !== expected.length) return Infinity;
  let scale = 0;
  let worst = 0;
  for (let i = 0; i < expected.length; i += 1) {
    const [value = Number.NaN, target = Number.NaN] = [values[i], expected[i]];
    if (!Number.isFinite(value) || !Number.isFinite(target)) return Infinity;
    scale = Math.max(scale, Math.abs(target));
    worst = Math.max(worst, Math.abs(value - target));
  }
  return scale === 0 ? worst : worst / scale;
}
