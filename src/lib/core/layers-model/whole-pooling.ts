import { serialization } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import type { Layer } from './leaves.ts';

const PREFIX = 'Lab';

/**
 * Poolings over a whole map that keep its axes, [n, height, width, c] to [n, 1, 1, c], as Keras has them and TensorFlow.js has not: there
 * they are poolings over windows of the map's size, which is known when a layer is built. As such they are stored, too.
 */
const poolings = {
  GlobalAveragePooling2D: layers.averagePooling2d,
  GlobalMaxPooling2D: layers.maxPooling2d,
} as const;

for (const [kind, pooling] of Object.entries(poolings)) {
  const Pooling = class extends layers.Layer {
    static readonly className = PREFIX + kind;
    static override fromConfig<T extends serialization.Serializable>(
      _: serialization.SerializableConstructor<T>,
      config: serialization.ConfigDict,
    ): T {
      return ofWholeMap(pooling({ name: config['name'] as string, poolSize: 1 })) as unknown as T;
    }
  };
  serialization.registerClass(Pooling);
}

function ofWholeMap(layer: Layer): Layer {
  const build = layer.build.bind(layer);
  layer.build = (shape) => {
    const [height, width] = (shape.flat() as number[]).slice(1, 3);
    Object.assign(layer, { poolSize: [height, width], strides: [height, width] });
    build(shape);
  };
  return layer;
}

/** A description in which the poolings that keep their axes are of these kinds. */
export function withWholePoolings(model: object): object {
  const renamed = (_: string, value: unknown): unknown => {
    const { class_name: kind, config } = (value ?? {}) as { readonly class_name?: unknown; readonly config?: unknown };
    const { keepdims } = (config ?? {}) as { readonly keepdims?: unknown };
    return keepdims === true && Object.keys(poolings).includes(String(kind))
      ? { ...(value as object), class_name: PREFIX + String(kind) }
      : value;
  };
  return JSON.parse(JSON.stringify(model, renamed)) as object;
}
