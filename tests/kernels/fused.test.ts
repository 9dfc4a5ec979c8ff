import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Kernels } from '../../src/lib/core/kernels/kernels.ts';
import { use } from '../setup/engine.ts';
import { normals, relativeError, taken } from '../setup/tensors.ts';

/** The composed kernels on the CPU are the reference for the fused ones on WASM. */
const sets = {} as Record<'cpu' | 'wasm', Kernels>;
beforeAll(async () => {
  sets.cpu = await use('cpu');
  sets.wasm = await use('wasm');
});

/** What a computation gives with each set of kernels, as arrays. */
async function both(compute: (kernels: Kernels) => tf.Tensor[]): Promise<{ cpu: Float32Array[]; wasm: Float32Array[] }> {
  const results = { cpu: [] as Float32Array[], wasm: [] as Float32Array[] };
  for (const backend of ['cpu', 'wasm'] as const) {
    await tf.setBackend(backend);
    results[backend] = await Promise.all(tf.tidy(() => compute(sets[backend])).map(taken));
  }
  return results;
}

function expectEqual({ cpu, wasm }: { cpu: Float32Array[]; wasm: Float32Array[] }, tolerance: number): void {
  expect(wasm.length).toBe(cpu.length);
  wasm.forEach((values, i) => expect(relativeError(values, cpu[i] ?? [])).toBeLessThan(tolerance));
}

const tensor = <R extends tf.Rank>(name: string, shape: number[]): tf.Tensor<R> =>
  tf.tensor<R>(normals(name, shape), shape as tf.ShapeMap[R]);

const shapes = [
  { shape: [1, 1, 1, 4] },
  { shape: [2, 3, 5, 8] },
  { shape: [3, 7, 2, 12] },
  { shape: [32, 16, 16, 8] },
  { shape: [1, 5, 3, 7] },
  { shape: [4, 2, 2, 1] },
  { shape: [2, 3, 3, 3] },
];

describe('normalisation', () => {
  describe.each(shapes)('over $shape', ({ shape }) => {
    const channels = shape[3] ?? 0;
    const gain = (): tf.Tensor1D => tensor('gain', [channels]);
    const shift = (): tf.Tensor1D => tensor('shift', [channels]);
    // Far from 0, where a variance from squares alone would lose its digits.
    const input = (): tf.Tensor4D => tf.add(tensor<tf.Rank.R4>('x', shape), 10);

    it('has the moments of the reference', async () => {
      const moments = await both((kernels) => Object.values(kernels.moments(input())) as tf.Tensor[]);
      expectEqual(moments, shape[0] === 1 && shape[1] === 1 ? 1e-6 : 3e-5);
    });

    it.each([true, false])('has the values and gradients of the reference, ReLU: %s', async (relu) => {
      const results = await both((kernels) => {
        const x = tensor<tf.Rank.R4>('x', shape);
        const settings = { ...kernels.moments(x), gain: gain(), shift: shift(), epsilon: 1e-5, relu };
        const y = kernels.normalize(x, settings);
        return [y, ...kernels.normalizeGradient(tensor('dy', shape), x, y, settings)];
      });
      expectEqual(results, 2e-5);
    });
  });

  it('is not led astray by a constant channel', async () => {
    const results = await both((kernels) => {
      const x = tf.fill<tf.Rank.R4>([2, 2, 2, 4], 3);
      const settings = { ...kernels.moments(x), gain: tf.ones<tf.Rank.R1>([4]), shift: tf.zeros<tf.Rank.R1>([4]) };
      return [kernels.normalize(x, { ...settings, epsilon: 1e-5, relu: false })];
    });
    expect([...(results.wasm[0] ?? [])]).toEqual(new Array(32).fill(0));
    expectEqual(results, 1e-7);
  });

  it('passes a number that is not one on, also through the ReLU', async () => {
    const results = await both((kernels) => {
      const [zeros, ones] = [tf.zeros<tf.Rank.R1>([4]), tf.ones<tf.Rank.R1>([4])];
      const x = tf.fill<tf.Rank.R4>([1, 1, 1, 4], Number.NaN);
      return [kernels.normalize(x, { mean: zeros, variance: ones, gain: ones, shift: zeros, epsilon: 1e-5, relu: true })];
    });
    expect([...(results.wasm[0] ?? [])]).toEqual(new Array(4).fill(Number.NaN));
  });
});

describe('elementwise kernels', () => {
  it.each([1, 3, 4, 7, 64, 1001])('add, cut off at 0 and hand gradients back, over %i numbers', async (count) => {
    const results = await both((kernels) => {
      const y = kernels.addRelu(tensor('a', [count]), tensor('b', [count]));
      return [y, kernels.reluGradient(tensor('dy', [count]), y)];
    });
    expectEqual(results, 1e-7);
    const [y = [], dx = []] = results.wasm;
    expect(dx.length).toBe(count);
    for (let i = 0; i < count; i += 1) expect(dx[i] === 0).toBe(y[i] === 0);
  });

  it.each([1, 4, 10, 8192])('update %i weights with momentum and decay, step after step', async (count) => {
    const results = await both((kernels) => {
      const variable = tf.variable(tensor('w', [count]));
      const velocity = tf.variable(tf.zeros([count]));
      for (let step = 0; step < 3; step += 1) {
        kernels.update([{ variable, velocity, gradient: tensor(`g${step}`, [count]), weightDecay: 0.01 }], 0.1, 0.9);
      }
      const values = [tf.clone(variable), tf.clone(velocity)];
      tf.dispose([variable, velocity]);
      return values;
    });
    expectEqual(results, 1e-6);
  });

  it('follow the statistics of batches', async () => {
    const results = await both((kernels) => {
      const running = tf.variable(tf.ones([7]));
      kernels.follow(running, tensor('batch', [7]), 0.1, 32 / 31);
      const values = [tf.clone(running)];
      running.dispose();
      return values;
    });
    expectEqual(results, 1e-6);
  });

  it('measure norms, also of numbers whose squares overflow in float32', async () => {
    for (const backend of ['cpu', 'wasm'] as const) {
      await tf.setBackend(backend);
      const tensors = [tf.tensor([3, 4]), tensor('g', [1001]), tf.zeros([5])];
      const { loss, norms } = await sets[backend].measure(tf.scalar(1.5), tensors);
      expect(loss).toBe(1.5);
      const expected = Math.sqrt(normals('g', [1001]).reduce((sum, value) => sum + value * value, 0));
      expect(relativeError(norms, [5, expected, 0])).toBeLessThan(1e-6);
    }
    const { norms } = await sets.wasm.measure(tf.scalar(0), [tf.fill([9], 1e30)]);
    expect(norms[0]).toBeCloseTo(3e30, -24);
  });
});
