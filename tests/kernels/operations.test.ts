import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Kernels } from '../../src/lib/core/kernels/kernels.ts';
import { losses } from '../../src/lib/core/losses.ts';
import { addRelu, normalizeBatch, relu, subsample } from '../../src/lib/core/operations.ts';
import { use } from '../setup/engine.ts';
import { centralDifferences, normals, relativeError, taken } from '../setup/tensors.ts';

describe.each(['cpu', 'wasm'] as const)('gradients on %s agree with central differences:', (backend) => {
  let kernels: Kernels;
  beforeAll(async () => {
    kernels = await use(backend);
    await tf.setBackend(backend);
  });

  /** Compares the gradient of sum(f(x) r), r random, in a few entries of x. */
  async function check(f: (x: tf.Tensor) => tf.Tensor, shape: number[], step: number, tolerance: number): Promise<void> {
    const weighted = (x: tf.Tensor): tf.Tensor => {
      const y = f(x);
      return tf.sum(tf.mul(y, tf.tensor(normals('weights', y.shape), y.shape)));
    };
    const x = normals('x', shape);
    const gradient = await taken(tf.tidy(() => tf.grad(weighted)(tf.tensor(x, shape))));
    const entries = [0, 1, 5, Math.floor(x.length / 2), x.length - 1];
    const slopes = await centralDifferences(weighted, x, shape, entries, step);
    expect(
      relativeError(
        entries.map((i) => gradient[i] ?? Number.NaN),
        slopes,
      ),
    ).toBeLessThan(tolerance);
  }

  it.each([4, 3])('batch normalisation of %i channels, input', async (channels) => {
    const gain = tf.tensor1d(normals('gain', [channels]));
    const shift = tf.tensor1d(normals('shift', [channels]));
    const apply = (x: tf.Tensor): tf.Tensor =>
      normalizeBatch(kernels, x as tf.Tensor4D, { ...kernels.moments(x), gain, shift, epsilon: 1e-5, relu: false });
    await check(apply, [3, 4, 2, channels], 0.02, 2e-3);
  });

  it.each(['gain', 'shift'] as const)('batch normalisation, %s', async (which) => {
    const x = tf.tensor4d(normals('image', [2, 3, 3, 8]), [2, 3, 3, 8]);
    const others = { gain: tf.tensor1d(normals('gain', [8])), shift: tf.tensor1d(normals('shift', [8])) };
    const apply = (value: tf.Tensor): tf.Tensor =>
      normalizeBatch(kernels, x, { ...kernels.moments(x), ...others, [which]: value as tf.Tensor1D, epsilon: 1e-5, relu: false });
    await check(apply, [8], 0.1, 1e-3);
  });

  it('batch normalisation with a ReLU', async () => {
    const gain = tf.tensor1d(normals('gain', [4]));
    const shift = tf.tensor1d([5, -5, 0.3, 0.1]);
    const apply = (x: tf.Tensor): tf.Tensor =>
      normalizeBatch(kernels, x as tf.Tensor4D, { ...kernels.moments(x), gain, shift, epsilon: 1e-5, relu: true });
    await check(apply, [3, 4, 2, 4], 0.005, 1e-2);
  });

  it('ReLU', () => check((x) => relu(kernels, x), [5, 7], 1e-3, 1e-3));

  it('sum with a ReLU, where both sides depend on the input', () =>
    check((x) => addRelu(kernels, x, tf.mul(x, tf.scalar(0.5))), [4, 9], 1e-3, 1e-3));

  it.each([
    { shape: [2, 4, 6, 3], channels: 8 },
    { shape: [1, 5, 3, 4], channels: 4 },
    { shape: [1, 1, 1, 7], channels: 8 },
  ])('option A shortcut of $shape', async ({ shape, channels }) => {
    await check((x) => subsample(x as tf.Tensor4D, channels), shape, 0.5, 1e-4);
  });

  it.each(['softmaxCrossEntropy', 'sigmoidCrossEntropy'] as const)('%s', async (loss) => {
    const targets = tf.oneHot(tf.tensor1d([0, 2, 9], 'int32'), 10) as tf.Tensor2D;
    await check((x) => losses[loss](x as tf.Tensor2D, tf.cast(targets, 'float32')), [3, 10], 0.02, 2e-3);
  });

  it.each([
    { loss: 'softmaxCrossEntropy', expected: 600 },
    // 300 for the missed class, 300 for the class that is wrongly sure.
    { loss: 'sigmoidCrossEntropy', expected: 600 },
  ] as const)('$loss stays finite for logits of 300', async ({ loss, expected }) => {
    const logits = tf.tensor2d([[300, -300]]);
    const targets = tf.tensor2d([[0, 1]]);
    const { value, grad } = tf.valueAndGrad((z: tf.Tensor) => losses[loss](z as tf.Tensor2D, targets))(logits);
    expect((await taken(value))[0]).toBeCloseTo(expected, 3);
    expect([...(await taken(grad))]).toEqual([expect.closeTo(1, 6), expect.closeTo(-1, 6)]);
  });

  it('option A keeps every second pixel and appends zeros', async () => {
    const x = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
    expect([...(await taken(subsample(x, 2)))]).toEqual([1, 0, 3, 0, 7, 0, 9, 0]);
  });
});
