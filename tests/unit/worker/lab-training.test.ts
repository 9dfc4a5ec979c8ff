import { describe, expect, it } from 'vitest';
import { readSafetensors } from '../../../src/lib/datasets/weights/safetensors.ts';
import { divided } from '../../../src/lib/lab/split.ts';
import type { LabSet } from '../../../src/lib/lab/set.ts';
import type { StrategyId } from '../../../src/lib/lab/strategies.ts';
import { stream } from '../../../src/lib/random/stream.ts';
import { fileShards } from '../../../src/lib/tools/data/file-shards.ts';
import { trainStrategy } from '../../../src/lib/worker/labTraining.ts';
import { engineFiles } from '../../setup/engine.ts';

const SIDE = 16;

/** Reddish and bluish images under noise. */
function twoColours(perClass: number): LabSet {
  const random = stream(0, 'two colours');
  const labels = Uint8Array.from({ length: 2 * perClass }, (_, i) => i % 2);
  const pixels = Uint8Array.from({ length: labels.length * SIDE * SIDE * 3 }, (_, i) => {
    const isBlue = labels[Math.floor(i / (SIDE * SIDE * 3))] === 1;
    return (i % 3 === (isBlue ? 2 : 0) ? 120 : 40) + random.below(90);
  });
  return { classes: ['red', 'blue'], labels, pixels, side: SIDE, names: Array.from(labels, (_, i) => `${i}.png`), leftOut: [] };
}

const set = twoColours(12);
const settings = { steps: 12, learningRate: 0.05, seed: 0 };
let ticks = 0;
const place = {
  engine: engineFiles,
  weights: fileShards('public/weights', 'Run npm run source-model.'),
  now: () => (ticks += 500),
};
const train = (strategy: StrategyId, onProgress: (done: number, total: number) => void = () => undefined) =>
  trainStrategy({ set, divided: divided(set.labels, settings.seed), settings, strategy }, place, onProgress);

describe('a strategy of the lab', () => {
  it.each(['scratch', 'frozen', 'top', 'all'] as const)(
    '"%s" learns, and tells what it takes each image for, and why',
    async (strategy) => {
      const progress: number[] = [];
      const result = await train(strategy, (done) => progress.push(done));
      expect(progress.slice(0, 12)).toEqual(Array.from({ length: 12 }, (_, i) => i));
      expect(result.seconds).toBe(0.5);
      expect(result.predictions.length).toBe(6);
      expect(result.trainLoss).toBeGreaterThanOrEqual(0);
      const truth = divided(set.labels, 0).validation.map((image) => set.labels[image]);
      for (const [evidence, isRight] of [
        [result.right, true],
        [result.wrong, false],
      ] as const) {
        const first = truth.findIndex((label, i) => (label === result.predictions[i]) === isRight);
        if (first === -1) {
          expect(evidence).toBe(undefined);
          continue;
        }
        expect(evidence?.taken).toBe(result.predictions[first]);
        expect(evidence?.map.length).toBe(16);
        expect(evidence?.map.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
      }
    },
  );

  it('learns more from the source model than a guess', async () => {
    const { predictions } = await train('all');
    const truth = divided(set.labels, 0).validation.map((image) => set.labels[image]);
    expect(predictions).toEqual(truth);
  });

  it('gives the same weights again, and leaves frozen ones as they were', async () => {
    const [once, again, all] = [await train('frozen'), await train('frozen'), await train('all')];
    expect(again.model).toEqual(once.model);
    const [frozen, tuned] = [readSafetensors(once.model), readSafetensors(all.model)];
    const source = readSafetensors(
      await place.weights.read('cifar-six-16.safetensors', () => undefined, new AbortController().signal, 'default'),
    );
    const body = source.tensors.filter(({ name }) => !name.startsWith('dense'));
    expect(body.length).toBeGreaterThan(20);
    for (const tensor of body) expect(frozen.tensors.find(({ name }) => name === tensor.name)).toEqual(tensor);
    expect(body.some((tensor) => tuned.tensors.find(({ name }) => name === tensor.name)?.values[0] !== tensor.values[0])).toBe(
      true,
    );
    expect(frozen.metadata).toMatchObject({ source: 'cifar-six-16', strategy: 'frozen', classes: '["red","blue"]', side: '16' });
    expect(frozen.tensors.find(({ name }) => name === 'dense.weights')?.shape).toEqual([64, 2]);
  });
});
