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
  eachLayer(layers, (layer) => frozen(layer, norms));

/**
 * The layers with all their batch normalisations in evaluation mode, those within blocks too: running statistics, which stay as they
 * are, for a net that trains or whose gradients are looked at. What learns goes on learning.
 */
export const inEvaluationMode = (layers: readonly Layer[]): readonly Layer[] =>
  eachLayer(layers, (layer) => (layer.type === 'batchNorm' ? { ...layer, frozen: true } : layer));

/** A layer that holds no others. */
type Single = Exclude<Layer, { readonly type: 'residual' | 'highway' | 'concat' }>;

/** The layers with each changed that holds no others, within blocks too. */
const eachLayer = (layers: readonly Layer[], change: (layer: Single) => Layer): readonly Layer[] =>
  layers.map((layer) => {
    const within = (inner: readonly Layer[]): readonly Layer[] => eachLayer(inner, change);
    switch (layer.type) {
      case 'residual': {
        const { branch, shortcut } = layer;
        return { ...layer, branch: within(branch), shortcut: typeof shortcut === 'string' ? shortcut : within(shortcut) };
      }
      case 'highway':
        return { ...layer, transform: within(layer.transform), gate: within(layer.gate) };
      case 'concat':
        return { ...layer, branch: within(layer.branch) };
      default:
        return change(layer);
    }
  });

function frozen(layer: Single, norms: FrozenNorms): Layer {
  switch (layer.type) {
    case 'dense':
    case 'conv2d':
      return { ...layer, learningRateScale: 0 };
    case 'batchNorm':
      return { ...layer, learningRateScale: 0, ...(norms === 'evaluation' && { frozen: true }) };
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
