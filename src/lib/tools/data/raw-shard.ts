import { gzipSync } from 'fflate';
import type { SplitName } from '../../datasets/manifest.ts';

/** Three of them (2,000 training and 1,000 test images at 16x16) stay below the 2.5 MB that a quick run may download. */
export const imagesPerShard = 1000;

/** A shard before packing: labels [count], pixels [count, side, side, channels]. */
export interface RawShard {
  readonly set: string;
  readonly split: SplitName;
  readonly index: number;
  readonly labels: Uint8Array;
  readonly pixels: Uint8Array;
}

/**
 * Labels, then pixels, as gzip. `fflate` is script and the time in the header is left out, so the bytes are the same on every
 * platform; Node's own zlib differs between builds.
 */
export function packShard({ labels, pixels }: Pick<RawShard, 'labels' | 'pixels'>): Uint8Array {
  const raw = new Uint8Array(labels.length + pixels.length);
  raw.set(labels);
  raw.set(pixels, labels.length);
  return gzipSync(raw, { level: 9, mtime: 0 });
}

/** Cuts a whole number of shards out of consecutive images; `firstIndex` is the number of the first one within its split. */
export function* cutShards(
  set: string,
  split: SplitName,
  labels: Uint8Array,
  pixels: Uint8Array,
  firstIndex = 0,
): Generator<RawShard> {
  const imageBytes = pixels.length / labels.length;
  for (let first = 0; first < labels.length; first += imagesPerShard) {
    const end = first + imagesPerShard;
    yield {
      set,
      split,
      index: firstIndex + first / imagesPerShard,
      labels: labels.subarray(first, end),
      pixels: pixels.subarray(first * imageBytes, end * imageBytes),
    };
  }
}
