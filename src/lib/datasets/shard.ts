import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { ShardError } from './errors.ts';
import type { Shard } from './manifest.ts';
import type { ShardSource } from './source.ts';

/** One unpacked shard: see the layout in manifest.ts. */
export interface Unpacked {
  readonly labels: Uint8Array;
  readonly pixels: Uint8Array;
}

/**
 * Reads, checks and unpacks one shard. Bytes that do not match are read once more past every cache, since a stale cached
 * copy is the likeliest cause. `onBytes` hears how many arrived; a negative count takes back those of a refused copy.
 * @throws {ShardError} when the second copy does not match either, or the source fails.
 */
export async function readShard(
  shard: Shard,
  source: ShardSource,
  onBytes: (count: number) => void,
  signal: AbortSignal,
): Promise<Unpacked> {
  let arrived = 0;
  const count = (bytes: number): void => {
    arrived += bytes;
    onBytes(bytes);
  };
  let packed = await source.read(shard.file, count, signal, 'default');
  if (!matches(shard, packed)) {
    onBytes(-arrived);
    packed = await source.read(shard.file, onBytes, signal, 'reload');
    if (!matches(shard, packed)) throw damaged(shard, packed);
  }
  signal.throwIfAborted();
  const raw = await gunzip(packed);
  if (raw.length !== shard.rawBytes) {
    throw new ShardError(
      `${shard.file} unpacks to ${raw.length} bytes where the manifest says ${shard.rawBytes}. Run npm run data again.`,
    );
  }
  return { labels: raw.subarray(0, shard.count), pixels: raw.subarray(shard.count) };
}

/** Hashed in script: `crypto.subtle` does not exist on pages served without https. */
const digest = (bytes: Uint8Array): string => bytesToHex(sha256(bytes));

const matches = (shard: Shard, packed: Uint8Array): boolean => packed.length === shard.bytes && digest(packed) === shard.sha256;

const damaged = (shard: Shard, packed: Uint8Array): ShardError =>
  new ShardError(
    `${shard.file} is damaged: expected ${shard.bytes} bytes with SHA-256 ${shard.sha256.slice(0, 12)}…, ` +
      `got ${packed.length} bytes with SHA-256 ${digest(packed).slice(0, 12)}…. Press Retry; if it happens again, clear the browser's ` +
      "cache, or the site's data may be out of date (npm run data renews them).",
  );

async function gunzip(packed: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([packed as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
