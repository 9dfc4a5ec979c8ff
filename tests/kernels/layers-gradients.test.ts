import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../../src/lib/core/layers-model/backend.ts';
import { backendFiles } from '../setup/layers-backend.ts';
import { normals, relativeError } from '../setup/tensors.ts';

type Pair = readonly [input: Float32Array, filter: Float32Array];

/** Gradients of sum(weights * conv) for input and filter on a backend. */
async function gradients(
  backend: string,
  convolve: (x: tf.Tensor4D, f: tf.Tensor4D) => tf.Tensor,
  shapes: Shapes,
): Promise<Pair> {
  await tf.setBackend(backend);
  const results = tf.tidy(() => {
    const x = tf.tensor4d(normals('x', shapes.x), shapes.x);
    const f = tf.tensor4d(normals('f', shapes.f), shapes.f);
    const { shape } = convolve(x, f);
    const weights = tf.tensor(normals('weights', shape), shape);
    return tf.grads((a: tf.Tensor, b: tf.Tensor) => tf.sum(tf.mul(convolve(a as tf.Tensor4D, b as tf.Tensor4D), weights)))([
      x,
      f,
    ]);
  });
  const [input = new Float32Array(), filter = new Float32Array()] = await Promise.all(results.map((r) => r.data<'float32'>()));
  tf.dispose(results);
  return [input, filter];
}

type Size = [number, number, number, number];
interface Shapes {
  readonly x: Size;
  readonly f: Size;
}

const cases = [
  { x: [2, 7, 6, 3], f: [3, 3, 3, 4], stride: 1, pad: 'same' },
  { x: [2, 7, 6, 3], f: [3, 3, 3, 4], stride: 2, pad: 'same' },
  { x: [2, 8, 8, 3], f: [3, 3, 3, 4], stride: 2, pad: 'valid' },
  { x: [2, 9, 8, 3], f: [2, 4, 3, 2], stride: 3, pad: 'valid' },
  { x: [3, 5, 5, 4], f: [1, 1, 4, 6], stride: 1, pad: 'same' },
  { x: [3, 6, 6, 4], f: [1, 1, 4, 6], stride: 2, pad: 'same' },
  { x: [1, 6, 6, 2], f: [3, 3, 2, 2], stride: 1, pad: 2 },
] as const;
const depthwise = cases.map(({ f: [height, width, channels], ...rest }, i) => ({
  ...rest,
  f: [height, width, channels, 1 + (i % 3)] as const,
}));

beforeAll(async () => {
  expect(await openBackend(backendFiles)).toBe('wasm');
});

describe.each([
  ['conv2d', cases],
  ['depthwiseConv2d', depthwise],
] as const)('the gradients of %s on WebAssembly', (kind, list) => {
  it.each(list)(
    'are those of plain JavaScript: x [$x], filter [$f], stride $stride, padding $pad',
    async ({ x, f, stride, pad }) => {
      const convolve = (a: tf.Tensor4D, b: tf.Tensor4D): tf.Tensor => tf[kind](a, b, stride, pad);
      const shapes = { x: [...x] as Size, f: [...f] as Size };
      const [ours, theirs] = [await gradients('wasm', convolve, shapes), await gradients('cpu', convolve, shapes)];
      expect(relativeError(ours[0], theirs[0])).toBeLessThan(1e-5);
      expect(relativeError(ours[1], theirs[1])).toBeLessThan(1e-5);
    },
  );

  it('leave no tensor behind', async () => {
    await tf.setBackend('wasm');
    const shapes = { x: [2, 7, 6, 3] as Size, f: [3, 3, 3, 2] as Size };
    const run = () => gradients('wasm', (a, b) => tf[kind](a, b, 2, 'same'), shapes);
    await run();
    const before = tf.memory().numTensors;
    await run();
    expect(tf.memory().numTensors).toBe(before);
  });
});
