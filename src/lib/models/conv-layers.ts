import type { ActivationLayer, Conv2dLayer, DenseLayer } from './layers.ts';

export const relu: ActivationLayer = { type: 'activation', fn: 'relu' };

/** Without biases; He et al.'s (2015b) initialisation: standard deviation sqrt(2 / fanIn). */
export const conv = (kernelSize: 1 | 3, filters: number, stride: 1 | 2 = 1): Conv2dLayer => ({
  type: 'conv2d',
  filters,
  kernelSize,
  stride,
  init: { type: 'fanIn', gain: 2 },
});

export const logits = (units: number): DenseLayer => ({
  type: 'dense',
  units,
  init: { type: 'fanIn', gain: 1 },
  biasInit: { type: 'zeros' },
});

export const tenLogits: DenseLayer = logits(10);
