import * as tf from '@tensorflow/tfjs-core';
import type { Kernels, Measured, Moments, NormSettings, Slot } from './kernels.ts';

const rows = (x: tf.Tensor): tf.Tensor2D => tf.reshape(x, [-1, x.shape.at(-1) ?? 1]);

function moments(x: tf.Tensor): Moments {
  const flat = rows(x); // [m, channels]
  const mean = tf.mean<tf.Tensor1D>(flat, 0);
  const variance = tf.mean<tf.Tensor1D>(tf.square(tf.sub(flat, mean)), 0);
  return { mean, variance };
}

const inverseDeviation = ({ variance, epsilon }: NormSettings): tf.Tensor1D => tf.rsqrt(tf.add(variance, epsilon));

function normalize(x: tf.Tensor4D, settings: NormSettings): tf.Tensor4D {
  return tf.tidy(() => {
    const scale = tf.mul(settings.gain, inverseDeviation(settings));
    const y = tf.add<tf.Tensor4D>(tf.mul(tf.sub(x, settings.mean), scale), settings.shift);
    return settings.relu ? tf.relu(y) : y;
  });
}

/** dx = gain / sqrt(variance + epsilon) (dz - mean(dz) - h mean(dz h)), with h the normalised input (Ioffe and Szegedy 2015). */
function normalizeGradient(
  dy: tf.Tensor4D,
  x: tf.Tensor4D,
  y: tf.Tensor4D,
  settings: NormSettings,
): [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D] {
  return tf.tidy(() => {
    const dz = rows(settings.relu ? reluGradient(dy, y) : dy); // [m, channels]
    const inverse = inverseDeviation(settings);
    const h = tf.mul(tf.sub(rows(x), settings.mean), inverse);
    const dShift = tf.sum<tf.Tensor1D>(dz, 0);
    const dGain = tf.sum<tf.Tensor1D>(tf.mul(dz, h), 0);
    const share = 1 / dz.shape[0];
    const centred = tf.sub(tf.sub(dz, tf.mul(dShift, share)), tf.mul(h, tf.mul(dGain, share)));
    const dx = tf.reshape<tf.Rank.R4>(tf.mul(centred, tf.mul(settings.gain, inverse)), x.shape);
    return [dx, dGain, dShift];
  });
}

function follow(running: tf.Variable, batch: tf.Tensor1D, momentum: number, factor: number): void {
  tf.tidy(() => running.assign(tf.add(tf.mul(running, 1 - momentum), tf.mul(batch, momentum * factor))));
}

const addRelu = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.tidy(() => tf.relu(tf.add(a, b)));

function reluGradient<T extends tf.Tensor>(dy: T, y: T): T {
  return tf.tidy(() => tf.mul<T>(dy, tf.cast(tf.greater(y, 0), 'float32')));
}

function update(slots: readonly Slot[], learningRate: number, momentum: number): void {
  for (const { variable, velocity, gradient, weightDecay } of slots) {
    tf.tidy(() => {
      const pull = weightDecay === 0 ? gradient : tf.add(gradient, tf.mul(variable, weightDecay));
      velocity.assign(tf.add(tf.mul(velocity, momentum), pull));
      variable.assign(tf.sub(variable, tf.mul(velocity, learningRate)));
    });
  }
}

/** One tensor and one read, since each read waits for a GPU. */
async function measure(loss: tf.Tensor, tensors: readonly tf.Tensor[]): Promise<Measured> {
  const packed = tf.tidy(() => tf.stack([loss, ...tensors.map((tensor) => tf.sqrt(tf.sum(tf.square(tensor))))]));
  const [first = Number.NaN, ...norms] = await packed.data();
  packed.dispose();
  return { loss: first, norms };
}

export const tensorKernels: Kernels = {
  moments,
  normalize,
  normalizeGradient,
  follow,
  addRelu,
  reluGradient,
  update,
  measure,
};
