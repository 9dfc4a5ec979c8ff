import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../../src/lib/core/layers-model/backend.ts';
import { columnKernels } from '../../src/lib/core/layers-model/column-kernels.ts';
import { normalizeBatch } from '../../src/lib/core/tape/operations.ts';
import { tensorKernels } from '../../src/lib/core/tape/tensor-kernels.ts';
import { backendFiles } from '../setup/layers-backend.ts';
import { normals, relativeError } from '../setup/tensors.ts';

beforeAll(async () => {
  expect(await openBackend(backendFiles)).toBe('wasm');
});

const variable = (value: number): tf.Variable => tf.tidy(() => tf.variable(tf.fill([6], value)));

/** Output, running statistics, and gradients for input, gains and shifts. */
async function numbersOf(kernels: typeof tensorKernels, relu: boolean): Promise<readonly Float32Array[]> {
  const shape: [number, number, number, number] = [3, 5, 4, 6];
  const running = { mean: variable(0), variance: variable(1), momentum: 0.1 };
  const results = tf.tidy(() => {
    const x = tf.add(tf.mul(tf.tensor4d(normals('x', shape), shape), 3), 5);
    const [gain, shift] = [tf.tensor1d(normals('gain', [6])), tf.tensor1d(normals('shift', [6]))];
    const weights = tf.tensor4d(normals('weights', shape), shape);
    const normalized = (a: tf.Tensor, g: tf.Tensor, s: tf.Tensor): tf.Tensor4D =>
      normalizeBatch(
        kernels,
        a as tf.Tensor4D,
        { gain: g as tf.Tensor1D, shift: s as tf.Tensor1D, epsilon: 1e-3, relu },
        running,
      );
    const gradients = tf.grads((a: tf.Tensor, g: tf.Tensor, s: tf.Tensor) => tf.sum(tf.mul(normalized(a, g, s), weights)))([
      x,
      gain,
      shift,
    ]);
    return [normalized(x, gain, shift), ...gradients];
  });
  const numbers = await Promise.all([...results, running.mean, running.variance].map((tensor) => tensor.data<'float32'>()));
  tf.dispose([results, running.mean, running.variance]);
  return numbers;
}

describe('normalisation in fewer passes', () => {
  it.each([false, true])('gives the numbers of the reference, with a ReLU: %s', async (relu) => {
    const before = tf.memory().numTensors;
    const ours = await numbersOf({ ...tensorKernels, ...columnKernels }, relu);
    const theirs = await numbersOf(tensorKernels, relu);
    expect(theirs).toHaveLength(6);
    theirs.forEach((numbers, i) => expect(relativeError(ours[i] ?? [], numbers)).toBeLessThan(2e-5));
    expect(tf.memory().numTensors).toBe(before);
  });
});
