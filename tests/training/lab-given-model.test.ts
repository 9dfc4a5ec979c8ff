import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../../src/lib/core/layers-model/backend.ts';
import { writePixels } from '../../src/lib/lab/layers-model/pixels.ts';
import type { StrategyResult } from '../../src/lib/lab/results.ts';
import type { LabSet } from '../../src/lib/lab/set.ts';
import { divided } from '../../src/lib/lab/split.ts';
import type { StrategyId } from '../../src/lib/lab/strategies.ts';
import { unpack, zipEntries } from '../../src/lib/lab/zip.ts';
import { stream } from '../../src/lib/random/stream.ts';
import { trainGivenStrategy } from '../../src/lib/worker/labGivenTraining.ts';
import { readModel } from '../../src/lib/worker/labModel.ts';
import type { ModelSource } from '../../src/lib/worker/labProtocol.ts';
import { backendFiles } from '../setup/layers-backend.ts';
import { filesOf, given, mobileNet, smallModel, teachable } from '../setup/layers-models.ts';

const SIDE = 16;

/** Bars that lie and bars that stand, of any colour under noise: no mean over the pixels tells them apart. */
function bars(perClass: number, side = SIDE): LabSet {
  const random = stream(0, 'bars');
  const labels = Uint8Array.from({ length: 2 * perClass }, (_, i) => i % 2);
  const pixels = new Uint8Array(labels.length * side * side * 3);
  labels.forEach((label, image) => {
    const at = 2 + random.below(side - 5);
    for (let place = 0; place < side * side; place += 1) {
      const across = label === 0 ? Math.floor(place / side) : place % side;
      const light = across >= at && across < at + 2 ? 170 : 30;
      for (let c = 0; c < 3; c += 1) pixels[3 * (image * side * side + place) + c] = light + random.below(60);
    }
  });
  return { classes: ['lies', 'stands'], labels, pixels, side, names: Array.from(labels, (_, i) => `${i}.png`), leftOut: [] };
}

const set = bars(16);
const settings = { steps: 30, learningRate: 0.05, seed: 0 };
const split = divided(set.labels, settings.seed);
let ticks = 0;
const place = { backend: backendFiles, now: () => (ticks += 500) };

async function train(source: ModelSource, strategy: StrategyId, onProgress = (): void => undefined): Promise<StrategyResult> {
  const card = await readModel(source, backendFiles);
  const training = { set, divided: split, settings, strategy };
  return trainGivenStrategy(training, { files: source, card, scaling: 'signed' }, place, onProgress);
}

/** The model in a ZIP file, by a reader that is not ours. */
async function reloaded({ model }: StrategyResult): Promise<LayersModel> {
  const zip = new Blob([model]);
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const entry of await zipEntries(zip)) files.set(entry.path, await unpack(zip, entry));
  const json = JSON.parse(new TextDecoder().decode(files.get('model.json'))) as {
    modelTopology: object;
    weightsManifest: [{ weights: tf.io.WeightsManifestEntry[] }];
  };
  return loadLayersModel({
    load: async () => ({
      modelTopology: json.modelTopology,
      weightSpecs: json.weightsManifest[0].weights,
      weightData: files.get('weights.bin')?.buffer ?? new ArrayBuffer(),
    }),
  });
}

async function predictionsOf(model: LayersModel): Promise<readonly number[]> {
  const images = new Float32Array(split.validation.length * SIDE * SIDE * 3);
  const options = { scaling: 'signed', channels: 3, isMirrored: false } as const;
  const size = SIDE * SIDE * 3;
  split.validation.forEach((image, i) => writePixels(set, image, options, images.subarray(i * size, (i + 1) * size)));
  return tf.tidy(() => {
    const x = tf.tensor4d(images, [split.validation.length, SIDE, SIDE, 3]);
    return [...tf.argMax(model.predict(x) as tf.Tensor, 1).dataSync()];
  });
}

/** Values of a model's weights by the names that its maker gave them. */
const weightsOf = (model: LayersModel): ReadonlyMap<string, Float32Array> =>
  new Map(model.weights.map((weight) => [weight.originalName, weight.read().dataSync<'float32'>().slice()]));

const sources = new Map<string, ModelSource>();
const before = new Map<string, Float32Array>();
const sourceOf = (name: string): ModelSource => {
  const source = sources.get(name);
  if (source === undefined) throw new Error(`No model "${name}" was made.`);
  return source;
};

