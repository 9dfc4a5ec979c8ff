/**
 * What the prepared data consist of: every shard with its size and checksum, so that a page can say what a run downloads
 * and a worker can refuse bytes that are not the pinned ones.
 *
 * A shard is a gzip file. Unpacked it holds, for `count` images of `side` x `side` pixels and `channels` channels,
 * `count` labels (uint8, 0 to 9), then the pixels (uint8, [count, side, side, channels], row-major).
 * Shards hold the images of a split in the order of the original files.
 */
import type { ImageRequest } from '../experiments/datasets.ts';
import { DatasetError } from './errors.ts';
import pinned from './manifest.json' with { type: 'json' };

/** A shard as the manifest stores it; name, count and unpacked size follow from its place. */
export interface Pin {
  /** Size of the gzip file. */
  readonly bytes: number;
  /** SHA-256 of the gzip file, hexadecimal. */
  readonly sha256: string;
}

export interface ImageSet {
  readonly side: number;
  readonly channels: number;
  readonly train: readonly Pin[];
  readonly test: readonly Pin[];
}

export interface Manifest {
  readonly imagesPerShard: number;
  /** The key is data set and side, as in "cifar10-16". */
  readonly sets: Readonly<Record<string, ImageSet>>;
}

export type SplitName = 'train' | 'test';

export interface Shard extends Pin {
  readonly file: string;
  /** Images in it. */
  readonly count: number;
  /** Size once unpacked. */
  readonly rawBytes: number;
}

/** The shards that answer a request, in order; the last of a split may hold more images than were asked for. */
export interface ShardPlan {
  readonly train: readonly Shard[];
  readonly test: readonly Shard[];
  /** [height, width, channels] of one image. */
  readonly inputShape: readonly [number, number, number];
}

export const manifest: Manifest = pinned;

/** No ending that means gzip to a server: some hosts would announce it as Content-Encoding and the browser would unpack it. */
export const shardFile = (set: string, split: SplitName, index: number): string =>
  `${set}-${split}-${String(index).padStart(2, '0')}.bin`;

/** All shards of one split of a set. */
export function shardsOf({ imagesPerShard }: Manifest, name: string, set: ImageSet, split: SplitName): Shard[] {
  const rawBytes = imagesPerShard * (1 + set.side * set.side * set.channels);
  return set[split].map((pin, index) => ({ ...pin, file: shardFile(name, split, index), count: imagesPerShard, rawBytes }));
}

/** @throws {DatasetError} when there is no such set, or when it has fewer images than the request asks for. */
export function shardsFor(request: ImageRequest): ShardPlan {
  const name = `${request.name}-${request.side}`;
  const set = manifest.sets[name];
  if (!set) throw new DatasetError(`There is no data set "${name}"; there are ${Object.keys(manifest.sets).join(', ')}.`);

  const first = (split: SplitName): Shard[] => {
    const images = request[split];
    const available = set[split].length * manifest.imagesPerShard;
    if (!(Number.isInteger(images) && images >= 1 && images <= available)) {
      throw new DatasetError(`${name} has ${available} ${split} images: ask for 1 to ${available}, not ${images}.`);
    }
    return shardsOf(manifest, name, set, split).slice(0, Math.ceil(images / manifest.imagesPerShard));
  };
  return { train: first('train'), test: first('test'), inputShape: [set.side, set.side, set.channels] };
}

/** Bytes that the shards of a plan take on the wire. */
export const planBytes = ({ train, test }: Pick<ShardPlan, SplitName>): number =>
  [...train, ...test].reduce((sum, shard) => sum + shard.bytes, 0);
