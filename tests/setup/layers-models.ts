import * as tf from '@tensorflow/tfjs-core';
import { layers, model as modelOf, sequential, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { GivenFile } from '../../src/lib/worker/labProtocol.ts';
import { normals } from './tensors.ts';

/** A net of convolutions, normalisations and pooling, with 10 classes and weights that its seed says. */
export function smallModel({ side = 16, channels = 3, nested = false, top = true } = {}): LayersModel {
  const body = sequential({ name: 'small_body' });
  const conv = (filters: number, strides: number, name: string): void => {
    body.add(
      layers.conv2d({
        filters,
        kernelSize: 3,
        strides,
        padding: 'same',
        useBias: false,
        name,
        ...(body.layers.length === 0 && { inputShape: [side, side, channels] }),
      }),
    );
    body.add(layers.batchNormalization({ name: `${name}_norm` }));
    body.add(layers.reLU({ maxValue: 6, name: `${name}_relu` }));
  };
  conv(6, 1, 'conv_1');
  conv(8, 2, 'conv_2');
  body.add(layers.depthwiseConv2d({ kernelSize: 3, strides: 2, padding: 'same', useBias: false, name: 'depthwise_3' }));
  body.add(layers.batchNormalization({ scale: false, name: 'norm_3' }));
  body.add(layers.activation({ activation: 'relu', name: 'relu_3' }));
  body.add(layers.conv2d({ filters: 12, kernelSize: 1, name: 'pointwise_3', activation: 'relu' }));
  if (!top) return seeded(body);
  if (!nested) {
    body.add(layers.globalAveragePooling2d({ name: 'pool' }));
    body.add(layers.dropout({ rate: 0.5, name: 'dropout' }));
    body.add(layers.dense({ units: 10, activation: 'softmax', name: 'classes' }));
    return seeded(body);
  }
  const input = body.inputs;
  const map = body.outputs;
  const inner = modelOf({ inputs: input, outputs: map, name: 'inner' });
  const whole = sequential({ name: 'outer' });
  whole.add(inner);
  whole.add(layers.globalAveragePooling2d({ name: 'pool' }));
  whole.add(layers.dense({ units: 10, activation: 'softmax', name: 'classes' }));
  return seeded(whole);
}

/** MobileNet (Howard et al. 2017) as Keras builds it, its classifier a convolution over a map of one pixel. */
export function mobileNet(side: number, width = 1 / 4): LayersModel {
  const input = layers.inputLayer({ batchInputShape: [null, side, side, 3], name: 'input_1' }).output as SymbolicTensor;
  const apply = (x: SymbolicTensor, layer: layers.Layer): SymbolicTensor => layer.apply(x) as SymbolicTensor;
  const activated = (x: SymbolicTensor, name: string): SymbolicTensor =>
    apply(apply(x, layers.batchNormalization({ name: `${name}_bn` })), layers.reLU({ maxValue: 6, name: `${name}_relu` }));
  const padded = (x: SymbolicTensor, strides: number, name: string): SymbolicTensor =>
    strides === 1
      ? x
      : apply(
          x,
          layers.zeroPadding2d({
            padding: [
              [0, 1],
              [0, 1],
            ],
            name,
          }),
        );
  const conv = { useBias: false, padding: 'valid' } as const;
  let x = activated(
    apply(
      padded(input, 2, 'conv1_pad'),
      layers.conv2d({ ...conv, filters: 32 * width, kernelSize: 3, strides: 2, name: 'conv1' }),
    ),
    'conv1',
  );
  const blocks = [
    [64, 1],
    [128, 2],
    [128, 1],
    [256, 2],
    [256, 1],
    [512, 2],
    ...Array.from({ length: 5 }, () => [512, 1]),
    [1024, 2],
    [1024, 1],
  ];
  blocks.forEach(([filters = 0, strides = 1], i) => {
    const block = i + 1;
    const padding = strides === 1 ? 'same' : 'valid';
    const depthwise = layers.depthwiseConv2d({ kernelSize: 3, strides, padding, useBias: false, name: `conv_dw_${block}` });
    x = activated(apply(padded(x, strides, `conv_pad_${block}`), depthwise), `conv_dw_${block}`);
    x = activated(
      apply(x, layers.conv2d({ ...conv, filters: width * filters, kernelSize: 1, name: `conv_pw_${block}` })),
      `conv_pw_${block}`,
    );
  });
  x = apply(x, layers.globalAveragePooling2d({ name: 'global_average_pooling2d' }));
  x = apply(x, layers.reshape({ targetShape: [1, 1, 1024 * width], name: 'reshape_1' }));
  x = apply(x, layers.dropout({ rate: 0.001, name: 'dropout' }));
  x = apply(x, layers.conv2d({ filters: 1000, kernelSize: 1, padding: 'same', name: 'conv_preds' }));
  x = apply(x, layers.reshape({ targetShape: [1000], name: 'reshape_2' }));
  x = apply(x, layers.activation({ activation: 'softmax', name: 'predictions' }));
  return seeded(modelOf({ inputs: input, outputs: x, name: `mobilenet_${width}` }));
}

/** As Teachable Machine exports: a model in a model, a list of features, and a classifier that is a model too. */
export function teachable(side: number): LayersModel {
  const whole = mobileNet(side);
  const features = sequential({
    layers: [
      modelOf({ inputs: whole.inputs, outputs: whole.getLayer('conv_pw_13_relu').output, name: 'model1' }),
      layers.globalAveragePooling2d({ name: 'global_average_pooling2d_1' }),
    ],
    name: 'sequential_1',
  });
  const classifier = sequential({
    layers: [
      layers.dense({ inputShape: [256], units: 100, activation: 'relu', name: 'dense_1' }),
      layers.dense({ units: 2, useBias: false, activation: 'softmax', name: 'dense_2' }),
    ],
    name: 'sequential_3',
  });
  return seeded(sequential({ layers: [features, classifier], name: 'sequential_4' }));
}

/** Weights of their names, as none of the initialisers of TensorFlow.js would draw them again. */
export function seeded(model: LayersModel): LayersModel {
  for (const weight of model.weights) {
    const shape = weight.shape as number[];
    const role = weight.originalName.split('/').at(-1) ?? '';
    const fanIn = shape.slice(0, role === 'depthwise_kernel' ? 2 : -1).reduce((product, length) => product * length, 1);
    const scale = role.endsWith('kernel') ? Math.sqrt(2 / fanIn) : 0.1;
    const shift = role === 'gamma' || role === 'moving_variance' ? 1 : 0;
    const values = normals(weight.originalName, shape).map((value) => shift + scale * value);
    const drawn = role === 'moving_variance' ? values.map(Math.abs) : values;
    tf.tidy(() => void weight.write(tf.tensor(drawn, shape)));
  }
  return model;
}

export interface ModelFiles {
  readonly json: Record<string, unknown>;
  readonly weights: ArrayBuffer;
}

/** The two files that TensorFlow.js would have a reader download. */
export async function filesOf(model: LayersModel): Promise<ModelFiles> {
  const found: ModelFiles[] = [];
  await model.save({
    save: async ({ modelTopology, weightSpecs, weightData }) => {
      const json = {
        format: 'layers-model',
        generatedBy: 'a test',
        convertedBy: null,
        modelTopology,
        weightsManifest: [{ paths: ['group1-shard1of1.bin'], weights: weightSpecs }],
      };
      found.push({ json, weights: tf.io.CompositeArrayBuffer.join(weightData ?? []) });
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    },
  });
  model.dispose();
  const [files] = found;
  if (files === undefined) throw new Error('The model was not saved.');
  return files;
}

export const given = ({ json, weights }: ModelFiles): readonly GivenFile[] => [
  { path: 'model.json', file: new File([JSON.stringify(json)], 'model.json') },
  { path: 'group1-shard1of1.bin', file: new File([weights], 'group1-shard1of1.bin') },
];
