import { ShardError } from './errors.ts';
import type { Shard } from './manifest.ts';
import { readPinned } from './pinned.ts';
import type { ShardSource } from './source.ts';

/** One unpacked shard: see the layout in manifest.ts. */
export interface Unpacked {
  readonly labels: Uint8Array;
  readonly pixels: Uint8Array;
}

/**
 * Reads, checks and unpacks one shard; `onBytes` as in {@link readPinned}.
 * @throws {ShardError} when it cannot be read, or is not the one that the manifest pins.
 */
export async function readShard(
  shard: Shard,
  source: ShardSource,
  onBytes: (count: number) => void,
  signal: AbortSignal,
): Promise<Unpacked> {
  const packed = await readPinned(shard, source, onBytes, signal, 'npm run data renews them');
  signal.throwIfAborted();
  const raw = await gunzip(packed);
  if (raw.length !== shard.rawBytes) {
    throw new ShardError(
      `${shard.file} unpacks to ${raw.length} bytes where the manifest says ${shard.rawBytes}. Run npm run data again.`,
    );
  }
  return { labels: raw.subarray(0, shard.count), pixels: raw.subarray(shard.count) };
}

async function gunzip(packed: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([packed as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
