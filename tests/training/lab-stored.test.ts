import * as tf from '@tensorflow/tfjs-core';
import { layers, model as modelOf, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../../src/lib/core/layers-model/backend.ts';
import { trainBody } from '../../src/lib/core/layers-model/given-training.ts';
import { graphOf } from '../../src/lib/core/layers-model/graph.ts';
import { valuesAt } from '../../src/lib/core/layers-model/halves.ts';
import type { Extent } from '../../src/lib/core/layers-model/parts.ts';
import type { GivenImages } from '../../src/lib/core/layers-model/train.ts';
import { labPlan } from '../../src/lib/lab/strategies.ts';
import { openModel, readModel } from '../../src/lib/worker/labModel.ts';
import type { ModelSource } from '../../src/lib/worker/labProtocol.ts';
import { backendFiles } from '../setup/layers-backend.ts';
import { filesOf, given, mobileNet, seeded, smallModel, teachable } from '../setup/layers-models.ts';
import { normals } from '../setup/tensors.ts';

const source = async (model: LayersModel): Promise<ModelSource> => ({ kind: 'files', files: given(await filesOf(model)) });

/** Images of noise: mirrored, each is another. */
function noise(count: number, side: number): GivenImages {
  const size = side * side * 3;
  const pixels = normals('images to be stored', [2 * count, size]);
  return {
    count,
    side,
    channels: 3,
    write: ({ image, isMirrored }, to) => {
      const at = (isMirrored ? count + image : image) * size;
      to.set(pixels.subarray(at, at + size));
    },
  };
}

interface Trained {
  readonly trainLoss: number;
  readonly predictions: readonly number[];
  readonly weights: Uint8Array;
  readonly map: readonly number[];
}

async function trained(from: ModelSource, side: number, way: { extent: Extent; isStored: boolean }): Promise<Trained> {
  const { body } = await openModel(from, backendFiles);
  const images = noise(11, side);
  const outcome = await trainBody(body, {
    ...way,
    train: { ...images, classes: 3, labels: Array.from({ length: images.count }, (_, i) => i % 3) },
    validation: images,
    plan: labPlan({ steps: 5, learningRate: 0.02, seed: 3 }, images.count),
    batchSize: 5,
    seed: 3,
    now: () => 0,
    onProgress: () => undefined,
  });
  const { weights } = await outcome.save();
  const { map } = await outcome.evidence(0, 1);
  outcome.dispose();
  const { trainLoss, predictions } = outcome;
  return { trainLoss, predictions, weights: new Uint8Array(weights), map };
}

/**
 * Two stages more than the first, the second entered by two ways: convolutions of one pixel before the one that halves the map, and one
 * around them, as in a residual net whose 3 by 3 convolution has the stride.
 */
function residual(): LayersModel {
  const input = layers.inputLayer({ batchInputShape: [null, 16, 16, 3], name: 'image' }).output as SymbolicTensor;
  const apply = (x: SymbolicTensor, layer: layers.Layer): SymbolicTensor => layer.apply(x) as SymbolicTensor;
  const conv = (x: SymbolicTensor, filters: number, kernelSize: number, strides: number, name: string): SymbolicTensor =>
    apply(
      apply(x, layers.conv2d({ filters, kernelSize, strides, padding: 'same', name })),
      layers.batchNormalization({ name: `${name}_norm` }),
    );
  let x = apply(conv(input, 4, 3, 1, 'stem'), layers.activation({ activation: 'relu', name: 'stem_relu' }));
  for (const [i, filters] of [6, 8].entries()) {
    const inner = apply(conv(x, filters, 1, 1, `reduce_${i}`), layers.dropout({ rate: 0.5, name: `drop_${i}` }));
    const sum = layers.add({ name: `sum_${i}` });
    x = sum.apply([conv(inner, filters, 3, 2, `halve_${i}`), conv(x, filters, 1, 2, `around_${i}`)]) as SymbolicTensor;
    x = apply(x, layers.activation({ activation: 'relu', name: `relu_${i}` }));
  }
  x = apply(apply(x, layers.globalAveragePooling2d({ name: 'pool' })), layers.dense({ units: 3, name: 'classes' }));
  return seeded(modelOf({ inputs: input, outputs: x, name: 'residual' }));
}

beforeAll(async () => {
  await openBackend(backendFiles);
});

describe('a net above what is stored of its frozen stages', () => {
  it.each([
    ['of layers one after the other', () => smallModel(), 16],
    ['with a model in it', () => smallModel({ nested: true }), 16],
    ['that is a graph', () => mobileNet(64), 64],
    ['of models in models', () => teachable(64), 64],
    ['with two ways into its trained stages', residual, 16],
  ] as const)('%s, learns bit for bit what it learns when each step computes all of it', async (_, make, side) => {
    const from = await source(make());
    const whole = await trained(from, side, { extent: 'top', isStored: false });
    const above = await trained(from, side, { extent: 'top', isStored: true });
    expect(Number.isFinite(whole.trainLoss)).toBe(true);
    expect(above).toEqual(whole);
    const frozen = await trained(from, side, { extent: 'frozen', isStored: true });
    expect(frozen.weights).not.toEqual(above.weights);
  });

  it('takes all values that cross into its trained stages', async () => {
    // A map of six channels, and the one of four that leads around it.
    expect(await readModel(await source(residual()), backendFiles)).toMatchObject({
      stages: [16, 8, 4],
      top: { stored: 16 * 16 * (6 + 4) },
    });
  });

  it('holds no more than a few maps while it is stored', async () => {
    const { body } = await openModel(await source(mobileNet(64)), backendFiles);
    const { steps, sizes } = graphOf(body.inputs, body.features);
    const bytes = (place: number): number => 4 * (sizes[place] ?? []).reduce((product, length) => product * length, 1);
    const { layer } = steps.at(-1) ?? {};
    if (layer === undefined) throw new Error('The model has no layer.');
    const image = tf.zeros([1, 64, 64, 3]);
    const before = tf.memory().numBytes - bytes(0);
    const compute = layer.call.bind(layer);
    let held = 0;
    layer.call = (inputs, kwargs) => {
      held = tf.memory().numBytes - before;
      return compute(inputs, kwargs);
    };
    const [features] = tf.tidy(() => valuesAt(steps, image, [steps.at(-1)?.output ?? 0]));
    // All but the input of the last layer is freed, of more than a hundred maps.
    expect(held).toBe(bytes(steps.at(-1)?.inputs[0] ?? 0));
    expect(features?.shape).toEqual([1, 256]);
    features?.dispose();
    body.dispose();
  });
});
