import * as tf from '@tensorflow/tfjs-core';

const size = 5;
/** Small whole numbers of both signs: every sum of their products is exact in single precision, whatever the order. */
const whole = (count: number, step: number): Float32Array => Float32Array.from({ length: count }, (_, i) => ((i * step) % 7) - 3);

const image = whole(size * size, 3);
const filter = whole(9, 2);
const weights = whole(9, 5);
const STRIDE = 2;
const OUT = 3;

/** sum_p weights(p) conv(image, filter)(p) by its definition, with a stride of 2 and zeros around: its gradients for image and filter. */
function expected(): { readonly image: Float32Array; readonly filter: Float32Array } {
  const gradients = { image: new Float32Array(image.length), filter: new Float32Array(filter.length) };
  for (let out = 0; out < OUT * OUT; out += 1) {
    for (let tap = 0; tap < 9; tap += 1) {
      const y = STRIDE * Math.floor(out / OUT) + Math.floor(tap / 3) - 1;
      const x = STRIDE * (out % OUT) + (tap % 3) - 1;
      if (y < 0 || y >= size || x < 0 || x >= size) continue;
      const [at, weight] = [y * size + x, weights[out] ?? 0];
      gradients.image[at] = (gradients.image[at] ?? 0) + weight * (filter[tap] ?? 0);
      gradients.filter[tap] = (gradients.filter[tap] ?? 0) + weight * (image[at] ?? 0);
    }
  }
  return gradients;
}

/** What is wrong, in words, with the gradients of convolutions on the backend that is set. */
export async function canaryFault(): Promise<string | undefined> {
  const truth = expected();
  for (const kind of ['conv2d', 'depthwiseConv2d'] as const) {
    const gradients = tf.tidy(() => {
      const output = tf.tensor4d(weights, [1, OUT, OUT, 1]);
      return tf.grads((x: tf.Tensor, f: tf.Tensor) =>
        tf.sum(tf.mul(tf[kind](x as tf.Tensor4D, f as tf.Tensor4D, STRIDE, 'same'), output)),
      )([tf.tensor4d(image, [1, size, size, 1]), tf.tensor4d(filter, [3, 3, 1, 1])]);
    });
    const [ofImage, ofFilter] = await Promise.all(gradients.map((gradient) => gradient.data()));
    tf.dispose(gradients);
    const isRight = (values: ArrayLike<number> | undefined, wanted: Float32Array): boolean =>
      wanted.every((value, i) => Math.abs((values?.[i] ?? Number.NaN) - value) < 1e-3);
    if (!isRight(ofImage, truth.image) || !isRight(ofFilter, truth.filter)) return `its gradients of ${kind} are wrong`;
  }
  return undefined;
}
