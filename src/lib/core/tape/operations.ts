import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from '../../models/layers.ts';
import { differentiable } from './differentiable.ts';
import type { ExampleNormSettings, Kernels, NormSettings, Running, Statistics } from './kernels.ts';

/** Mean and biased variance of each channel, as batch normalisation in training takes them. */
export function momentsOf(x: tf.Tensor4D): Statistics {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  return { mean: mean as tf.Tensor1D, variance: variance as tf.Tensor1D };
}

/** Batch normalisation in training, with an optional ReLU. */
export function normalizeBatch(kernels: Kernels, x: tf.Tensor4D, settings: NormSettings, running: Running): tf.Tensor4D {
  return differentiable(
    [x, settings.gain, settings.shift],
    () => {
      const { y, kept } = kernels.normalizeBatch(x, settings, running);
      return { value: y, kept: [x, y, ...kept] };
    },
    (dy, [input, y, ...kept]) => kernels.normalizeGradient(dy, input, { y, kept }, settings),
  );
}

/**
 * Batch normalisation with statistics that are constants, in training: dx = gain dz / sqrt(variance + epsilon), dGain = sum dz h and
 * dShift = sum dz.
 */
export function normalizeFrozen(
  kernels: Kernels,
  x: tf.Tensor4D,
  settings: NormSettings,
  { mean, variance }: Statistics,
): tf.Tensor4D {
  const { gain, shift, epsilon, relu } = settings;
  return differentiable(
    [x, gain, shift],
    () => {
      const value = kernels.normalize(x, settings, { mean, variance });
      return { value, kept: [x, value] };
    },
    (dy, [input, y]) =>
      tf.tidy(() => {
        const dz = relu ? kernels.activationGradient('relu', dy, y) : dy;
        const inverse = tf.rsqrt(tf.add(variance, epsilon));
        const h = tf.mul(tf.sub(input, mean), inverse);
        return [tf.mul(dz, tf.mul(gain, inverse)), tf.sum(tf.mul(dz, h), [0, 1, 2]), tf.sum(dz, [0, 1, 2])];
      }),
  );
}

/** Group or RMS normalisation, with an optional ReLU. */
export function normalizeExamples(kernels: Kernels, x: tf.Tensor, settings: ExampleNormSettings): tf.Tensor {
  const { gain, shift } = settings;
  return differentiable(
    [x, gain, ...(shift === undefined ? [] : [shift])],
    () => {
      const { y, kept } = kernels.normalizeExamples(x, settings);
      return { value: y, kept: [x, y, ...kept] };
    },
    (dy, [input, y, ...kept]) => kernels.normalizeExamplesGradient(dy, input, { y, kept }, settings),
  );
}

export const activations: { readonly [A in Activation]: (x: tf.Tensor) => tf.Tensor } = {
  relu: (x) => tf.relu(x),
  tanh: (x) => tf.tanh(x),
  sigmoid: (x) => tf.sigmoid(x),
  softsign: (x) => tf.div(x, tf.add(tf.abs(x), 1)),
};

export function activation(kernels: Kernels, fn: Activation, x: tf.Tensor): tf.Tensor {
  return differentiable(
    [x],
    () => {
      const value = activations[fn](x);
      return { value, kept: [value] };
    },
    (dy, [y]) => [kernels.activationGradient(fn, dy, y)],
  );
}

/** max(a + b, 0) */
export function addRelu(kernels: Kernels, a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return differentiable(
    [a, b],
    () => {
      const value = kernels.addRelu(a, b);
      return { value, kept: [value] };
    },
    (dy, [y]) => {
      const gradient = kernels.activationGradient('relu', dy, y);
      return [gradient, tf.clone(gradient)];
    },
  );
}

/** h t + x (1 - t), or h + x (1 - t) where the gate is `open` to h: a highway layer's end. */
export function gated(kernels: Kernels, h: tf.Tensor, t: tf.Tensor, x: tf.Tensor, open: boolean): tf.Tensor {
  return differentiable(
    [h, t, x],
    () => ({ value: kernels.gate(h, t, x, open), kept: [h, t, x] }),
    (dy, kept) => kernels.gateGradient(dy, ...kept, open),
  );
}

/** Option A of He et al. 2015: every second pixel of x [n, h, w, c], with zero channels appended up to `channels`. */
export function subsample(x: tf.Tensor4D, channels: number): tf.Tensor4D {
  const [n, h, w, c] = x.shape;
  const operation = tf.customGrad(() => {
    const half = tf.stridedSlice(x, [0, 0, 0, 0], [n, h, w, c], [1, 2, 2, 1]);
    const value = tf.pad(half, [
      [0, 0],
      [0, 0],
      [0, 0],
      [0, channels - c],
    ]);
    const gradFunc = (dy: tf.Tensor): tf.Tensor => spreadPixels(tf.slice(dy as tf.Tensor4D, 0, [n, -1, -1, c]), h, w);
    return { value, gradFunc };
  });
  return operation(x) as tf.Tensor<tf.Rank.R4>;
}

/** Puts pixel [i, j] of x [n, ceil(h/2), ceil(w/2), c] at [2i, 2j] of zeros [n, h, w, c]. */
function spreadPixels(x: tf.Tensor4D, h: number, w: number): tf.Tensor4D {
  const [n, half, halfWidth, c] = x.shape;
  const columns = tf.pad3d(tf.reshape(x, [n * half * halfWidth, 1, c]), [
    [0, 0],
    [0, 1],
    [0, 0],
  ]);
  const rows = tf.pad3d(tf.reshape(columns, [n * half, 1, 2 * halfWidth * c]), [
    [0, 0],
    [0, 1],
    [0, 0],
  ]);
  return tf.slice4d(tf.reshape(rows, [n, 2 * half, 2 * halfWidth, c]), [0, 0, 0, 0], [n, h, w, c]);
}
