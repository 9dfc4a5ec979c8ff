import type { DenseLayer, Layer } from './layers.ts';

/** What stands above the first layer of a net that asks how much of the image is left there. */
export interface ReadOut {
  /** Units of the first layer; none: the read-out sees the pixels themselves. */
  readonly first: number | 'none';
  /** Whether the first layer learns, or stays as it was drawn. */
  readonly learnsFirst: boolean;
  /** Whether the first layer's outputs are brought to mean 0 and variance 1: an affine map of each, which can be undone. */
  readonly standardized: boolean;
  /** Units of a hidden layer between the two; none: the read-out is linear. */
  readonly hidden: number | 'none';
}

/** Nielsen's: weights Gaussian with standard deviation 1 / sqrt(fanIn), biases standard Gaussian. */
const dense = (units: number): DenseLayer => ({
  type: 'dense',
  units,
  init: { type: 'fanIn', gain: 1 },
  biasInit: { type: 'normal', std: 1 },
});

/** Ten logits, read from 784 pixels or from a first layer of sigmoid neurons over them. */
export function readOutNet({ first, learnsFirst, standardized, hidden }: ReadOut): readonly Layer[] {
  const layers: Layer[] = [{ type: 'flatten' }];
  if (first !== 'none') {
    layers.push({ ...dense(first), learningRateScale: learnsFirst ? 1 : 0 }, { type: 'activation', fn: 'sigmoid' });
  }
  if (standardized) layers.push({ type: 'batchNorm', epsilon: 1e-5, momentum: 0.1 });
  if (hidden !== 'none') layers.push(dense(hidden), { type: 'activation', fn: 'tanh' });
  return [...layers, { type: 'dense', units: 10, init: { type: 'zeros' }, biasInit: { type: 'zeros' } }];
}
