import * as tf from '@tensorflow/tfjs-core';
import { layers, model as modelOf, sequential, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../../src/lib/core/layers-model/backend.ts';
import { trainBody } from '../../src/lib/core/layers-model/given-training.ts';
import { labPlan } from '../../src/lib/lab/strategies.ts';
import { openModel, readModel } from '../../src/lib/worker/labModel.ts';
import type { ModelSource } from '../../src/lib/worker/labProtocol.ts';
import { asKeras3 } from '../setup/keras3.ts';
import { backendFiles } from '../setup/layers-backend.ts';
import { filesOf, given, mobileNet, smallModel, type ModelFiles } from '../setup/layers-models.ts';
import { normals } from '../setup/tensors.ts';

const SIDE = 16;
type Topology = Record<string, unknown> & { config: { layers: Record<string, unknown>[] } };
const source = (files: ModelFiles): ModelSource => ({ kind: 'files', files: given(files) });
const images = (channels = 3, side = SIDE): Float32Array => normals('images of kinds', [2, side, side, channels]);

/** Features [2, n] of two images, of the part of a model that the lab takes. */
async function featuresOf(files: ModelFiles, channels = 3, side = SIDE): Promise<Float32Array> {
  const { body } = await openModel(source(files), backendFiles);
  const features = modelOf({ inputs: body.inputs, outputs: body.features });
  const values = tf.tidy(() =>
    (features.predict(tf.tensor4d(images(channels, side), [2, side, side, channels])) as tf.Tensor).dataSync(),
  );
  body.dispose();
  return Float32Array.from(values);
}

/** A copy of a model's files whose layers were changed. */
function changed({ json, weights }: ModelFiles, change: (layers: Record<string, unknown>[]) => object[]): ModelFiles {
  const copy = structuredClone(json) as { modelTopology: { model_config?: Topology } & Topology };
  const { config } = copy.modelTopology.model_config ?? copy.modelTopology;
  config.layers = change(config.layers) as Record<string, unknown>[];
  return { json: copy, weights };
}

const apply = (x: SymbolicTensor, layer: layers.Layer): SymbolicTensor => layer.apply(x) as SymbolicTensor;

/** Convolutions of which the second's channels are weighed by a squeeze and excitation (Hu et al. 2018), and its classifier a convolution. */
function squeezed({ top = true } = {}): LayersModel {
  const input = layers.inputLayer({ batchInputShape: [null, SIDE, SIDE, 3], name: 'image' }).output as SymbolicTensor;
  const conv = (filters: number, kernelSize: number, name: string): layers.Layer =>
    layers.conv2d({ filters, kernelSize, padding: 'same', name, activation: 'relu', kernelInitializer: 'ones' });
  const kept = (x: SymbolicTensor, channels: number, name: string): SymbolicTensor =>
    apply(
      apply(x, layers.globalAveragePooling2d({ name })),
      layers.reshape({ targetShape: [1, 1, channels], name: `${name}_axes` }),
    );
  const map = apply(apply(input, conv(4, 3, 'conv_1')), conv(6, 3, 'conv_2'));
  const weights = apply(apply(kept(map, 6, 'squeeze'), conv(2, 1, 'squeeze_1')), conv(6, 1, 'squeeze_2'));
  const weighed = apply(layers.multiply({ name: 'weighed' }).apply([map, weights]) as SymbolicTensor, conv(5, 3, 'conv_3'));
  if (!top) return drawn(modelOf({ inputs: input, outputs: weighed, name: 'squeezed' }));
  const classes = apply(kept(weighed, 5, 'pool'), conv(3, 1, 'predictions'));
  return drawn(modelOf({ inputs: input, outputs: apply(classes, layers.flatten({ name: 'classes' })), name: 'squeezed' }));
}

/** A model that is applied in another, and a list behind both. */
function inGraph(): LayersModel {
  const body = smallModel({ top: false });
  const input = layers.inputLayer({ batchInputShape: [null, SIDE, SIDE, 3], name: 'image' }).output as SymbolicTensor;
  const inner = modelOf({ inputs: body.inputs, outputs: body.outputs, name: 'inner' });
  const list = apply(apply(input, inner), layers.globalMaxPooling2d({ name: 'pool' }));
  return modelOf({ inputs: input, outputs: apply(list, layers.dense({ units: 3, name: 'classes' })), name: 'outer' });
}

function drawn(model: LayersModel): LayersModel {
  for (const weight of model.weights) {
    const shape = weight.shape as number[];
    tf.tidy(
      () =>
        void weight.write(
          tf.tensor(
            normals(weight.originalName, shape).map((value) => 0.3 * value),
            shape,
          ),
        ),
    );
  }
  return model;
}

/** Layers of `squeezed` in which Keras's poolings keep their axes, where TensorFlow.js's need a layer that gives them back. */
const keepingAxes = (all: Record<string, unknown>[]): object[] =>
  all
    .filter(({ class_name }) => class_name !== 'Reshape')
    .map((layer) => {
      const config = layer['config'] as object;
      const text = JSON.stringify(layer['inbound_nodes']).replaceAll('_axes"', '"');
      return {
        ...layer,
        inbound_nodes: JSON.parse(text) as unknown,
        config: layer['class_name'] === 'GlobalAveragePooling2D' ? { ...config, keepdims: true } : config,
      };
    });

beforeAll(async () => {
  await openBackend(backendFiles);
});

describe('of a model as others save them', () => {
  it.each<[string, () => LayersModel, number]>([
    ['one after the other', () => smallModel(), SIDE],
    ['with a model in it', () => smallModel({ nested: true }), SIDE],
    ['as a graph', () => mobileNet(32), 32],
    ['as a graph with a model in it', inGraph, SIDE],
  ])('layers %s, by Keras 3, have the features that they have by Keras 2', async (_, make, side) => {
    const files = await filesOf(make());
    const [wanted, features] = [await featuresOf(files, 3, side), await featuresOf(asKeras3(files), 3, side)];
    expect(wanted.some((value) => Math.abs(value) > 1e-3)).toBe(true);
    expect(features).toEqual(wanted);
  });

  it('poolings that keep their axes are those that TensorFlow.js needs two layers for, and are stored as what it has', async () => {
    const files = await filesOf(squeezed());
    const kept = changed(files, keepingAxes);
    expect(JSON.stringify(kept.json)).toContain('"keepdims":true');
    expect(JSON.stringify(kept.json)).not.toContain('Reshape');
    const wanted = await featuresOf(files);
    expect(wanted).toHaveLength(2 * 5);
    (await featuresOf(kept)).forEach((value, i) => expect(value).toBeCloseTo(wanted[i] ?? Number.NaN, 5));
    expect(await readModel(source(kept), backendFiles)).toMatchObject({ featureCount: 5, stages: [SIDE] });

    const { body } = await openModel(source(kept), backendFiles);
    const image = {
      count: 4,
      side: SIDE,
      channels: 3,
      write: (_: unknown, to: Float32Array) => to.set(images().subarray(0, to.length)),
    };
    const outcome = await trainBody(body, {
      extent: 'all',
      isStored: false,
      train: { ...image, classes: 2, labels: [0, 1, 0, 1] },
      validation: image,
      plan: labPlan({ steps: 2, learningRate: 0.01, seed: 0 }, 4),
      batchSize: 4,
      seed: 0,
      now: () => 0,
      onProgress: () => undefined,
    });
    expect(Number.isFinite(outcome.trainLoss)).toBe(true);
    const { topology } = await outcome.save();
    outcome.dispose();
    expect(JSON.stringify(topology)).toMatch(/"AveragePooling2D"/);
    expect(JSON.stringify(topology)).not.toMatch(/Lab|keepdims/);
  });

  it('a list that only weighs the channels of a map is not taken for its features', async () => {
    expect(await readModel(source(await filesOf(squeezed({ top: false }))), backendFiles)).toMatchObject({ featureCount: 5 });
  });

  it('layers that draw variants of images give them back as they are', async () => {
    const files = await filesOf(smallModel());
    const varied = changed(files, ([first = {}, ...more]) => {
      const { batch_input_shape, ...config } = first['config'] as Record<string, unknown>;
      return [
        { class_name: 'RandomFlip', config: { name: 'flip', mode: 'horizontal', batch_input_shape } },
        { class_name: 'RandomRotation', config: { name: 'rotation', factor: 0.2 } },
        { ...first, config },
        ...more,
      ];
    });
    expect(await featuresOf(varied)).toEqual(await featuresOf(files));
  });

  it('weights that are packed, in groups and parts, are near those that they were packed from', async () => {
    const files = await filesOf(smallModel());
    const wanted = await featuresOf(files);
    for (const [dtype, digits] of [
      ['float16', 2],
      ['uint16', 3],
      ['uint8', 0],
    ] as const) {
      const features = await featuresOfPacked(files, dtype);
      features.forEach((value, i) => expect(value).toBeCloseTo(wanted[i] ?? Number.NaN, digits));
      expect(features).not.toEqual(wanted);
    }
  });

  it('a normalisation of a list by its second axis is behind the features, and one of a map is refused', async () => {
    const model = sequential({ name: 'listed' });
    model.add(layers.conv2d({ inputShape: [SIDE, SIDE, 3], filters: 4, kernelSize: 3, name: 'conv' }));
    model.add(layers.flatten({ name: 'flat' }));
    model.add(layers.dense({ units: 3, name: 'dense' }));
    model.add(layers.batchNormalization({ axis: 1, name: 'norm' }));
    expect(await readModel(source(await filesOf(drawn(model))), backendFiles)).toMatchObject({ featureCount: 4 * 14 * 14 });

    const odd = sequential({ name: 'odd' });
    odd.add(layers.conv2d({ inputShape: [SIDE, SIDE, 3], filters: 4, kernelSize: 3, name: 'conv' }));
    odd.add(layers.batchNormalization({ axis: 1, name: 'norm' }));
    odd.add(layers.flatten({ name: 'flat' }));
    await expect(readModel(source(await filesOf(drawn(odd))), backendFiles)).rejects.toThrow(
      'The layer "norm" normalises along axis 1 of 4; the lab needs the channels, the last.',
    );
  });
});

/** IEEE 754 half precision of numbers that are normal in it, the last places cut off; smaller ones become 0. */
function halves(values: Float32Array): Uint16Array<ArrayBuffer> {
  const bits = new Uint32Array(values.slice().buffer);
  return Uint16Array.from(bits, (word) => {
    const exponent = ((word >> 23) & 0xff) - 127 + 15;
    return ((word >> 16) & 0x8000) | (exponent < 1 ? 0 : (exponent << 10) | ((word >> 13) & 0x3ff));
  });
}

/** Features with weights that were packed as TensorFlow.js's converter packs them, one group of two files a weight. */
async function featuresOfPacked({ json, weights }: ModelFiles, dtype: 'uint8' | 'uint16' | 'float16'): Promise<Float32Array> {
  const { weightsManifest } = json as { weightsManifest: [{ weights: { name: string; shape: number[] }[] }] };
  const most = dtype === 'uint8' ? 255 : 65_535;
  const parts: { path: string; file: File }[] = [];
  let at = 0;
  const groups = weightsManifest[0].weights.map((spec, group) => {
    const count = spec.shape.reduce((product, length) => product * length, 1);
    const values = new Float32Array(weights.slice(at, at + 4 * count));
    at += 4 * count;
    const [min, max] = [Math.min(...values), Math.max(...values)];
    const scale = (max - min) / most || 1;
    const packed = values.map((value) => Math.round((value - min) / scale));
    const arrays = {
      uint8: () => Uint8Array.from(packed),
      uint16: () => Uint16Array.from(packed),
      float16: () => halves(values),
    };
    const bytes = new Uint8Array(arrays[dtype]().buffer);
    const half = Math.floor(bytes.length / 2);
    const paths = [1, 2].map((part) => `group${group}-shard${part}of2.bin`);
    paths.forEach((path, i) => parts.push({ path, file: new File([i === 0 ? bytes.slice(0, half) : bytes.slice(half)], path) }));
    return {
      paths,
      weights: [
        {
          ...spec,
          dtype: 'float32',
          quantization: { dtype, ...(dtype !== 'float16' && { scale, min }), original_dtype: 'float32' },
        },
      ],
    };
  });
  const description = {
    path: 'model.json',
    file: new File([JSON.stringify({ ...json, weightsManifest: groups })], 'model.json'),
  };
  const { body } = await openModel({ kind: 'files', files: [description, ...parts] }, backendFiles);
  const features = modelOf({ inputs: body.inputs, outputs: body.features });
  const values = tf.tidy(() => (features.predict(tf.tensor4d(images(), [2, SIDE, SIDE, 3])) as tf.Tensor).dataSync());
  body.dispose();
  return Float32Array.from(values);
}
