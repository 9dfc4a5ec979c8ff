import type { Layer } from './layers.ts';

/** What normalisations that are frozen do while the others train. */
export type FrozenNorms =
  /** Use their running statistics, as in evaluation, and leave them as they are: what is frozen then computes the same for ever. */
  | 'evaluation'
  /** Use the statistics of each batch, which the running ones follow: weights are frozen, and yet the features change. */
  | 'batch';

/**
 * The layers with their weights, biases, gains and shifts frozen, those within blocks too.
 *
 * @throws RangeError where there is a layer that cannot be frozen.
 */
export const freeze = (layers: readonly Layer[], norms: FrozenNorms): readonly Layer[] =>
  layers.map((layer) => frozen(layer, norms));

function frozen(layer: Layer, norms: FrozenNorms): Layer {
  switch (layer.type) {
    case 'dense':
    case 'conv2d':
      return { ...layer, learningRateScale: 0 };
    case 'batchNorm':
      return { ...layer, learningRateScale: 0, ...(norms === 'evaluation' && { frozen: true }) };
    case 'residual': {
      const { branch, shortcut } = layer;
      const across = typeof shortcut === 'string' ? shortcut : freeze(shortcut, norms);
      return { ...layer, branch: freeze(branch, norms), shortcut: across };
    }
    case 'highway':
      return { ...layer, transform: freeze(layer.transform, norms), gate: freeze(layer.gate, norms) };
    case 'concat':
      return { ...layer, branch: freeze(layer.branch, norms) };
    case 'groupNorm':
    case 'rmsNorm':
    case 'recurrent':
      throw new RangeError(`A layer of type "${layer.type}" cannot be frozen.`);
    case 'activation':
    case 'averagePool':
    case 'globalAveragePool':
    case 'flatten':
      return layer;
    default:
      throw layer satisfies never;
  }
}
