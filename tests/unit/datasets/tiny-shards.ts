/** Small shards made on the spot, and sources that serve them. */
import { createHash } from 'node:crypto';
import type { Shard, ShardPlan } from '../../../src/lib/datasets/manifest.ts';
import type { ShardSource } from '../../../src/lib/datasets/source.ts';
import { packShard } from '../../../src/lib/tools/data/raw-shard.ts';

export interface TinyShard {
  readonly shard: Shard;
  readonly packed: Uint8Array;
}

export function tinyShard(file: string, labels: readonly number[], pixels: readonly number[]): TinyShard {
  const packed = packShard({ labels: Uint8Array.from(labels), pixels: Uint8Array.from(pixels) });
  const sha256 = createHash('sha256').update(packed).digest('hex');
  return { shard: { file, count: labels.length, bytes: packed.length, rawBytes: labels.length + pixels.length, sha256 }, packed };
}

export function planOf(train: readonly TinyShard[], test: readonly TinyShard[], inputShape: ShardPlan['inputShape']): ShardPlan {
  return { train: train.map(({ shard }) => shard), test: test.map(({ shard }) => shard), inputShape };
}

/** Answers each read with what `bytesOf` gives for it, in two chunks, and keeps a list of the reads. */
export function sourceOf(
  bytesOf: (file: string, cache: 'default' | 'reload') => Uint8Array,
): ShardSource & { readonly reads: string[] } {
  const reads: string[] = [];
  return {
    reads,
    async read(file, onBytes, signal, cache) {
      signal.throwIfAborted();
      reads.push(`${file} ${cache}`);
      const bytes = bytesOf(file, cache);
      await Promise.resolve();
      onBytes(1);
      onBytes(bytes.length - 1);
      return bytes;
    },
  };
}

/** A source that serves these shards as they are. */
export const honestSource = (shards: readonly TinyShard[]): ReturnType<typeof sourceOf> =>
  sourceOf((file) => {
    const found = shards.find(({ shard }) => shard.file === file);
    if (!found) throw new Error(`the test has no shard ${file}`);
    return found.packed;
  });

/** A copy with one bit of its middle byte flipped. */
export function altered(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  const middle = copy.length >> 1;
  copy[middle] = (copy[middle] ?? 0) ^ 1;
  return copy;
}
