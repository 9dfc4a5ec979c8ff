import type { ModelFiles } from './layers-models.ts';

type Json = Record<string, unknown>;

const object = (module: string, name: string, config: object): object => ({
  module,
  class_name: name,
  config,
  registered_name: null,
});
const policy = object('keras', 'DTypePolicy', { name: 'float32' });

/**
 * The same model as Keras 3 saves it and TensorFlow.js's converter 4.22 converts it, by files of Keras 3.8 to 3.13 that were looked at:
 * objects in the place of names, "batch_shape", tensors with their history, an input without a list around it, penalties that TensorFlow.js
 * does not know, and weights that have the name of a Sequential before their layer's.
 */
export function asKeras3({ json, weights }: ModelFiles): ModelFiles {
  const { modelTopology, weightsManifest } = json as {
    modelTopology: { model_config?: Json } & Json;
    weightsManifest: { paths: string[]; weights: ({ name: string } & Json)[] }[];
  };
  const model = modelTopology.model_config ?? modelTopology;
  const { name } = model['config'] as { name: string };
  const prefix = model['class_name'] === 'Sequential' ? `${name}/` : '';
  return {
    json: {
      ...json,
      modelTopology: { keras_version: '3.10.0', backend: 'tensorflow', model_config: modelOf(model) },
      weightsManifest: weightsManifest.map((group) => ({
        ...group,
        weights: group.weights.map((spec) => ({
          ...spec,
          name: prefix + spec.name.replace(/\/depthwise_kernel$/, '/kernel'),
        })),
      })),
    },
    weights,
  };
}

function modelOf(model: Json): Json {
  const config = model['config'] as { layers: Json[]; input_layers?: unknown[]; output_layers?: unknown[] } & Json;
  const ends = (key: 'input_layers' | 'output_layers'): object => {
    const list = config[key];
    return list === undefined ? {} : { [key]: list.length === 1 ? list[0] : list };
  };
  const kind = model['class_name'] === 'Model' ? 'Functional' : model['class_name'];
  return {
    class_name: kind,
    config: { ...config, layers: config.layers.map(layerOf), ...ends('input_layers'), ...ends('output_layers') },
  };
}

function layerOf(layer: Json): Json {
  const { config, inbound_nodes, class_name, ...more } = layer as { config: Json; inbound_nodes?: unknown[] } & Json;
  const own = 'layers' in config ? modelOf(layer) : { class_name, config: configOf(config) };
  return {
    module: 'keras.layers',
    registered_name: null,
    ...own,
    ...more,
    ...(inbound_nodes !== undefined && {
      inbound_nodes: inbound_nodes.map((node) => nodeOf(node as [string, number, number][])),
    }),
  };
}

function configOf({ batch_input_shape, ...config }: Json): Json {
  const regularizer = 'kernel_regularizer' in config && {
    kernel_regularizer: object('keras.regularizers', 'L2', { l2: 0.001 }),
    kernel_initializer: object('keras.initializers', 'GlorotUniform', { seed: null }),
  };
  return {
    ...config,
    ...regularizer,
    dtype: policy,
    ...(batch_input_shape !== undefined && { batch_shape: batch_input_shape }),
  };
}

function nodeOf(node: readonly (readonly [name: string, node: number, output: number])[]): object {
  const tensors = node.map(([name, index, output]) => ({
    class_name: '__keras_tensor__',
    config: { dtype: 'float32', keras_history: [name, index, output] },
  }));
  return { args: [tensors.length === 1 ? tensors[0] : tensors], kwargs: { mask: null } };
}
