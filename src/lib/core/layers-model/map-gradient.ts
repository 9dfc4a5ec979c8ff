import * as tf from '@tensorflow/tfjs-core';
import { one, type Leaf } from './leaves.ts';

/** Numbers [side, side, channels] that Grad-CAM needs of one image. */
export interface MapGradient {
  readonly side: number;
  readonly channels: number;
  readonly map: Float32Array;
  /** Of a logit with respect to the map. */
  readonly gradient: Float32Array;
}

/**
 * What a layer gives for one image, and the gradient of a logit with respect to it. TensorFlow.js gives gradients of a model's input and
 * weights alone, so zeros are added to what the layer gives, and the gradient is taken with respect to them.
 *
 * @param logits of the image, [1, classes].
 */
export async function mapGradient({ layer, output }: Leaf, logits: () => tf.Tensor2D, logit: number): Promise<MapGradient> {
  const [side = 0, width = 0, channels = 0] = output;
  const compute = layer.call;
  const seen: tf.Tensor[] = [];
  try {
    const gradient = tf.tidy(() =>
      tf.grad((added) => {
        layer.call = (inputs, kwargs) => {
          const map = one(compute.call(layer, inputs, kwargs));
          seen.push(tf.keep(tf.clone(map)));
          return tf.add(map, added);
        };
        return tf.sum(tf.slice(logits(), [0, logit], [1, 1]));
      })(tf.zeros([1, side, width, channels])),
    );
    const [map, ofMap] = await Promise.all([seen.at(-1)?.data<'float32'>(), gradient.data<'float32'>()]);
    gradient.dispose();
    return { side, channels, map: map ?? new Float32Array(), gradient: ofMap };
  } finally {
    layer.call = compute;
    tf.dispose(seen);
  }
}
