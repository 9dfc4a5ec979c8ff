import * as tf from '@tensorflow/tfjs-core';
import { differentiable } from '../differentiable.ts';
import type { ConvSettings } from '../kernels.ts';
import { filterGradient } from './filter-gradient.ts';
import type { Recorder } from './Recorder.ts';

/** TensorFlow.js's convolution, with our gradient of the filter. */
export function conv2d(recorder: Recorder, x: tf.Tensor4D, filter: tf.Tensor4D, settings: ConvSettings): tf.Tensor4D {
  const { stride, margin, isInput } = settings;
  return differentiable(
    isInput ? [filter] : [filter, x],
    () => ({ value: tf.conv2d(x, filter, stride, margin), kept: [x, filter] }),
    (dy, [image, weights]) => {
      const dFilter = filterGradient(recorder, image, dy, filter.shape, settings);
      return isInput ? [dFilter] : [dFilter, tf.conv2dTranspose(dy, weights, image.shape, stride, margin)];
    },
  );
}
