import { kindOf, layersOf, nameOf } from './layers.ts';
import type { Json } from './json.ts';
import type { WeightGroup } from './weights.ts';

/**
 * The same groups, their weights named as TensorFlow.js looks for them: by the layer, and by what the weight is in it. From Keras 3 come
 * names of the models around the layer before it ("net/conv/kernel"), and kernels of depthwise convolutions that are called "kernel".
 */
export function namedAsLayers(groups: readonly WeightGroup[], model: Json): readonly WeightGroup[] {
  const kinds = new Map(layersOf(model).map((layer) => [nameOf(layer), kindOf(layer)]));
  const known = (name: string): string => {
    const parts = name.split('/');
    const role = parts.at(-1) ?? '';
    const paths = parts.slice(0, -1).map((_, start) => parts.slice(start, -1).join('/'));
    const layer = paths.find((path) => kinds.has(path));
    if (layer === undefined) return name;
    return `${layer}/${role === 'kernel' && kinds.get(layer) === 'DepthwiseConv2D' ? 'depthwise_kernel' : role}`;
  };
  return groups.map((group) => ({ ...group, weights: group.weights.map((spec) => ({ ...spec, name: known(spec.name) })) }));
}
