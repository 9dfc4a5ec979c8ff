import * as tf from '@tensorflow/tfjs-core';

/** What an operation computes, and the tensors that its gradients will need. */
export interface Computed<Y extends tf.Tensor, K extends readonly tf.Tensor[]> {
  readonly value: Y;
  readonly kept: K;
}

/**
 * An operation on the tape, with gradients in closed form. TensorFlow.js would take the gradient of each of its parts instead, which
 * costs three times as many operations for a normalisation.
 *
 * @param inputs the tensors for which there is a gradient, at least one.
 * @param gradients of each input, a tensor of its own: the tape disposes of it when it has been used.
 */
export function differentiable<Y extends tf.Tensor, const K extends readonly tf.Tensor[]>(
  inputs: readonly tf.Tensor[],
  compute: () => Computed<Y, K>,
  gradients: (dy: Y, kept: K) => tf.Tensor[],
): Y {
  const operation = tf.customGrad((...given) => {
    const save = given.at(-1) as tf.GradSaveFunc;
    const { value, kept } = compute();
    save([...kept]);
    return { value, gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => gradients(dy as Y, saved as readonly tf.Tensor[] as K) };
  });
  return operation(...inputs);
}
