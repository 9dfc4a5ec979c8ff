import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from '../../models/layers.ts';
import { normalizeExamples, normalizeExamplesGradient } from './example-norm.ts';
import type { Kernels, NormalizedBatch, NormSettings, Running, Statistics } from './kernels.ts';
import { losses } from './losses.ts';
import { TensorOptimizer } from './TensorOptimizer.ts';

const rows = (x: tf.Tensor): tf.Tensor2D => tf.reshape(x, [-1, x.shape.at(-1) ?? 1]);

function normalize(x: tf.Tensor4D, settings: NormSettings, { mean, variance }: Statistics): tf.Tensor4D {
  const { gain, shift, epsilon, relu } = settings;
  return tf.tidy(() => {
    const scale = tf.mul(gain, tf.rsqrt(tf.add(variance, epsilon)));
    const y = tf.add<tf.Tensor4D>(tf.mul(tf.sub(x, mean), scale), shift);
    return relu ? tf.relu(y) : y;
  });
}

function normalizeBatch(x: tf.Tensor4D, settings: NormSettings, running: Running): NormalizedBatch {
  const flat = rows(x); // [m, channels]
  const [m] = flat.shape;
  const mean = tf.mean<tf.Tensor1D>(flat, 0);
  const variance = tf.mean<tf.Tensor1D>(tf.square(tf.sub(flat, mean)), 0);
  follow(running.mean, mean, running.momentum);
  follow(running.variance, tf.mul(variance, m / Math.max(1, m - 1)), running.momentum);
  const y = normalize(x, settings, { mean, variance });
  return { y, kept: [mean, tf.rsqrt(tf.add(variance, settings.epsilon))] };
}

function follow(running: tf.Variable, batch: tf.Tensor1D, momentum: number): void {
  tf.tidy(() => running.assign(tf.add(tf.mul(running, 1 - momentum), tf.mul(batch, momentum))));
}

/** dx = gain / sqrt(variance + epsilon) (dz - mean(dz) - h mean(dz h)), with h the normalised input (Ioffe and Szegedy 2015). */
function normalizeGradient(
  dy: tf.Tensor4D,
  x: tf.Tensor4D,
  { y, kept }: NormalizedBatch,
  { gain, relu }: NormSettings,
): [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D] {
  return tf.tidy(() => {
    const dz = rows(relu ? activationGradient('relu', dy, y) : dy); // [m, channels]
    const [mean, inverse] = kept as [tf.Tensor1D, tf.Tensor1D];
    const h = tf.mul(tf.sub(rows(x), mean), inverse);
    const dShift = tf.sum<tf.Tensor1D>(dz, 0);
    const dGain = tf.sum<tf.Tensor1D>(tf.mul(dz, h), 0);
    const share = 1 / dz.shape[0];
    const centred = tf.sub(tf.sub(dz, tf.mul(dShift, share)), tf.mul(h, tf.mul(dGain, share)));
    const dx = tf.reshape<tf.Rank.R4>(tf.mul(centred, tf.mul(gain, inverse)), x.shape);
    return [dx, dGain, dShift];
  });
}

const addRelu = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.tidy(() => tf.relu(tf.add(a, b)));

const gate = (h: tf.Tensor, t: tf.Tensor, x: tf.Tensor, open: boolean): tf.Tensor =>
  tf.tidy(() => tf.add(open ? h : tf.mul(h, t), tf.mul(x, tf.sub(1, t))));

const gateGradient: Kernels['gateGradient'] = (dy, h, t, x, open) =>
  tf.tidy(() => [open ? tf.clone(dy) : tf.mul(dy, t), tf.mul(dy, open ? tf.neg(x) : tf.sub(h, x)), tf.mul(dy, tf.sub(1, t))]);

const activationGradient = <T extends tf.Tensor>(fn: Activation, dy: T, y: tf.Tensor): T =>
  tf.tidy(() => tf.mul<T>(dy, slopes[fn](y)));

/** f'(x) of y = f(x). */
const slopes: { readonly [A in Activation]: (y: tf.Tensor) => tf.Tensor } = {
  relu: (y) => tf.cast(tf.greater(y, 0), 'float32'),
  tanh: (y) => tf.sub(1, tf.square(y)),
  sigmoid: (y) => tf.mul(y, tf.sub(1, y)),
  softsign: (y) => tf.square(tf.sub(1, tf.abs(y))),
};

export const tensorKernels: Kernels = {
  stepsPerRead: 1,
  dense: (x, weights, biases) => tf.add(tf.matMul(x, weights), biases),
  conv2d: (x, filter, { stride, margin }) => tf.conv2d(x, filter, stride, margin),
  averagePool: (x) => tf.mean(x, [1, 2]),
  losses,
  normalize,
  normalizeBatch,
  normalizeGradient,
  normalizeExamples,
  normalizeExamplesGradient,
  addRelu,
  gate,
  gateGradient,
  activationGradient,
  optimizer: (slots, settings) => new TensorOptimizer(slots, settings),
};
