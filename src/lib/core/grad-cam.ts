/**
 * Grad-CAM (Selvaraju et al. 2017): where in an image a layer sees what speaks for a class. With A^k(i, j) the layer's channels, Z places
 * and y the class's logit,
 *
 *     alpha_k = 1/Z sum_ij dy / dA^k(i, j)
 *     map(i, j) = max(0, sum_k alpha_k A^k(i, j)).
 */

/** alpha [channels] of one image, from its gradient [places, channels]. */
export function channelWeights(gradient: Float32Array, channels: number): Float64Array {
  const alpha = new Float64Array(channels);
  const places = gradient.length / channels;
  gradient.forEach((value, i) => (alpha[i % channels] = (alpha[i % channels] ?? 0) + value / places));
  return alpha;
}

/** map [places] of one image, from what the layer gave for it [places, channels]. */
export function gradCam(alpha: Float64Array, output: Float32Array): Float64Array {
  const channels = alpha.length;
  return Float64Array.from({ length: output.length / channels }, (_, place) => {
    const sum = alpha.reduce((total, weight, k) => total + weight * (output[place * channels + k] ?? Number.NaN), 0);
    return Math.max(0, sum);
  });
}
