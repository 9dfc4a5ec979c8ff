import * as tf from '@tensorflow/tfjs-core';
import { stream } from '../../src/lib/random/stream.ts';

/** Standard normal numbers that depend on their name only. */
export function normals(name: string, shape: readonly number[]): Float32Array {
  const { gaussian } = stream(0, name);
  const count = shape.reduce((product, length) => product * length, 1);
  return Float32Array.from({ length: count }, () => gaussian());
}

/** Reads a tensor and disposes of it. */
export async function taken(tensor: tf.Tensor): Promise<Float32Array> {
  const values = await tensor.data<'float32'>();
  tensor.dispose();
  return values;
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

/**
 * Gradient of a scalar function by central differences, for a few entries of `at`. In float32 the error is about
 * 1e-7 |f| / step + step^2 |f'''|.
 */
export async function centralDifferences(
  f: (x: tf.Tensor) => tf.Tensor,
  at: Float32Array,
  shape: number[],
  entries: readonly number[],
  step: number,
): Promise<number[]> {
  const slopes: number[] = [];
  for (const entry of entries) {
    const [above = 0, below = 0] = await Promise.all(
      [step, -step].map(async (move) => {
        const moved = at.slice();
        moved[entry] = (moved[entry] ?? 0) + move;
        const [value = Number.NaN] = await taken(tf.tidy(() => f(tf.tensor(moved, shape))));
        return value;
      }),
    );
    slopes.push((above - below) / (2 * step));
  }
  return slopes;
}
