import { describe, expect, it } from 'vitest';
import { DatasetError, ShardError } from '../../../src/lib/datasets/errors.ts';
import { loadDataset, loadPlan } from '../../../src/lib/datasets/load.ts';
import { planBytes } from '../../../src/lib/datasets/manifest.ts';
import type { ShardSource } from '../../../src/lib/datasets/source.ts';
import { cifar10, sawtooth } from '../../../src/lib/experiments/datasets.ts';
import { altered, honestSource, planOf, sourceOf, tinyShard } from './tiny-shards.ts';

/** Images of 1x1 pixel and 2 channels: image n of the training set holds [n, 100 + n] and has label n. */
const trainShards = [0, 2, 4].map((n) => tinyShard(`train-${n}.bin`, [n, n + 1], [n, 100 + n, n + 1, 101 + n]));
const testShards = [tinyShard('test-0.bin', [9, 8], [255, 0, 0, 255])];
const all = [...trainShards, ...testShards];
const plan = planOf(trainShards, testShards, [1, 1, 2]);
const request = { train: 5, test: 1, scaling: 'unit', targets: 'classes' } as const;
const quiet = new AbortController().signal;
const ignore = (): void => undefined;

const times255 = (images: Float32Array): number[] => [...images].map((value) => Math.round(value * 255));

describe('loading', () => {
  it('puts images and labels in order and leaves out what was not asked for', async () => {
    const { train, test: heldOut, inputShape, outputs } = await loadPlan(plan, request, honestSource(all), ignore, quiet);
    expect(times255(train.images)).toEqual([0, 100, 1, 101, 2, 102, 3, 103, 4, 104]);
    expect([...train.labels]).toEqual([0, 1, 2, 3, 4]);
    expect(train.count).toBe(5);
    expect(times255(heldOut.images)).toEqual([255, 0]);
    expect([...heldOut.labels]).toEqual([9]);
    expect([inputShape, outputs]).toEqual([[1, 1, 2], 10]);
  });

  it('takes some classes alone, so many training images of each and all test images of theirs', async () => {
    const learned = tinyShard('train-0.bin', [3, 4, 9, 4, 3, 9], [...new Array(12).keys()]);
    const heldOut = tinyShard('test-0.bin', [9, 8, 3, 4], [50, 51, 60, 61, 70, 71, 80, 81]);
    const found = await loadPlan(
      planOf([learned], [heldOut], [1, 1, 2]),
      { ...request, train: 6, test: 4, classes: [9, 4, 3], perClass: 1 },
      honestSource([learned, heldOut]),
      ignore,
      quiet,
    );
    expect([...found.train.labels]).toEqual([2, 1, 0]);
    expect(times255(found.train.images)).toEqual([0, 1, 2, 3, 4, 5]);
    expect([...found.test.labels]).toEqual([0, 2, 1]);
    expect(times255(found.test.images)).toEqual([50, 51, 70, 71, 80, 81]);
    expect([found.train.count, found.test.count, found.outputs]).toEqual([3, 3, 3]);
  });

  it('frames digits as photographs', async () => {
    const digit = tinyShard('train-0.bin', [7], new Array<number>(784).fill(255));
    const wanted = planOf([digit], [digit], [28, 28, 1]);
    const { train, inputShape } = await loadPlan(
      wanted,
      { ...request, train: 1, frame: 16 },
      honestSource([digit]),
      ignore,
      quiet,
    );
    expect(inputShape).toEqual([16, 16, 3]);
    expect(train.images.length).toBe(768);
    // 14 x 14 white pixels of three channels.
    expect(train.images.reduce((sum, value) => sum + value, 0)).toBe(588);
  });

  it('gives the images themselves as targets where a net is to repeat them', async () => {
    const { train, outputs } = await loadPlan(plan, { ...request, targets: 'images' }, honestSource(all), ignore, quiet);
    expect(train.values).toEqual(train.images);
    expect([...train.labels]).toEqual([]);
    expect(outputs).toBe(2);
  });

  it('computes a sawtooth without reading anything', async () => {
    const nothing: ShardSource = { read: () => Promise.reject(new Error('read')) };
    const { train, test, inputShape, outputs } = await loadDataset(
      sawtooth({ compositions: 2, train: 9, test: 4 }),
      nothing,
      ignore,
      quiet,
    );
    expect([...train.images]).toEqual([0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1]);
    expect([...(train.values ?? [])]).toEqual([0, 0.5, 1, 0.5, 0, 0.5, 1, 0.5, 0]);
    expect([...test.images]).toEqual([0.125, 0.375, 0.625, 0.875]);
    expect([inputShape, outputs]).toEqual([[1, 1, 1], 1]);
  });

  it('refuses a sawtooth of no grid or of half a composition', async () => {
    const load = (options: Parameters<typeof sawtooth>[0]): Promise<unknown> =>
      loadDataset(sawtooth(options), honestSource([]), ignore, quiet);
    await expect(load({ compositions: 1.5, train: 9, test: 4 })).rejects.toThrow(
      new DatasetError('A sawtooth is composed of 0 to 20 tent maps, not of 1.5.'),
    );
    await expect(load({ compositions: 2, train: 1, test: 4 })).rejects.toThrow(
      new DatasetError('A sawtooth needs a grid of 2 training inputs and 1 test input at least, not of 1 and 4.'),
    );
  });

  it('keeps the order when later shards arrive first', async () => {
    const honest = honestSource(all);
    const backwards: ShardSource = {
      async read(file, ...rest) {
        await new Promise((resolve) => setTimeout(resolve, file === 'train-0.bin' ? 20 : 0));
        return honest.read(file, ...rest);
      },
    };
    const { train } = await loadPlan(plan, request, backwards, ignore, quiet);
    expect([...train.labels]).toEqual([0, 1, 2, 3, 4]);
  });

  it('standardises with the moments of the requested training images only', async () => {
    const standard = { ...request, train: 2, scaling: 'standard' } as const;
    const { train, test: heldOut } = await loadPlan(
      planOf(trainShards.slice(0, 1), testShards, [1, 1, 2]),
      standard,
      honestSource(all),
      ignore,
      quiet,
    );
    // Images 0 and 1: channel means 0.5 and 100.5, both deviations 0.5.
    expect([...train.images]).toEqual([-1, -1, 1, 1]);
    expect([...heldOut.images]).toEqual([509, -201]);
  });

  it('reports bytes from nothing to the total', async () => {
    const reports: (readonly [number, number])[] = [];
    await loadPlan(plan, request, honestSource(all), (done, total) => reports.push([done, total]), quiet);
    expect(reports[0]).toEqual([0, planBytes(plan)]);
    expect(reports.at(-1)).toEqual([planBytes(plan), planBytes(plan)]);
    expect(reports.map(([done]) => done)).toEqual(reports.map(([done]) => done).sort((a, b) => a - b));
  });

  it('stops at the first shard that cannot be trusted', async () => {
    const many = planOf(
      Array.from({ length: 20 }, (_, n) => tinyShard(`train-${n}.bin`, [n % 10], [n, n])),
      testShards,
      [1, 1, 2],
    );
    const source = sourceOf(() => altered(testShards[0]?.packed ?? new Uint8Array()));
    await expect(loadPlan(many, { ...request, train: 20 }, source, ignore, quiet)).rejects.toBeInstanceOf(ShardError);
    expect(source.reads.length).toBeLessThan(20);
  });
});

