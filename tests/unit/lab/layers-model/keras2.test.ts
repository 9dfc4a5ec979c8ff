import { describe, expect, it } from 'vitest';
import { modelDescription, type ModelDescription } from '../../../../src/lib/lab/layers-model/description.ts';
import { asKeras2 } from '../../../../src/lib/lab/layers-model/keras2.ts';

// Parts of files that Keras 3.8 to 3.13 saved and the converter 4.22 of TensorFlow.js converted.
const policy = { module: 'keras', class_name: 'DTypePolicy', config: { name: 'float32' }, registered_name: null };
const tensor = (layer: string, node = 0): object => ({
  class_name: '__keras_tensor__',
  config: { shape: [null, 8, 8, 4], dtype: 'float32', keras_history: [layer, node, 0] },
});
const node = (...args: unknown[]): object => ({ args, kwargs: { mask: null } });
const layer = (kind: string, name: string, config: object = {}, inbound_nodes?: readonly unknown[]): object => ({
  module: 'keras.layers',
  class_name: kind,
  config: { dtype: policy, ...config, name },
  registered_name: null,
  name,
  ...(inbound_nodes && { inbound_nodes }),
});
const input = layer('InputLayer', 'image', { batch_shape: [null, 8, 8, 3], sparse: false }, []);
const conv = (name: string, of: string): object =>
  layer(
    'Conv2D',
    name,
    {
      filters: 4,
      activation: 'silu',
      kernel_initializer: { module: 'keras.initializers', class_name: 'GlorotUniform', config: {}, registered_name: null },
      kernel_regularizer: { module: 'keras.regularizers', class_name: 'L2', config: { l2: 0.001 }, registered_name: null },
      bias_constraint: null,
    },
    [node(tensor(of))],
  );
const functional = (layers: readonly object[], config: object = {}): { class_name: string; config: object } => ({
  class_name: 'Functional',
  config: { name: 'net', layers, input_layers: ['image', 0, 0], output_layers: [['last', 0, 0]], ...config },
});
const layersIn = (model: object): readonly Record<string, unknown>[] =>
  (asKeras2(model as Record<string, unknown>) as { config: { layers: Record<string, unknown>[] } }).config.layers;

const described = (model: object, weights: readonly string[] = []): ModelDescription =>
  modelDescription(
    JSON.stringify({
      modelTopology: { keras_version: '3.10.0', model_config: model },
      weightsManifest: [{ paths: ['a.bin'], weights: weights.map((name) => ({ name, shape: [1], dtype: 'float32' })) }],
    }),
    'model.json',
  );

