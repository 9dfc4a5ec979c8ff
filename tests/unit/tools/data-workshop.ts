/** A small source with its tarball and manifest, and a workshop in a temporary folder. */
import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'fflate';
import type { ImageSet, Manifest } from '../../../src/lib/datasets/manifest.ts';
import type { Fetch } from '../../../src/lib/tools/data/npm-pack.ts';
import type { Workshop } from '../../../src/lib/tools/data/prepare.ts';
import { packShard } from '../../../src/lib/tools/data/raw-shard.ts';
import type { RawShard } from '../../../src/lib/tools/data/raw-shard.ts';
import { tarballOf } from '../../../src/lib/tools/data/sources.ts';
import type { Source } from '../../../src/lib/tools/data/sources.ts';

const hash = (algorithm: string, bytes: Uint8Array): string => createHash(algorithm).update(bytes).digest('hex');

/** Stands for a package: the shards are cut from its bytes, three training shards and one test shard of one 2x2 grey image. */
const content = Uint8Array.from({ length: 20 }, (_, i) => i * 11);
export const tarball = gzipSync(content, { mtime: 0 });

function* tinyShards(tar: Uint8Array): Generator<RawShard> {
  for (let n = 0; n < 4; n += 1) {
    const image = tar.subarray(5 * n, 5 * n + 5);
    yield {
      set: 'tiny-2',
      split: n < 3 ? 'train' : 'test',
      index: n % 3,
      labels: image.subarray(0, 1),
      pixels: image.subarray(1),
    };
  }
}

export const source: Source = {
  name: 'tiny',
  version: '1.0.0',
  bytes: tarball.length,
  sha512: hash('sha512', tarball),
  sets: { 'tiny-2': { side: 2, channels: 1 } },
  shards: tinyShards,
};

const pins = [...tinyShards(content)].map((shard) => {
  const packed = packShard(shard);
  return { bytes: packed.length, sha256: hash('sha256', packed) };
});

export const tinySet: ImageSet = { side: 2, channels: 1, train: pins.slice(0, 3), test: pins.slice(3) };
export const tinyManifest: Manifest = { imagesPerShard: 1, sets: { 'tiny-2': tinySet } };
export const tinyFiles = ['tiny-2-test-00.bin', 'tiny-2-train-00.bin', 'tiny-2-train-01.bin', 'tiny-2-train-02.bin'];

/** A fetch that writes these bytes as the tarball and counts how often it was asked. */
export function fetching(bytes: Uint8Array): Fetch & { count: number } {
  const fetch = (wanted: Source, folder: string): Promise<void> => {
    fetch.count += 1;
    writeFileSync(join(folder, tarballOf(wanted)), bytes);
    return Promise.resolve();
  };
  fetch.count = 0;
  return fetch;
}

export function makeWorkshop(fetch: Fetch): Workshop & { readonly root: string; readonly lines: string[] } {
  const root = mkdtempSync(join(tmpdir(), 'data-'));
  const lines: string[] = [];
  const report = {
    line: (text: string): void => void lines.push(text),
    bar: (label: string, done: number, total: number): void => void lines.push(`${label} ${done} of ${total}`),
    waiting: (label: string) => (lines.push(label), (): void => undefined),
  };
  return { root, lines, shards: join(root, 'public', 'data'), cache: join(root, '.cache'), fetch, report };
}
