import * as tf from '@tensorflow/tfjs-core';

/** What TensorFlow.js's WASM backend has of its memory. */
export interface Heap {
  makeOutput(shape: number[], dtype: 'float32'): tf.TensorInfo;
  typedArrayFromHeap(tensor: tf.TensorInfo): tf.backend_util.TypedArray;
  incRef(dataId: tf.DataId): void;
}

/**
 * A tensor that a loop fills.
 *
 * @param fill is given the numbers to be written and those of the inputs, all of them views of the backend's memory.
 */
export function filled<R extends tf.Rank>(
  backend: Heap,
  shape: tf.ShapeMap[R],
  [first, second]: readonly [tf.Tensor, tf.Tensor?],
  fill: (to: Float32Array, first: Float32Array, second: Float32Array) => void,
): tf.Tensor<R> {
  // Before the views: memory that grows leaves old ones behind.
  const output = backend.makeOutput(shape, 'float32');
  const view = (tensor: tf.TensorInfo): Float32Array => backend.typedArrayFromHeap(tensor) as Float32Array;
  fill(view(output), view(first), second === undefined ? new Float32Array() : view(second));
  return tf.engine().makeTensorFromTensorInfo(output) as tf.Tensor<R>;
}
