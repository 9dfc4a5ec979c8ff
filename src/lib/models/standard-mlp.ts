import type { Activation, Layer } from './layers.ts';

/**
 * The fully connected nets of Glorot and Bengio 2010, section 2.3: weights uniform in [-1/sqrt(fanIn), 1/sqrt(fanIn)], which they
 * call the standard initialisation, and all biases zero. The last layer gives logits; its softmax belongs to the loss.
 */
export function standardMlp(fn: Activation, hidden: readonly number[], outputs: number): readonly Layer[] {
  const dense = (units: number): Layer => ({
    type: 'dense',
    units,
    init: { type: 'uniformFanIn', bound: 1 },
    biasInit: { type: 'zeros' },
  });
  return [{ type: 'flatten' }, ...hidden.flatMap((units): Layer[] => [dense(units), { type: 'activation', fn }]), dense(outputs)];
}
