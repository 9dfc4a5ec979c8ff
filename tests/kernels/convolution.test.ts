import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { use } from '../setup/engine.ts';
import { centralDifferences, normals, relativeError, taken } from '../setup/tensors.ts';

/** TensorFlow.js's CPU backend has every kernel, written for clarity: the oracle. */
const backends = ['cpu', 'wasm'] as const;
beforeAll(async () => {
  for (const backend of backends) await use(backend);
});

interface Case {
  readonly n: number;
  readonly h: number;
  readonly w: number;
  readonly c: number;
  readonly filters: number;
  readonly k: 1 | 3;
  readonly stride: 1 | 2;
}

const cases: readonly Case[] = [
  { n: 1, h: 1, w: 1, c: 1, filters: 1, k: 1, stride: 1 },
  { n: 1, h: 1, w: 1, c: 3, filters: 7, k: 3, stride: 1 },
  { n: 2, h: 4, w: 4, c: 3, filters: 8, k: 3, stride: 1 },
  { n: 1, h: 5, w: 9, c: 7, filters: 3, k: 3, stride: 1 },
  { n: 3, h: 9, w: 5, c: 8, filters: 7, k: 3, stride: 2 },
  { n: 2, h: 6, w: 8, c: 8, filters: 16, k: 3, stride: 2 },
  { n: 2, h: 7, w: 7, c: 1, filters: 8, k: 3, stride: 2 },
  { n: 1, h: 16, w: 16, c: 16, filters: 24, k: 3, stride: 1 },
  { n: 4, h: 3, w: 4, c: 12, filters: 4, k: 1, stride: 1 },
  { n: 2, h: 5, w: 6, c: 8, filters: 8, k: 1, stride: 2 },
];

const named = cases.map((shape) => {
  const { n, h, w, c, filters, k, stride } = shape;
  return { name: `${n} of ${h}x${w}x${c} by ${filters} of ${k}x${k}, stride ${stride}`, shape };
});

interface Results {
  readonly y: Float32Array;
  readonly dx: Float32Array;
  readonly dFilter: Float32Array;
}

const convolve = ({ k, stride }: Case, x: tf.Tensor, filter: tf.Tensor): tf.Tensor =>
  tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, (k - 1) / 2);

/** The convolution, and the gradients of its product with a fixed random tensor. */
async function results(backend: (typeof backends)[number], shape: Case): Promise<Results> {
  await tf.setBackend(backend);
  const { n, h, w, c, filters, k } = shape;
  const x = tf.tensor(normals('x', [n, h, w, c]), [n, h, w, c]);
  const filter = tf.tensor(normals('filter', [k, k, c, filters]), [k, k, c, filters]);
  const y = tf.tidy(() => convolve(shape, x, filter));
  const dy = tf.tensor(normals('dy', y.shape), y.shape);
  const [dx, dFilter] = tf.grads((a: tf.Tensor, b: tf.Tensor) => convolve(shape, a, b))([x, filter], dy);
  tf.dispose([x, filter, dy]);
  return { y: await taken(y), dx: await taken(dx as tf.Tensor), dFilter: await taken(dFilter as tf.Tensor) };
}

describe('convolution on WASM', () => {
  it.each(named)('and its gradients agree with the CPU: $name', async ({ shape }) => {
    const expected = await results('cpu', shape);
    const found = await results('wasm', shape);
    expect(relativeError(found.y, expected.y)).toBeLessThan(2e-6);
    expect(relativeError(found.dx, expected.dx)).toBeLessThan(2e-6);
    expect(relativeError(found.dFilter, expected.dFilter)).toBeLessThan(2e-6);
  });

  it('has the gradients that central differences have', async () => {
    const shape: Case = { n: 2, h: 5, w: 4, c: 3, filters: 5, k: 3, stride: 2 };
    const { dx, dFilter } = await results('wasm', shape);
    const x = normals('x', [2, 5, 4, 3]);
    const filter = normals('filter', [3, 3, 3, 5]);
    const product = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => {
      const y = convolve(shape, a, b);
      return tf.sum(tf.mul(y, tf.tensor(normals('dy', y.shape), y.shape)));
    };
    // Linear in either argument, so that the step may be large.
    const entries = [0, 17, 44, 119];
    const slopes = await centralDifferences((a) => product(a, tf.tensor(filter, [3, 3, 3, 5])), x, [2, 5, 4, 3], entries, 1);
    expect(
      relativeError(
        slopes,
        entries.map((i) => dx[i] ?? Number.NaN),
      ),
    ).toBeLessThan(1e-5);
    const filterSlopes = await centralDifferences(
      (b) => product(tf.tensor(x, [2, 5, 4, 3]), b),
      filter,
      [3, 3, 3, 5],
      entries,
      1,
    );
    expect(
      relativeError(
        filterSlopes,
        entries.map((i) => dFilter[i] ?? Number.NaN),
      ),
    ).toBeLessThan(1e-5);
  });

  it('refuses what it does not compute, instead of computing it wrongly', async () => {
    await tf.setBackend('wasm');
    const x = tf.zeros<tf.Rank.R4>([1, 4, 4, 2]);
    const square = tf.zeros<tf.Rank.R4>([3, 3, 2, 2]);
    const given = 'The WASM convolution takes square kernels, one stride, one margin on all sides, NHWC; got';
    expect(() => tf.conv2d(x, tf.zeros<tf.Rank.R4>([3, 1, 2, 2]), 1, 'valid')).toThrow(`${given} kernel 3,1,2,2`);
    expect(() => tf.conv2d(x, square, 2, 'same')).toThrow(`${given} kernel 3,3,2,2, strides 2, pad same`);
    expect(() => tf.conv2d(x, square, 1, 1, 'NHWC', 2)).toThrow('dilations 2');
  });
});

describe('matrix products on WASM', () => {
  const sizes = [
    { m: 1, k: 1, n: 1 },
    { m: 3, k: 7, n: 5 },
    { m: 32, k: 30, n: 10 },
    { m: 67, k: 784, n: 30 },
    { m: 100, k: 8, n: 16 },
  ];

  it.each(sizes)('agree with the CPU, either side transposed: [$m, $k] by [$k, $n]', async ({ m, k, n }) => {
    for (const [transposeA, transposeB] of [
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ] as const) {
      const products: Float32Array[] = [];
      for (const backend of backends) {
        await tf.setBackend(backend);
        const shapes = { a: transposeA ? [k, m] : [m, k], b: transposeB ? [n, k] : [k, n] };
        const product = tf.tidy(() => {
          const a = tf.tensor2d(normals('a', shapes.a), shapes.a as [number, number]);
          const b = tf.tensor2d(normals('b', shapes.b), shapes.b as [number, number]);
          return tf.matMul(a, b, transposeA, transposeB);
        });
        expect(product.shape).toEqual([m, n]);
        products.push(await taken(product));
      }
      expect(relativeError(products[1] ?? [], products[0] ?? [])).toBeLessThan(2e-6);
    }
  });

  it('leave batches of matrices to TensorFlow.js', async () => {
    await tf.setBackend('wasm');
    const product = tf.tidy(() => tf.matMul(tf.tensor3d([1, 2, 3, 4], [2, 1, 2]), tf.tensor3d([5, 6, 7, 8], [2, 2, 1])));
    expect([...(await taken(product))]).toEqual([17, 53]);
  });
});
