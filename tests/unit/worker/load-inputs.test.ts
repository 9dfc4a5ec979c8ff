import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ShardSource } from '../../../src/lib/datasets/source.ts';
import { sawtooth } from '../../../src/lib/experiments/datasets.ts';
import { modelCards } from '../../../src/lib/experiments/source-models/cards.ts';
import { fileShards } from '../../../src/lib/tools/data/file-shards.ts';
import { loadInputs } from '../../../src/lib/worker/loadInputs.ts';
import { altered, sourceOf } from '../datasets/tiny-shards.ts';

const card = modelCards['cifar-six-16'];
const bytes = new Uint8Array(readFileSync(`public/weights/${card.file}`));
const quiet = new AbortController().signal;
const request = sawtooth({ compositions: 1, train: 4, test: 2 });
const nothing: ShardSource = { read: () => Promise.reject(new Error('read')) };

describe('the inputs of an arm', () => {
  it('are its data alone where it starts from its seed', async () => {
    const inputs = await loadInputs(request, undefined, { shards: nothing, weights: nothing }, () => undefined, quiet);
    expect(inputs.dataset.train.count).toBe(4);
    expect(inputs).not.toHaveProperty('start');
  });

  it('are also the stored weights that it starts from, whose bytes count, and which are read once', async () => {
    const weights = sourceOf(() => bytes);
    const told: (readonly [number, number])[] = [];
    const load = () =>
      loadInputs(
        request,
        { id: 'cifar-six-16', upTo: 'block 2' },
        { shards: nothing, weights },
        (done, total) => told.push([done, total]),
        quiet,
      );
    const { start } = await load();
    expect(start?.upTo).toBe('block 2');
    expect(start?.tensors[0]).toMatchObject({ name: 'conv 1.weights', shape: [3, 3, 3, 16] });
    expect(told.at(-1)).toEqual([card.bytes, card.bytes]);
    expect((await load()).start?.tensors).toBe(start?.tensors);
    expect(weights.reads).toEqual([`${card.file} default`]);
    expect(told.at(-1)).toEqual([card.bytes, card.bytes]);
  });

  it('are refused where the weights are damaged, with what to do', async () => {
    const weights = sourceOf(() => altered(bytes));
    const loading = loadInputs(request, { id: 'cifar-six-16' }, { shards: nothing, weights }, () => undefined, quiet);
    await expect(loading).rejects.toThrow(`${card.file} is damaged: expected ${card.bytes} bytes with SHA-256 `);
    await expect(loading).rejects.toThrow('(its weights come with the sources, or from npm run source-model).');
    expect(weights.reads).toEqual([`${card.file} default`, `${card.file} reload`]);
  });

  it('say where weights that are not in a folder come from', async () => {
    const weights = fileShards('no-such-folder', 'Run npm run source-model.');
    const loading = loadInputs(request, { id: 'cifar-six-16' }, { shards: nothing, weights }, () => undefined, quiet);
    await expect(loading).rejects.toThrow(/could not be read \(.*ENOENT.*\)\. Run npm run source-model\.$/);
  });
});