describe('a model of Keras 3, in the words of Keras 2,', () => {
  it('has its input, its connections and its ends, and nothing of how Keras trained it', () => {
    const model = functional([input, conv('a', 'image'), layer('Add', 'last', {}, [node([tensor('a'), tensor('image')])])]);
    expect(asKeras2(model)).toEqual({
      class_name: 'Functional',
      config: {
        name: 'net',
        layers: [
          {
            class_name: 'InputLayer',
            name: 'image',
            config: { name: 'image', batch_input_shape: [null, 8, 8, 3], sparse: false },
            inbound_nodes: [],
          },
          {
            class_name: 'Conv2D',
            name: 'a',
            config: { name: 'a', filters: 4, activation: 'swish' },
            inbound_nodes: [[['image', 0, 0, {}]]],
          },
          {
            class_name: 'Add',
            name: 'last',
            config: { name: 'last' },
            inbound_nodes: [
              [
                ['a', 0, 0, {}],
                ['image', 0, 0, {}],
              ],
            ],
          },
        ],
        input_layers: [['image', 0, 0]],
        output_layers: [['last', 0, 0]],
      },
    });
  });

  it.each([0, 1])('counts the first node of a model in it, whether its file does (%i) or not', (index) => {
    const inner = layer('Functional', 'body', functional([input, conv('last', 'image')]).config, [node(tensor('image'))]);
    const last = layer('ReLU', 'last', {}, [node(tensor('body', index))]);
    const layers = layersIn(functional([input, inner, last]));
    expect(layers[2]?.['inbound_nodes']).toEqual([[['body', 1, 0, {}]]]);
    const ended = asKeras2(functional([input, inner], { output_layers: ['body', index, 0] }));
    expect(ended).toMatchObject({ config: { output_layers: [['body', 1, 0]] } });
  });

  it('has a slope of its leaky ReLU by the name that it had', () => {
    expect(layersIn(functional([layer('LeakyReLU', 'leaky', { negative_slope: 0.1 })]))[0]).toMatchObject({
      config: { name: 'leaky', alpha: 0.1 },
    });
  });

  it('that is applied to something else than layers is refused', () => {
    const odd = (nodes: readonly unknown[]) => () => asKeras2(functional([input, layer('Multiply', 'last', {}, nodes)]));
    const message =
      'The layer "last" is applied to something else than outputs of layers, which TensorFlow.js has no words for. Save the model with ' +
      'layers in the place of operations.';
    expect(odd([node(tensor('image'), 2)])).toThrow(message);
    expect(odd([node(0.5)])).toThrow(message);
    expect(odd([{ args: [], kwargs: { x: tensor('image') } }])).toThrow(message);
  });

  it('of which a model is applied twice is refused', () => {
    const twice = layer('Functional', 'body', functional([input, conv('last', 'image')]).config, [
      node(tensor('image')),
      node(tensor('image')),
    ]);
    expect(() => asKeras2(functional([input, twice, conv('last', 'body')]) as never)).toThrow(
      'The model "body" within the model is applied 2 times, which Keras 3 does not write clearly enough to be read here. Save it with ' +
        'Keras 2, the package tf_keras.',
    );
  });

  it('is described with its weights named by their layers', () => {
    const model = {
      class_name: 'Sequential',
      config: {
        name: 'sequential_2',
        layers: [
          layer('InputLayer', 'image', { batch_shape: [null, 8, 8, 3] }),
          layer('Conv2D', 'stage/conv'),
          layer('DepthwiseConv2D', 'deep'),
        ],
      },
    };
    const names = ['sequential_2/stage/conv/kernel', 'stage/conv/bias', 'sequential_2/deep/kernel', 'deep/bias', 'odd/kernel'];
    const { groups, side } = described(model, names);
    expect(groups[0]?.weights.map(({ name }) => name)).toEqual([
      'stage/conv/kernel',
      'stage/conv/bias',
      'deep/depthwise_kernel',
      'deep/bias',
      'odd/kernel',
    ]);
    expect(side).toBe(8);
  });
});

describe('a model of Keras 2', () => {
  it('keeps its connections, and has batches of any size', () => {
    const own = { class_name: 'InputLayer', name: 'image', config: { name: 'image', batch_input_shape: [32, 8, 8, 3] } };
    const next = { class_name: 'Flatten', name: 'last', config: { name: 'last' }, inbound_nodes: [[['image', 0, 0, {}]]] };
    const model = functional([{ ...own, inbound_nodes: [] }, next], { input_layers: [['image', 0, 0]] });
    expect(asKeras2(model as never)).toEqual({
      ...model,
      config: {
        ...model.config,
        layers: [{ ...own, config: { name: 'image', batch_input_shape: [null, 8, 8, 3] }, inbound_nodes: [] }, next],
      },
    });
  });

  it('that was built when it was first called has its input, also where layers that draw variants of images are first', () => {
    const layers = [layer('RandomFlip', 'flip', { mode: 'horizontal' }), layer('Conv2D', 'conv')];
    const { model, side } = described({
      class_name: 'Sequential',
      config: { name: 'net', layers, build_input_shape: [32, 180, 180, 3] },
    });
    expect(side).toBe(180);
    expect(model).toMatchObject({
      config: {
        layers: [
          {
            class_name: 'Activation',
            config: { name: 'flip', activation: 'linear', batch_input_shape: [null, 180, 180, 3] },
          },
          { class_name: 'Conv2D' },
        ],
      },
    });
  });
});
