import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openEngine } from '../../src/lib/core/engines.ts';
import { createSession } from '../../src/lib/core/session.ts';
import { experiments, type ExperimentId } from '../../src/lib/experiments/registry.ts';
import type { Frame } from '../../src/lib/experiments/frame.ts';
import type { TrainingMetric } from '../../src/lib/experiments/metrics.ts';
import { OWN } from '../../src/lib/experiments/own-arm.ts';
import { formatValues } from '../../src/lib/experiments/params.ts';
import type { Layer } from '../../src/lib/models/layers.ts';
import { checkModel } from '../../src/lib/models/schema/check.ts';
import { compactModel, formatModel } from '../../src/lib/models/schema/format.ts';
import { readModel } from '../../src/lib/models/schema/read.ts';
import { stream, type Stream } from '../../src/lib/random/stream.ts';
import { presetValues } from '../../src/lib/runner/state.ts';
import { fileShards } from '../../src/lib/tools/data/file-shards.ts';
import { LocalTrainer } from '../../src/lib/worker/LocalTrainer.ts';
import type { RunRequest } from '../../src/lib/worker/protocol.ts';
import { engineFiles } from '../setup/engine.ts';
import { smallData } from '../setup/small-data.ts';
import { losses, plan, trainToEnd } from './settings.ts';

const folder = 'public/data';
const trainer = new LocalTrainer({
  engine: engineFiles,
  shards: fileShards(folder),
  weights: fileShards('public/weights'),
  now: () => 0,
});

/** What the first two steps measure, or a net that takes no step as it is. */
async function twoSteps(request: RunRequest): Promise<readonly Frame[]> {
  const frames: Frame[] = [];
  const events = trainer.train(request, new AbortController().signal);
  for (let next = await events.next(); !next.done; next = await events.next({ steps: 1, milliseconds: 1e9 })) {
    if (next.value.type === 'frames') frames.push(...next.value.frames);
    if (frames.length >= 2) await events.return();
  }
  return frames;
}

const trained = Object.entries(experiments).flatMap(([id, experiment]) =>
  experiment.kind === 'training' ? [[id as ExperimentId, experiment] as const] : [],
);

describe.skipIf(!existsSync(`${folder}/mnist-28-train-00.bin`))('a model that a reader made from an arm', () => {
  it.each(trained)('of %s trains as that arm does, number by number, where it was not changed', async (id, experiment) => {
    const values = presetValues(experiment, 'quick');
    // Enough to see each model, and no more of it than a machine has time for.
    const params = formatValues(experiment.params, values);
    const seen = new Set<string>();
    for (const arm of experiment.presets.quick.arms) {
      const layers = experiment.arms[arm]?.model(values) ?? [];
      const text = formatModel(layers);
      if (seen.has(text)) continue;
      seen.add(text);
      const request: RunRequest = { experiment: id, arm, params, seed: 1, backend: 'wasm' };
      const frames = await twoSteps(request);
      expect(frames.length, arm).toBeGreaterThan(0);
      expect(await twoSteps({ ...request, arm: OWN, own: { base: arm, text } }), arm).toEqual(frames);
    }
  });

  it('is read again where it is trained, and refused there in words', async () => {
    const request: RunRequest = { experiment: 'degradation', arm: OWN, params: {}, seed: 0, backend: 'wasm' };
    const params = formatValues(experiments.degradation.params, presetValues(experiments.degradation, 'quick'));
    const refused = (base: string, text: string) => twoSteps({ ...request, params, own: { base, text } });
    await expect(refused('plain20', '[{ "type": "flatten" }]')).rejects.toThrow(
      'layers[0] must be a dense layer of 10 units, whose outputs the loss takes, got flatten. (line 1, column 2)',
    );
    await expect(refused('plain20', '[')).rejects.toThrow(
      'A value is expected here, got the end of the text. (line 1, column 2)',
    );
    await expect(refused('toString', '[]')).rejects.toThrow(
      'This example has no arm "toString" to start from; it has plain20, plain56, residual20, residual56.',
    );
    await expect(twoSteps({ ...request, params })).rejects.toThrow('"degradation" has no arm "own"');
  });
});