describe('aborting', () => {
  /** Never answers; rejects when it is told to stop, as fetch does. */
  const silent: ShardSource = {
    read: (_, __, signal) =>
      new Promise((___, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      }),
  };

  it('ends a load that waits for the network with an AbortError', async () => {
    const controller = new AbortController();
    const loading = loadPlan(plan, request, silent, ignore, controller.signal);
    controller.abort();
    await expect(loading).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('before the start reads nothing', async () => {
    const source = honestSource(all);
    const loading = loadDataset(cifar10({ train: 1, test: 1, side: 16 }), source, ignore, AbortSignal.abort());
    await expect(loading).rejects.toMatchObject({ name: 'AbortError' });
    expect(source.reads).toEqual([]);
  });

  it('after the last byte still yields no data set', async () => {
    const controller = new AbortController();
    const total = planBytes(plan);
    const onProgress = (done: number): void => {
      if (done === total) controller.abort();
    };
    await expect(loadPlan(plan, request, honestSource(all), onProgress, controller.signal)).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

it('a request for more images than there are is refused before anything is read', async () => {
  const source = honestSource(all);
  const loading = loadDataset(cifar10({ train: 60000, test: 1, side: 16 }), source, ignore, quiet);
  await expect(loading).rejects.toBeInstanceOf(DatasetError);
  expect(source.reads).toEqual([]);
});
