import type { Initializer, Layer } from './layers.ts';

/**
 * A fully connected net of rectified linear units: weights Gaussian with standard deviation sqrt(2 / fanIn) (He et al. 2015), the biases
 * of all hidden units equal. The last layer gives logits, with standard deviation 1 / sqrt(fanIn) and biases of zero.
 */
export function reluMlp(hidden: readonly number[], outputs: number, bias: number): readonly Layer[] {
  const biasInit: Initializer = bias === 0 ? { type: 'zeros' } : { type: 'constant', value: bias };
  return [
    { type: 'flatten' },
    ...hidden.flatMap((units): Layer[] => [
      { type: 'dense', units, init: { type: 'fanIn', gain: 2 }, biasInit },
      { type: 'activation', fn: 'relu' },
    ]),
    { type: 'dense', units: outputs, init: { type: 'fanIn', gain: 1 }, biasInit: { type: 'zeros' } },
  ];
}
