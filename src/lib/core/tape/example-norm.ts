import * as tf from '@tensorflow/tfjs-core';
import { differentiable } from './differentiable.ts';
import type { Kernels, NormSettings } from './kernels.ts';

/** Normalisations of each example by itself, over x [n, ..., c], with an optional ReLU; gradients in closed form. */

const cut = (y: tf.Tensor, relu: boolean): tf.Tensor => (relu ? tf.relu(y) : y);

/** Of z, from that of y = z, or y = max(z, 0). */
const behind = (kernels: Kernels, dy: tf.Tensor, y: tf.Tensor, relu: boolean): tf.Tensor =>
  relu ? kernels.activationGradient('relu', dy, y) : dy;

/** The sum over all but the channels. */
const channelSums = (x: tf.Tensor): tf.Tensor => tf.sum(tf.reshape(x, [-1, x.shape.at(-1) ?? 1]), 0);

/** [n, pixels, groups, channels of a group] */
const grouped = (x: tf.Tensor, groups: number): tf.Tensor4D => {
  const [n, channels] = [x.shape[0], x.shape.at(-1) ?? 0];
  return tf.reshape(x, [n, -1, groups, channels / groups]);
};

/** Of each example's group. */
const groupMean = (x: tf.Tensor4D): tf.Tensor => tf.mean(x, [1, 3], true);

/**
 * y = gain h + shift with h = (x - mean) / sqrt(variance + epsilon), mean and variance of an example's group of channels. With g = gain dz:
 * dx = (g - mean(g) - h mean(g h)) / sqrt(variance + epsilon), means over the group.
 */
export function groupNorm(kernels: Kernels, x: tf.Tensor, settings: NormSettings, groups: number): tf.Tensor {
  const { gain, shift, epsilon, relu } = settings;
  return differentiable(
    [x, gain, shift],
    () => {
      const given = grouped(x, groups);
      const centred = tf.sub(given, groupMean(given));
      const inverse = tf.rsqrt(tf.add(groupMean(tf.square<tf.Tensor4D>(centred as tf.Tensor4D)), epsilon));
      const h = tf.reshape(tf.mul(centred, inverse), x.shape);
      const y = cut(tf.add(tf.mul(h, gain), shift), relu);
      return { value: y, kept: [y, h, inverse] };
    },
    (dy, [y, h, inverse]) =>
      tf.tidy(() => {
        const dz = behind(kernels, dy, y, relu);
        const g = grouped(tf.mul(dz, gain), groups);
        const hs = grouped(h, groups);
        const rest = tf.sub(tf.sub(g, groupMean(g)), tf.mul(hs, groupMean(tf.mul(g, hs))));
        const dx = tf.reshape(tf.mul(rest, inverse), x.shape);
        return [dx, channelSums(tf.mul(dz, h)), channelSums(dz)];
      }),
  );
}

/** y = gain h with h = x / sqrt(mean(x^2) + epsilon). With g = gain dz: dx = (g - h mean(g h)) / sqrt(mean(x^2) + epsilon). */
export function rmsNorm(kernels: Kernels, x: tf.Tensor, settings: Omit<NormSettings, 'shift'>): tf.Tensor {
  const { gain, epsilon, relu } = settings;
  const exampleMean = (values: tf.Tensor): tf.Tensor => groupMean(grouped(values, 1));
  return differentiable(
    [x, gain],
    () => {
      const inverse = tf.rsqrt(tf.add(exampleMean(tf.square(x)), epsilon));
      const h = tf.reshape(tf.mul(grouped(x, 1), inverse), x.shape);
      const y = cut(tf.mul(h, gain), relu);
      return { value: y, kept: [y, h, inverse] };
    },
    (dy, [y, h, inverse]) =>
      tf.tidy(() => {
        const dz = behind(kernels, dy, y, relu);
        const g = tf.mul(dz, gain);
        const product = tf.mul(grouped(h, 1), exampleMean(tf.mul(g, h)));
        const dx = tf.reshape(tf.mul(tf.sub(grouped(g, 1), product), inverse), x.shape);
        return [dx, channelSums(tf.mul(dz, h))];
      }),
  );
}