/** A model of random layers over images of 8 x 8, most of which fit each other. */
function randomModel(random: Stream): readonly Layer[] {
  const pick = <T>(...choices: readonly T[]): T => choices[random.below(choices.length)] as T;
  const init = () =>
    pick<Layer & { type: 'dense' }>({ type: 'dense', units: 1, init: { type: 'xavier' }, biasInit: { type: 'zeros' } }).init;
  const list = (depth: number, channels: number): readonly Layer[] =>
    Array.from({ length: 1 + random.below(3) }, () => layer(depth, channels));
  const layer = (depth: number, channels: number): Layer => {
    const conv = (filters: number, stride: 1 | 2 = 1): Layer => ({
      type: 'conv2d',
      filters,
      kernelSize: pick(1, 3),
      stride,
      init: init(),
      ...(random.below(2) === 0 && { biasInit: { type: 'zeros' } }),
    });
    const simple: readonly (() => Layer)[] = [
      () => conv(channels),
      () => ({ type: 'batchNorm', epsilon: 1e-5, momentum: 0.1 }),
      () => ({ type: 'groupNorm', groups: pick<number | 'channels'>(1, 2, 'channels'), epsilon: 1e-5 }),
      () => ({ type: 'rmsNorm', epsilon: 1e-5 }),
      () => ({ type: 'activation', fn: pick('relu', 'tanh', 'sigmoid', 'softsign') }),
    ];
    const nested: readonly (() => Layer)[] = [
      () => ({ type: 'residual', branch: list(depth + 1, channels), shortcut: 'identity', branchScale: pick(1, 0.5) }),
      () => ({ type: 'residual', branch: list(depth + 1, channels), shortcut: [conv(channels)] }),
      () => ({ type: 'highway', transform: list(depth + 1, channels), gate: [conv(channels)], gates: pick('both', 'shortcut') }),
      () => ({ type: 'concat', branch: [...list(depth + 1, channels), conv(2)] }),
      () => ({ type: 'averagePool', size: 2 }),
      () => conv(channels, 2),
    ];
    return pick(...simple, ...(depth < 3 ? nested : []))();
  };
  const end: Layer = { type: 'dense', units: 10, init: init(), biasInit: { type: 'zeros' } };
  const start: Layer = { type: 'conv2d', filters: 4, kernelSize: 3, stride: 1, init: init() };
  return [start, ...list(1, 4), ...list(1, 4), { type: pick('flatten', 'globalAveragePool') }, end];
}

/** All that can be measured of any net with classes for outputs. */
const metrics: readonly TrainingMetric[] = [
  'trainLoss',
  'testError',
  'testErrorOfBatches',
  'lossVariation',
  'gradientNorm',
  'biasGradientNorm',
  'biasGradients',
  'testLoss',
  'activationMean',
  'activationLow',
  'unitInput',
  'signalSize',
  'deadUnits',
  'responses',
  'layerResponses',
  'gateOpening',
  'unitGates',
  'exampleGates',
  'featureReuse',
  'peakLoss',
];

describe('a model that fits', () => {
  it('trains, whatever its layers are, with all metrics measured, and alike on another engine', async () => {
    const random = stream(0, 'random models');
    const dataset = smallData(32, 30, 8, 3);
    const [wasm, cpu] = [await openEngine('wasm', engineFiles), await openEngine('cpu', engineFiles)];
    const types = new Set<string>();
    let trainedModels = 0;
    for (let attempt = 0; attempt < 400 && trainedModels < 40; attempt += 1) {
      const text = compactModel(randomModel(random));
      const { layers, problems } = readModel(text);
      expect(problems).toEqual([]);
      if (layers === undefined || checkModel(layers, { inputShape: [8, 8, 3], outputs: 10, batch: 8 }).misfit !== undefined)
        continue;
      for (const [, type = ''] of text.matchAll(/"type":"(\w+)"/g)) types.add(type);
      trainedModels += 1;
      const options = { layers, plan: { ...plan, steps: 2, measureEvery: 1 }, metrics, dataset, seed: attempt };
      const onWasm = losses((await trainToEnd(await createSession(wasm, options))).frames);
      expect(onWasm, text).toHaveLength(3);
      // The other engine takes seconds for what this one does at once.
      if (trainedModels % 10 !== 0) continue;
      const onCpu = losses((await trainToEnd(await createSession(cpu, options))).frames);
      for (const [i, loss] of onWasm.entries()) expect(loss, text).toBeCloseTo(onCpu[i] ?? Number.NaN, 3);
    }
    expect(trainedModels).toBe(40);
    expect([...types]).toEqual(expect.arrayContaining(['residual', 'highway', 'concat', 'groupNorm', 'rmsNorm', 'averagePool']));
  });
});
