import { inboundNodes, ends } from './inbound-nodes.ts';
import { listOf, type Json } from './json.ts';
import { still } from './layer-kinds.ts';
import { configOf, kindOf, models, nameOf, ownLayers } from './layers.ts';

/**
 * A model described in the words of Keras 2, which are those that TensorFlow.js reads. Keras 3 has other names for some, keeps objects
 * where there were names, and writes differently what a layer is applied to. Three things are left out that change nothing of what a
 * trained model computes: initialisers, penalties and constraints, since the lab trains by rules of its own and TensorFlow.js does not know
 * all of them; how numbers were stored while it was trained; layers that draw variants of images.
 *
 * @throws {LabError} where a layer is applied in a way that TensorFlow.js has no words for.
 */
export function asKeras2(model: Json): Json {
  const own = ownLayers(model);
  const layers = own.map((layer) => asLayer(layer, own));
  if (Array.isArray(model['config'])) return { class_name: kindOf(model), config: layers };
  const { input_layers, output_layers, build_input_shape, ...config } = plainConfig(model);
  return {
    class_name: kindOf(model),
    config: {
      ...config,
      layers: withInput(layers, build_input_shape),
      ...(input_layers !== undefined && { input_layers: ends(input_layers, own) }),
      ...(output_layers !== undefined && { output_layers: ends(output_layers, own) }),
    },
  };
}

function asLayer(layer: Json, siblings: readonly Json[]): Json {
  const kind = kindOf(layer);
  const name = nameOf(layer);
  const { inbound_nodes } = layer;
  const config = plainConfig(layer);
  const own = models.has(kind)
    ? asKeras2(layer)
    : still.has(kind)
      ? { class_name: 'Activation', config: { name, activation: 'linear', ...shapeIn(config) } }
      : { class_name: kind, config: { ...config, name } };
  return {
    ...own,
    name,
    ...(inbound_nodes !== undefined && { inbound_nodes: inboundNodes(listOf(inbound_nodes), siblings, name) }),
  };
}

const shapeIn = ({ batch_input_shape }: Json): Json => (batch_input_shape === undefined ? {} : { batch_input_shape });

function plainConfig(layer: Json): Json {
  return Object.fromEntries(
    Object.entries(configOf(layer)).flatMap(([key, value]): [string, unknown][] => {
      if (key === 'dtype' || /_(initializer|regularizer|constraint)$/.test(key)) return [];
      if (key === 'batch_shape' || key === 'batchInputShape' || key === 'batch_input_shape')
        return [['batch_input_shape', anyBatch(value)]];
      if (key === 'build_input_shape') return [[key, anyBatch(value)]];
      if (key === 'axis' && Array.isArray(value) && value.length === 1) return [[key, value[0]]];
      if (key === 'activation' && value === 'silu') return [[key, 'swish']];
      if (key === 'negative_slope' && kindOf(layer) === 'LeakyReLU') return [['alpha', value]];
      return [[key, value]];
    }),
  );
}

/** Some models were built with so many images at a time, and the lab has batches of its own. */
const anyBatch = (shape: unknown): unknown => (Array.isArray(shape) ? [null, ...listOf(shape).slice(1)] : shape);

/** A Sequential that was built when it was first called has its input's shape beside its layers. */
function withInput(layers: readonly Json[], shape: unknown): readonly Json[] {
  const [first, ...more] = layers;
  if (first === undefined || !Array.isArray(shape) || models.has(kindOf(first))) return layers;
  const config = configOf(first);
  return 'batch_input_shape' in config ? layers : [{ ...first, config: { ...config, batch_input_shape: shape } }, ...more];
}
