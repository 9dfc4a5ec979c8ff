import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DatasetError } from '../../../src/lib/datasets/errors.ts';
import { manifest, planBytes, shardsFor } from '../../../src/lib/datasets/manifest.ts';
import { downloadBytes } from '../../../src/lib/datasets/sizes.ts';
import { cifar10, mnist } from '../../../src/lib/experiments/datasets.ts';
import type { ImageRequest } from '../../../src/lib/experiments/datasets.ts';
import degradation from '../../../src/lib/experiments/degradation.ts';
import { defaults } from '../../../src/lib/experiments/params.ts';
import { sizesText } from '../../../src/lib/tools/data/sizes-text.ts';

const messageOf = (request: ImageRequest): string => {
  try {
    shardsFor(request);
  } catch (error) {
    if (error instanceof DatasetError) return error.message;
    throw error;
  }
  return 'no error';
};

describe('the shards of a request', () => {
  it('are the first ones of each split', () => {
    const { train, test: heldOut, inputShape } = shardsFor(cifar10({ train: 2000, test: 1000, side: 16 }));
    expect(train.map(({ file }) => file)).toEqual(['cifar10-16-train-00.bin', 'cifar10-16-train-01.bin']);
    expect(heldOut.map(({ file }) => file)).toEqual(['cifar10-16-test-00.bin']);
    expect(inputShape).toEqual([16, 16, 3]);
  });

  it('cover a request that ends inside a shard', () => {
    const { train, test: heldOut } = shardsFor(mnist({ train: 1001, test: 1 }));
    expect([train.length, heldOut.length]).toEqual([2, 1]);
  });

  it('say how large they are once unpacked: labels and pixels', () => {
    expect(shardsFor(mnist({ train: 1, test: 1 })).train[0]).toMatchObject({ count: 1000, rawBytes: 1000 * (1 + 28 * 28) });
    expect(shardsFor(cifar10({ train: 1, test: 1, side: 32 })).train[0]).toMatchObject({ rawBytes: 1000 * (1 + 32 * 32 * 3) });
  });

  it('are refused with the reason when the data set has not so many', () => {
    expect(messageOf(cifar10({ train: 50001, test: 1, side: 16 }))).toBe(
      'cifar10-16 has 50000 train images: ask for 1 to 50000, not 50001.',
    );
    expect(messageOf(mnist({ train: 1, test: 0 }))).toBe('mnist-28 has 10000 test images: ask for 1 to 10000, not 0.');
    expect(messageOf(mnist({ train: Number.NaN, test: 1 }))).toContain('not NaN');
  });

  it('are refused when there is no such data set', () => {
    expect(messageOf({ name: 'mnist', side: 16, scaling: 'unit', targets: 'classes', train: 1, test: 1 })).toBe(
      'There is no data set "mnist-16"; there are mnist-28, cifar10-32, cifar10-16.',
    );
  });
});

describe('the manifest', () => {
  it('pins every image of both data sets', () => {
    const images = Object.entries(manifest.sets).map(([name, { train, test: heldOut }]) => [
      name,
      train.length * manifest.imagesPerShard,
      heldOut.length * manifest.imagesPerShard,
    ]);
    expect(images).toEqual([
      ['mnist-28', 60000, 10000],
      ['cifar10-32', 50000, 10000],
      ['cifar10-16', 50000, 10000],
    ]);
  });

  it('pins no shard twice and every one by a whole SHA-256', () => {
    const pins = Object.values(manifest.sets).flatMap(({ train, test: heldOut }) => [...train, ...heldOut]);
    expect(pins.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256))).toBe(true);
    expect(new Set(pins.map(({ sha256 }) => sha256)).size).toBe(pins.length);
  });
});

it('a quick run of degradation downloads at most 2.5 MB', () => {
  const bytes = downloadBytes(degradation.dataset(defaults(degradation.params)));
  expect(bytes).toBeLessThanOrEqual(2_500_000);
  expect(bytes, 'three shards of 1,000 images').toBeGreaterThan(2_000_000);
});

describe('what a request downloads', () => {
  it('is the size of its shards', () => {
    for (const request of [mnist({ train: 1001, test: 1 }), cifar10({ train: 50_000, test: 10_000, side: 32 })]) {
      expect(downloadBytes(request)).toBe(planBytes(shardsFor(request)));
    }
  });

  it('is committed as the manifest has it', () => {
    expect(readFileSync('src/lib/datasets/sizes.json', 'utf8')).toBe(sizesText(manifest));
  });
});
