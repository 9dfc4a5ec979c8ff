import * as tf from '@tensorflow/tfjs-core';
import type { Kernels, NormSettings } from './kernels/kernels.ts';

/**
 * Operations with gradients in closed form. TensorFlow.js would take the gradient of each of their parts instead, which costs
 * three times as many operations for a normalisation.
 */

/** Batch normalisation in training, with `settings.mean` and `.variance` the moments of x, and an optional ReLU. */
export function normalizeBatch(kernels: Kernels, x: tf.Tensor4D, settings: NormSettings): tf.Tensor4D {
  const operation = tf.customGrad((...given) => {
    const save = given.pop() as tf.GradSaveFunc;
    const y = kernels.normalize(x, settings);
    save([x, y, settings.mean, settings.variance]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
      const [input, output, mean, variance] = saved as [tf.Tensor4D, tf.Tensor4D, tf.Tensor1D, tf.Tensor1D];
      return kernels.normalizeGradient(dy as tf.Tensor4D, input, output, { ...settings, mean, variance });
    };
    return { value: y, gradFunc };
  });
  return operation(x, settings.gain, settings.shift);
}

/** max(x, 0) */
export function relu(kernels: Kernels, x: tf.Tensor): tf.Tensor {
  const operation = tf.customGrad((_, save) => {
    const y = tf.relu(x);
    (save as tf.GradSaveFunc)([y]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor => kernels.reluGradient(dy, ...(saved as [tf.Tensor]));
    return { value: y, gradFunc };
  });
  return operation(x);
}

/** max(a + b, 0) */
export function addRelu(kernels: Kernels, a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const operation = tf.customGrad((...given) => {
    const save = given.pop() as tf.GradSaveFunc;
    const y = kernels.addRelu(a, b);
    save([y]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
      const gradient = kernels.reluGradient(dy, ...(saved as [tf.Tensor]));
      // Two tensors: the tape disposes of each input's gradient when it has been used.
      return [gradient, tf.clone(gradient)];
    };
    return { value: y, gradFunc };
  });
  return operation(a, b);
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
