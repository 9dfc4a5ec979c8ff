import { describe, expect, it } from 'vitest';
import { modelDescription } from '../../../../src/lib/lab/layers-model/description.ts';

const layer = (kind: string, name: string, config: object = {}): object => ({ class_name: kind, config: { name, ...config } });
const input = [null, 32, 32, 3] as const;
const first = (shape: readonly (number | null)[] = input): object =>
  layer('Conv2D', 'conv', { batch_input_shape: shape, filters: 4 });
const weight = { name: 'conv/kernel', shape: [3, 3, 3, 4], dtype: 'float32' };

interface Parts {
  readonly layers?: readonly object[];
  readonly weights?: readonly object[];
  readonly whole?: object;
  readonly topology?: object;
}

const text = ({ layers = [first()], weights = [weight], topology = {}, whole = {} }: Parts = {}): string =>
  JSON.stringify({
    format: 'layers-model',
    modelTopology: {
      keras_version: '2.15.0',
      model_config: { class_name: 'Sequential', config: { name: 'net', layers } },
      ...topology,
    },
    weightsManifest: [{ paths: ['a.bin'], weights }],
    ...whole,
  });
const read = (parts?: Parts) => modelDescription(text(parts), 'model.json');
const refusal = (parts: Parts): string => {
  try {
    read(parts);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'nothing was refused';
};

describe('the description of a layers model', () => {
  it('gives its input, its weights, and what its maker wrote into it', () => {
    const described = read({ whole: { userDefinedMetadata: { pixels: '0 to 1' } } });
    expect(described).toMatchObject({ side: 32, channels: 3, metadata: { pixels: '0 to 1' } });
    expect(described.groups).toEqual([{ paths: ['a.bin'], weights: [weight], bytes: 4 * 108 }]);
    expect(described.model).toMatchObject({ class_name: 'Sequential' });
  });

  it('is read without the wrapping of Keras, with models in models, and with weights that are packed', () => {
    const inner = {
      class_name: 'Functional',
      config: { name: 'inner', layers: [layer('InputLayer', 'in', { batch_input_shape: [null, 96, 96, 1] })] },
    };
    const model = { class_name: 'Sequential', config: [inner, layer('Dense', 'classes')] };
    const packed = { ...weight, quantization: { dtype: 'uint8', scale: 0.1, min: -3, original_dtype: 'float32' } };
    const described = read({
      whole: { modelTopology: model },
      weights: [packed, { ...weight, quantization: { dtype: 'float16' } }],
    });
    expect(described).toMatchObject({ side: 96, channels: 1 });
    expect(described.groups[0]?.bytes).toBe(108 + 2 * 108);
    expect(described.groups[0]?.weights[0]?.quantization).toEqual({ dtype: 'uint8', scale: 0.1, min: -3 });
  });

  it('that takes images of any size is given 96 pixels on a side', () => {
    const described = read({ layers: [first([null, null, null, 3])] });
    expect(described.side).toBe(96);
    expect(JSON.stringify(described.model)).toContain('"batch_input_shape":[null,96,96,3]');
  });

  it.each<[string, Parts, string]>([
    [
      'a graph model',
      { whole: { format: 'graph-model' } },
      '"model.json" is a graph model: its layers were melted into operations, which compute and cannot be trained. Save the Keras model as ' +
        'model.h5, and convert it anew: tensorflowjs_converter --input_format=keras --output_format=tfjs_layers_model model.h5 folder.',
    ],
    ['an old graph model', { whole: { modelTopology: { node: [] } } }, '"model.json" is a graph model: '],
    ['no model', { whole: { modelTopology: 7 } }, '"model.json" has no "modelTopology", so it describes no layers model. '],
    [
      'no weights',
      { whole: { weightsManifest: {} } },
      '"model.json" has no "weightsManifest", so it does not say where its weights are. ',
    ],
    [
      'a damaged manifest',
      { whole: { weightsManifest: [{ paths: [] }] } },
      'The "weightsManifest" of the model has a group without "paths" or "weights".',
    ],
    [
      'a weight that is none',
      { weights: [{ name: 'w', shape: [-1], dtype: 'float32' }] },
      'The "weightsManifest" of the model lists {"name":"w"',
    ],
    [
      'whole numbers',
      { weights: [{ ...weight, dtype: 'int32' }] },
      'The weight "conv/kernel" is of the kind "int32"; the lab trains numbers of "float32".',
    ],
    [
      'an unknown packing',
      { weights: [{ ...weight, quantization: { dtype: 'int4' } }] },
      'The weight "conv/kernel" is packed in a way that is not known here: {"dtype":"int4"}.',
    ],
    [
      'too many bytes',
      { weights: [{ ...weight, shape: [2_500, 2_500] }] },
      'The weights of the model have 25 MB; 20 MB are the most. Give a smaller one, or, where most are in a classifier behind a ' +
        'Flatten, save it without that.',
    ],
    [
      'too many parameters in few bytes',
      { weights: [{ ...weight, shape: [3_000, 3_000], quantization: { dtype: 'uint8', scale: 1, min: 0 } }] },
      'The model has 9,000,000 parameters; 5,000,000 are the most. Give a smaller one, or, where most are in a classifier behind a ' +
        'Flatten, save it without that.',
    ],
    ['no layers', { layers: [] }, 'The model has no layers.'],
    [
      'a layer that the lab does not train',
      { layers: [first(), layer('LSTM', 'memory')] },
      'The layer "memory" is of the kind "LSTM", which the lab does not train. It takes: InputLayer, ',
    ],
    [
      'a layer that makes images of another size',
      { layers: [first(), layer('Resizing', 'small')] },
      'The layer "small" is of the kind "Resizing", which the lab does not train. Save the model from the layer behind it on, for images of ' +
        'the size that it makes.',
    ],
    [
      'a layer that normalises pixels by its weights',
      { layers: [first(), layer('Normalization', 'pixels')] },
      'The layer "pixels" is of the kind "Normalization", which the lab does not train. Save the model with a Rescaling in its place, of the ' +
        'same means and variances.',
    ],
    [
      "a layer of its author's own",
      { layers: [first(), layer('Squeeze', 'mine')] },
      'The layer "mine" is of the kind "Squeeze", which is none of Keras: a layer of its author\'s own, whose code is not in the file.',
    ],
    [
      'code of its author',
      { layers: [first(), layer('Lambda', 'halve')] },
      'The layer "halve" is of the kind "Lambda": code of its author, which is not in the file. The lab cannot run it.',
    ],
    [
      'channels before pixels',
      { layers: [layer('Conv2D', 'c', { batch_input_shape: input, data_format: 'channels_first' })] },
      'The layer "c" has channels before pixels ("channels_first"); the lab needs them last. Build and save the model with ' +
        '"channels_last".',
    ],
    [
      'a dilated filter',
      { layers: [first(), layer('Conv2D', 'd', { dilation_rate: [2, 2] })] },
      'The layer "d" has a dilated filter, for which TensorFlow.js has no gradient.',
    ],
    [
      'a normalisation along pixels and channels',
      { layers: [first(), layer('BatchNormalization', 'n', { axis: [1, 3] })] },
      'The layer "n" normalises along the axes [1,3]; the lab needs the channels, the last.',
    ],
    [
      'an activation that TensorFlow.js lacks',
      { layers: [layer('Conv2D', 'c', { batch_input_shape: input, activation: 'hard_silu' })] },
      'The layer "c" has the activation "hard_silu", which TensorFlow.js does not have. It has: linear, relu, relu6, ',
    ],
    [
      'an activation that is a layer',
      { layers: [layer('Conv2D', 'c', { batch_input_shape: input, activation: { class_name: 'LeakyReLU' } })] },
      'The layer "c" has the activation {"class_name":"LeakyReLU"}, which TensorFlow.js does not have. ',
    ],
    [
      'a convolution in groups',
      { layers: [layer('Conv2D', 'c', { batch_input_shape: input, groups: 32 })] },
      'The layer "c" is a convolution in 32 groups, which TensorFlow.js does not have.',
    ],
    [
      'a ReLU that TensorFlow.js would bend otherwise',
      { layers: [first(), layer('ReLU', 'r', { max_value: 6, negative_slope: 0.1, threshold: 0 })] },
      'The layer "r" is a ReLU with a "negative_slope" of 0.1, which TensorFlow.js takes for 0. Use a LeakyReLU or a ThresholdedReLU.',
    ],
    [
      'no input',
      { layers: [layer('Conv2D', 'c')] },
      'The model does not say what input it takes: no layer has a "batch_input_shape".',
    ],
    [
      'an input that is no batch of images',
      { layers: [first([null, 784])] },
      'The model takes input of shape [any, 784], which is no batch of images. The lab needs [any, height, width, channels]; channels are ' +
        '1 in grey.',
    ],
    [
      'other channels',
      { layers: [first([null, 32, 32, 4])] },
      'The model takes input of shape [any, 32, 32, 4]: images of 4 channels.',
    ],
    [
      'images that are not square',
      { layers: [first([null, 32, 48, 3])] },
      'The model takes input of shape [any, 32, 48, 3]: images that are not square. Those of the lab are.',
    ],
    [
      'large images',
      { layers: [first([null, 299, 299, 3])] },
      'The model takes images of 299 by 299 pixels; the lab gives 8 to 256 on a side. Where it ends with a mean over its map, it can be ' +
        'built and saved for others with the same weights.',
    ],
  ])('with %s is refused', (_, parts, message) => {
    const said = refusal(parts);
    expect(said.startsWith(message) ? message : said).toBe(message);
  });

  it('that is no JSON, or too long, is refused', () => {
    expect(() => modelDescription('\u0089HDF', 'model.json')).toThrow(
      '"model.json" is no JSON. Give the file model.json that TensorFlow.js or its converter wrote, with the files of its weights.',
    );
    expect(() => modelDescription('[1]', 'model.json')).toThrow(
      '"model.json" is JSON, but no object with a "modelTopology" in it.',
    );
    expect(() => modelDescription(' '.repeat(4_100_000), 'model.json')).toThrow(
      '"model.json" has 4.1 MB; 4 MB are the most of a description.',
    );
  });

  it('of models in models without end is refused before they take memory', () => {
    let nest: object = first();
    for (let depth = 0; depth < 20; depth += 1) nest = layer('Sequential', `deep ${depth}`, { layers: [nest] });
    expect(refusal({ layers: [nest] })).toBe('The model has models in models, more than 8 deep.');
    expect(refusal({ layers: Array.from({ length: 1_001 }, () => first()) })).toBe(
      'The model has more than 1,000 layers. Give the lab a smaller one.',
    );
  });
});
