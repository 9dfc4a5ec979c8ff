import type { Initializer, Layer } from './layers.ts';

/**
 * The fully connected sigmoid nets of Nielsen's book, for example [784, 30, 30, 10]: weights Gaussian with standard deviation
 * 1 / sqrt(fanIn) unless `init` says otherwise, biases standard Gaussian (his `network2` default). The last layer gives logits; its
 * sigmoid belongs to the loss.
 */
export function sigmoidMlp(
  hidden: readonly number[],
  outputs: number,
  init: Initializer = { type: 'fanIn', gain: 1 },
): readonly Layer[] {
  const dense = (units: number): Layer => ({
    type: 'dense',
    units,
    init,
    biasInit: { type: 'normal', std: 1 },
  });
  const sigmoid: Layer = { type: 'activation', fn: 'sigmoid' };
  return [{ type: 'flatten' }, ...hidden.flatMap((units) => [dense(units), sigmoid]), dense(outputs)];
}
