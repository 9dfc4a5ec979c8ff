import * as tf from '@tensorflow/tfjs-core';
import type { Kernels } from '../tape/kernels.ts';
import { tensorKernels } from '../tape/tensor-kernels.ts';
import { filled, type Heap } from './filled.ts';

const rows = (x: tf.Tensor): tf.Tensor2D => tf.reshape(x, [-1, x.shape.at(-1) ?? 1]);

/** The sum over all rows of x [m, channels]. The WASM backend would turn x round for it, which takes longer than to add it up. */
function columnSums(x: tf.Tensor2D): tf.Tensor1D {
  if (tf.getBackend() !== 'wasm') return tf.sum(x, 0);
  const channels = x.shape[1];
  return filled<tf.Rank.R1>(tf.backend() as unknown as Heap, [channels], [x], (to, from) => {
    const sums = new Float64Array(channels);
    for (let row = 0; row < from.length; row += channels)
      for (let channel = 0; channel < channels; channel += 1) sums[channel] = (sums[channel] ?? 0) + (from[row + channel] ?? 0);
    to.set(sums);
  });
}

const follow = (running: tf.Variable, batch: tf.Tensor, momentum: number): void =>
  running.assign(tf.add(tf.mul(running, 1 - momentum), tf.mul(batch, momentum)));

/** The same numbers as those of `tensorKernels`, up to rounding, in fewer passes over the maps. */
export const columnKernels: Pick<Kernels, 'normalize' | 'normalizeBatch' | 'normalizeGradient' | 'activationGradient'> = {
  activationGradient: tensorKernels.activationGradient,

  /** y = x scale + offset: what depends on channels alone is put together first. */
  normalize: (x, { gain, shift, epsilon, relu }, { mean, variance }) =>
    tf.tidy(() => {
      const scale = tf.mul(gain, tf.rsqrt(tf.add(variance, epsilon)));
      const y = tf.add<tf.Tensor4D>(tf.mul(x, scale), tf.sub(shift, tf.mul(mean, scale)));
      return relu ? tf.relu(y) : y;
    }),

  normalizeBatch: (x, settings, running) => {
    const flat = rows(x);
    const [m] = flat.shape;
    const mean = tf.div<tf.Tensor1D>(columnSums(flat), m);
    const variance = tf.div<tf.Tensor1D>(columnSums(tf.square(tf.sub(flat, mean))), m);
    follow(running.mean, mean, running.momentum);
    follow(running.variance, tf.mul(variance, m / Math.max(1, m - 1)), running.momentum);
    const y = columnKernels.normalize(x, settings, { mean, variance });
    return { y, kept: [mean, tf.rsqrt(tf.add(variance, settings.epsilon))] };
  },

  /** dx = a dz + b x + c, with a = gain / deviation, b = -a dGain / (m deviation) and c = -a dShift / m - b mean. */
  normalizeGradient: (dy, x, { y, kept }, { gain, relu }) =>
    tf.tidy(() => {
      const dz = rows(relu ? tensorKernels.activationGradient('relu', dy, y) : dy);
      const [mean, inverse] = kept as [tf.Tensor1D, tf.Tensor1D];
      const flat = rows(x);
      const dShift = columnSums(dz);
      const dGain = tf.mul<tf.Tensor1D>(tf.sub(columnSums(tf.mul(dz, flat)), tf.mul(mean, dShift)), inverse);
      const [m] = flat.shape;
      const a = tf.mul(gain, inverse);
      const b = tf.neg(tf.div(tf.mul(a, tf.mul(inverse, dGain)), m));
      const c = tf.neg(tf.add(tf.div(tf.mul(a, dShift), m), tf.mul(b, mean)));
      const dx = tf.add(tf.add(tf.mul(dz, a), tf.mul(flat, b)), c);
      return [tf.reshape<tf.Rank.R4>(dx, x.shape), dGain, dShift];
    }),
};
