import * as tf from '@tensorflow/tfjs-core';
import type { ExampleNormSettings, Kernels, NormalizedExamples } from './kernels.ts';

/** Group and RMS normalisation of TensorFlow.js operations, over x [n, ..., c]. */

/** [n, pixels, groups, channels of a group] */
const grouped = (x: tf.Tensor, groups: number): tf.Tensor4D =>
  tf.reshape(x, [x.shape[0], -1, groups, (x.shape.at(-1) ?? 0) / groups]);

/** Of each example's group: [n, 1, groups, 1]. */
const groupMean = (x: tf.Tensor4D): tf.Tensor4D => tf.mean(x, [1, 3], true);

const channelSums = (x: tf.Tensor): tf.Tensor1D => tf.sum(tf.reshape(x, [-1, x.shape.at(-1) ?? 1]), 0);

export function normalizeExamples(x: tf.Tensor, settings: ExampleNormSettings): NormalizedExamples {
  const { gain, shift, groups, epsilon, relu } = settings;
  const given = grouped(x, groups);
  const centred = shift === undefined ? given : tf.sub<tf.Tensor4D>(given, groupMean(given));
  const inverse = tf.rsqrt(tf.add(groupMean(tf.square(centred)), epsilon));
  const h = tf.reshape(tf.mul(centred, inverse), x.shape);
  const scaled = tf.mul(h, gain);
  const z = shift === undefined ? scaled : tf.add(scaled, shift);
  return { y: relu ? tf.relu(z) : z, kept: [h, inverse] };
}

/** With g = gain dz: dx = (g - mean(g) - h mean(g h)) / sqrt(variance + epsilon), without mean(g) where nothing was centred. */
export const normalizeExamplesGradient: Kernels['normalizeExamplesGradient'] = (dy, x, { y, kept }, settings) =>
  tf.tidy(() => {
    const { gain, shift, groups, relu } = settings;
    const [h, inverse] = kept as [tf.Tensor, tf.Tensor4D];
    const dz = relu ? tf.mul(dy, tf.cast(tf.greater(y, 0), 'float32')) : dy;
    const [g, hs] = [grouped(tf.mul(dz, gain), groups), grouped(h, groups)];
    const centred = shift === undefined ? g : tf.sub(g, groupMean(g));
    const rest = tf.sub(centred, tf.mul(hs, groupMean(tf.mul(g, hs))));
    const dx = tf.reshape(tf.mul(rest, inverse), x.shape);
    return [dx, channelSums(tf.mul(dz, h)), ...(shift === undefined ? [] : [channelSums(dz)])];
  });
