/** The prepared data against what is known about the originals; `npm test` prepares them first. */
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadDataset } from '../../../src/lib/datasets/load.ts';
import { cifar10, mnist } from '../../../src/lib/experiments/datasets.ts';
import type { DatasetRequest } from '../../../src/lib/experiments/datasets.ts';
import { fileShards } from '../../../src/lib/tools/data/file-shards.ts';

const folder = 'public/data';
const quiet = new AbortController().signal;
const load = (request: DatasetRequest): ReturnType<typeof loadDataset> =>
  loadDataset(request, fileShards(folder), () => undefined, quiet);

function classCounts(labels: Uint8Array): number[] {
  const counts = new Array<number>(10).fill(0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

describe.skipIf(!existsSync(`${folder}/mnist-28-train-00.bin`))('the real data', () => {
  it('hold all of MNIST in its order', async () => {
    const { train, test: heldOut } = await load(mnist({ train: 60000, test: 10000 }));
    expect([...train.labels.subarray(0, 5)]).toEqual([5, 0, 4, 1, 9]);
    expect([...heldOut.labels.subarray(0, 5)]).toEqual([7, 2, 1, 0, 4]);
    // Class counts as in Y. LeCun's description of the data set.
    expect(classCounts(train.labels)).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    expect(classCounts(heldOut.labels)).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    const mean = train.images.reduce((sum, value) => sum + value, 0) / train.images.length;
    // The usual normalisation constant of MNIST.
    expect(mean).toBeCloseTo(0.1307, 4);
  });

  it('hold all of CIFAR-10 in its order, balanced', async () => {
    const { train, test: heldOut } = await load(cifar10({ train: 50000, test: 10000, side: 16 }));
    expect([...train.labels.subarray(0, 5)]).toEqual([6, 9, 9, 4, 1]);
    expect([...heldOut.labels.subarray(0, 5)]).toEqual([3, 8, 8, 0, 6]);
    expect(classCounts(train.labels)).toEqual(new Array(10).fill(5000));
    expect(classCounts(heldOut.labels)).toEqual(new Array(10).fill(1000));
    expect(train.images.length).toBe(50000 * 16 * 16 * 3);
  });

  it('hold the first CIFAR-10 image pixel by pixel, and its average at half the size', async () => {
    const full = await load({ ...cifar10({ train: 1, test: 1, side: 32 }), scaling: 'unit' });
    const half = await load({ ...cifar10({ train: 1, test: 1, side: 16 }), scaling: 'unit' });
    const pixel = (image: Float32Array, side: number, y: number, x: number): number[] =>
      [0, 1, 2].map((channel) => Math.round(255 * (image[(y * side + x) * 3 + channel] ?? Number.NaN)));
    // The frog of data_batch_1 begins with RGB 59 62 63, 43 46 45 and, a row below, 16 20 20, 0 0 0 in the original files.
    expect(pixel(full.train.images, 32, 0, 0)).toEqual([59, 62, 63]);
    expect(pixel(full.train.images, 32, 0, 1)).toEqual([43, 46, 45]);
    expect(pixel(full.train.images, 32, 1, 0)).toEqual([16, 20, 20]);
    expect(pixel(full.train.images, 32, 1, 1)).toEqual([0, 0, 0]);
    expect(pixel(half.train.images, 16, 0, 0)).toEqual([30, 32, 32]);
  });

  it('come out standardised: mean 0 and deviation 1 in every channel', async () => {
    const { train } = await load(cifar10({ train: 2000, test: 1000, side: 16 }));
    for (const channel of [0, 1, 2]) {
      const values = train.images.filter((_, i) => i % 3 === channel);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      expect(mean).toBeCloseTo(0, 4);
      expect(variance).toBeCloseTo(1, 4);
    }
  });

  it('come from memory when the same source is asked again', async () => {
    const source = fileShards(folder);
    const request = mnist({ train: 10, test: 10 });
    const first = await loadDataset(request, source, () => undefined, quiet);
    const reports: (readonly [number, number])[] = [];
    const second = await loadDataset(request, source, (done, total) => reports.push([done, total]), quiet);
    expect(second).toBe(first);
    expect(reports).toHaveLength(1);
    expect(reports[0]?.[0]).toBe(reports[0]?.[1]);
  });
});

it('a shard that is not in the folder sends the reader to npm run data', async () => {
  const reading = fileShards('no-such-folder').read('a.bin', () => undefined, quiet, 'default');
  await expect(reading).rejects.toThrow(/^a\.bin could not be read \(.*ENOENT.*\)\. Run npm run data\.$/);
});