beforeAll(async () => {
  await openBackend(backendFiles);
  const flat = smallModel();
  for (const [name, values] of weightsOf(flat)) before.set(name, values);
  sources.set('flat', { kind: 'files', files: given(await filesOf(flat)) });
  sources.set('nested', { kind: 'files', files: given(await filesOf(smallModel({ nested: true }))) });
  sources.set('headless', { kind: 'files', files: given(await filesOf(smallModel({ top: false }))) });
  sources.set('grey', { kind: 'files', files: given(await filesOf(smallModel({ channels: 1 }))) });
});

describe("a reader's model", () => {
  it.each([
    ['flat', 3],
    ['nested', 3],
    ['headless', 3],
    ['grey', 1],
  ])('that is %s is known before it is trained', async (name, channels) => {
    const card = await readModel(sourceOf(name), backendFiles);
    expect(card).toMatchObject({ name: 'model.json', side: 16, channels, featureCount: 12, stages: [16, 8, 4], missing: {} });
    expect(card.batchSize).toBe(32);
    // To the features: three kernels, a pointwise one with biases, and four or three numbers a channel of each norm.
    expect(card.parameters).toBe(9 * channels * 6 + 9 * 6 * 8 + 9 * 8 + 8 * 12 + 12 + 4 * 6 + 4 * 8 + 3 * 8);
  });

  it.each(
    ['flat', 'nested', 'headless', 'grey'].flatMap((name) => (['frozen', 'all'] as const).map((way) => [name, way] as const)),
  )('that is %s learns, %s, and is the same when it was downloaded and read again', async (name, strategy) => {
    const result = await train(sourceOf(name), strategy);
    expect(result.predictions).toHaveLength(split.validation.length);
    expect(result.seconds).toBe(0.5);
    expect(result.trainLoss).toBeGreaterThan(0);
    expect(result.trainLoss).toBeLessThan(Math.log(2));
    const shown = result.right ?? result.wrong;
    expect(shown?.side).toBe(4);
    expect(shown?.map).toHaveLength(16);
    expect(shown?.map.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
    const again = await reloaded(result);
    if (name !== 'grey') expect(await predictionsOf(again)).toEqual(result.predictions);
    again.dispose();
  });

  it.each([
    ['frozen', /^$/],
    ['top', /^(conv_2|depthwise_3|norm_3|pointwise_3)/],
    ['all', /^(conv_|depthwise_3|norm_3|pointwise_3)/],
    ['scratch', /^(conv_|depthwise_3|norm_3|pointwise_3)/],
  ] as const)('has, trained "%s", moved weights only where it should', async (strategy, moved) => {
    const model = await reloaded(await train(sourceOf('flat'), strategy));
    const after = weightsOf(model);
    model.dispose();
    const names = [...before.keys()].filter((name) => !name.startsWith('classes'));
    expect(names.length).toBeGreaterThan(12);
    const differing = names.filter((name) => after.get(name)?.some((value, i) => value !== before.get(name)?.[i]) ?? true);
    expect(differing).toEqual(names.filter((name) => moved.test(name)));
    expect([...after.keys()].some((name) => name.startsWith('classes'))).toBe(false);
  });

  it.each([
    ['MobileNet, with a classifier that is a convolution,', mobileNet],
    ['of Teachable Machine, a model of models,', teachable],
  ])('that is %s is cut behind its mean, and learns', async (_, make) => {
    const files = given(await filesOf(make(64)));
    const source: ModelSource = { kind: 'files', files };
    const card = await readModel(source, backendFiles);
    expect(card).toMatchObject({ side: 64, featureCount: 256, stages: [32, 16, 8, 4, 2], batchSize: 32, missing: {} });
    const large = bars(6, 64);
    const training = { set: large, divided: divided(large.labels, 0), settings: { ...settings, steps: 4 } };
    for (const strategy of ['frozen', 'top'] as const) {
      const result = await trainGivenStrategy(
        { ...training, strategy },
        { files: source, card, scaling: 'signed' },
        place,
        () => undefined,
      );
      expect(result.predictions).toHaveLength(4);
      expect(Number.isFinite(result.trainLoss)).toBe(true);
      expect((result.right ?? result.wrong)?.map).toHaveLength(4);
    }
  });

  it('that is too large to be trained as a whole offers its features and its last two stages, and trains these', async () => {
    const large = mobileNet(224, 1 / 2);
    const first = weightsOf(large);
    const source: ModelSource = { kind: 'files', files: given(await filesOf(large)) };
    const card = await readModel(source, backendFiles);
    const tooLarge = 'its maps are too large for the memory that a step of it may take';
    // The last two stages begin behind a map of 28 by 28 with 128 channels and a row and a column of zeros.
    expect(card).toMatchObject({ stages: [112, 56, 28, 14, 7], batchSize: 0, top: { stored: 29 * 29 * 128, batchSize: 15 } });
    expect(card.missing).toEqual({ scratch: tooLarge, all: tooLarge });
    const bar = bars(5, 224);
    const training = { set: bar, divided: divided(bar.labels, 0), settings: { ...settings, steps: 2 }, strategy: 'top' } as const;
    const heard: string[] = [];
    const onProgress = (done: number, total: number): void => void heard.push(`${done} of ${total}`);
    const result = await trainGivenStrategy(training, { files: source, card, scaling: 'signed' }, place, onProgress);
    expect(heard).toEqual(['0 of 16', '8 of 16', '16 of 16', '0 of 2', '1 of 2', '2 of 2']);
    expect(Number.isFinite(result.trainLoss)).toBe(true);
    expect((result.right ?? result.wrong)?.map).toHaveLength(49);
    const model = await reloaded(result);
    const after = weightsOf(model);
    model.dispose();
    const names = [...first.keys()].filter((name) => !name.startsWith('conv_preds'));
    const moved = names.filter((name) => after.get(name)?.some((value, i) => value !== first.get(name)?.[i]) ?? true);
    expect(moved).toEqual(names.filter((name) => /^conv_(dw|pw)_([6-9]|1[0-3])/.test(name)));
  }, 60_000);

  it('is fine-tuned to the same weights where what is frozen cannot be stored', async () => {
    const card = await readModel(sourceOf('flat'), backendFiles);
    const models: Uint8Array[] = [];
    for (const stored of [card.top.stored, 1e9]) {
      const training = { set, divided: split, settings, strategy: 'top' } as const;
      const given = { files: sourceOf('flat'), card: { ...card, top: { ...card.top, stored } }, scaling: 'signed' } as const;
      const totals = new Set<number>();
      models.push((await trainGivenStrategy(training, given, place, (_, total) => void totals.add(total))).model);
      expect([...totals]).toEqual(stored === 1e9 ? [30] : [2 * split.train.length, 30]);
    }
    expect(models[1]).toEqual(models[0]);
  });

  it('gives the same weights again with the same seed', async () => {
    const [once, again] = [await train(sourceOf('flat'), 'scratch'), await train(sourceOf('flat'), 'scratch')];
    expect(again.model).toEqual(once.model);
    expect(again.trainLoss).toBe(once.trainLoss);
  });

  it('tells classes apart that only its maps can, when all is fine-tuned', async () => {
    const { predictions } = await train(sourceOf('flat'), 'all');
    const right = predictions.filter((taken, i) => taken === set.labels[split.validation[i] ?? -1]);
    expect(right.length).toBeGreaterThanOrEqual(7);
  });

  it('can be given again once it was downloaded, and says how its pixels are scaled', async () => {
    const { model } = await train(sourceOf('flat'), 'all');
    const source: ModelSource = { kind: 'zip', zip: new File([model], 'transfer-lab-all.zip') };
    expect(await readModel(source, backendFiles)).toMatchObject({ featureCount: 12, scaling: 'signed', stages: [16, 8, 4] });
    expect((await train(source, 'frozen')).predictions).toHaveLength(8);
  });

  it('leaves no tensor behind, however often it is trained', async () => {
    for (const strategy of ['frozen', 'top', 'all'] as const) {
      await train(sourceOf('flat'), strategy);
      const { numTensors, numBytes } = tf.memory();
      await train(sourceOf('flat'), strategy);
      await train(sourceOf('flat'), strategy);
      expect(tf.memory()).toMatchObject({ numTensors, numBytes });
    }
  });

  it('that diverges says so, and leaves nothing behind', async () => {
    const card = await readModel(sourceOf('flat'), backendFiles);
    const training = { set, divided: split, settings: { ...settings, learningRate: 1e30 }, strategy: 'all' } as const;
    const { numTensors } = tf.memory();
    await expect(
      trainGivenStrategy(training, { files: sourceOf('flat'), card, scaling: 'signed' }, place, () => undefined),
    ).rejects.toThrow(
      /^The run diverged at step \d+: its loss or a gradient is no finite number\. Choose a smaller learning rate\.$/,
    );
    expect(tf.memory().numTensors).toBe(numTensors);
  });
});
