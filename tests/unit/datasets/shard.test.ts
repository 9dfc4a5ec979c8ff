import { expect, it } from 'vitest';
import { ShardError } from '../../../src/lib/datasets/errors.ts';
import { readShard } from '../../../src/lib/datasets/shard.ts';
import { altered, honestSource, sourceOf, tinyShard } from './tiny-shards.ts';

const tiny = tinyShard('tiny-train-00.bin', [3, 1], [10, 20, 30, 40]);
const quiet = new AbortController().signal;
const ignore = (): void => undefined;

it('a shard unpacks to its labels and its pixels', async () => {
  const { labels, pixels } = await readShard(tiny.shard, honestSource([tiny]), ignore, quiet);
  expect([...labels]).toEqual([3, 1]);
  expect([...pixels]).toEqual([10, 20, 30, 40]);
});

it('a shard that is altered in the cache only is read again past the cache', async () => {
  const source = sourceOf((_, cache) => (cache === 'default' ? altered(tiny.packed) : tiny.packed));
  let arrived = 0;
  const { labels } = await readShard(tiny.shard, source, (count) => (arrived += count), quiet);
  expect([...labels]).toEqual([3, 1]);
  expect(source.reads).toEqual(['tiny-train-00.bin default', 'tiny-train-00.bin reload']);
  expect(arrived, 'bytes of the refused copy are taken back').toBe(tiny.packed.length);
});

const damage: readonly [string, Uint8Array][] = [
  ['altered', altered(tiny.packed)],
  ['truncated', tiny.packed.subarray(0, -5)],
  ['empty', new Uint8Array()],
  ['followed by more', Uint8Array.of(...tiny.packed, 0)],
  ['another gzip file of the same data set', tinyShard('x', [3, 1], [10, 20, 30, 41]).packed],
];

it.each(damage)('a shard that is %s on the server too is refused', async (_, bytes) => {
  const source = sourceOf(() => bytes);
  const refused = readShard(tiny.shard, source, ignore, quiet);
  await expect(refused).rejects.toBeInstanceOf(ShardError);
  await expect(refused).rejects.toThrow(`tiny-train-00.bin is damaged: expected ${tiny.packed.length} bytes with SHA-256`);
  await expect(refused).rejects.toThrow(`got ${bytes.length} bytes`);
  await expect(refused).rejects.toThrow('Press Retry; if it happens again, clear the browser');
  expect(source.reads).toHaveLength(2);
});

it('a shard that is not as large as the manifest says once unpacked is refused', async () => {
  const wrong = { ...tiny.shard, rawBytes: 7 };
  await expect(readShard(wrong, honestSource([tiny]), ignore, quiet)).rejects.toThrow(
    'tiny-train-00.bin unpacks to 6 bytes where the manifest says 7. Run npm run data again.',
  );
});
