/**
 * What a run downloads. The page wants to know it, and not the checksums of the shards: these alone would be a ninth of all that a
 * chapter may load.
 */
import { isGenerated, type DatasetRequest } from '../experiments/datasets.ts';
import { DatasetError } from './errors.ts';
import pinned from './sizes.json' with { type: 'json' };

export interface Sizes {
  readonly imagesPerShard: number;
  /** Bytes of every shard, by data set and side as in the manifest. */
  readonly sets: Readonly<Record<string, { readonly train: readonly number[]; readonly test: readonly number[] }>>;
}

const sizes: Sizes = pinned;

/**
 * Bytes that a request downloads when nothing is cached.
 *
 * @throws {DatasetError} when there is no such set.
 */
export function downloadBytes(request: DatasetRequest): number {
  if (isGenerated(request)) return 0;
  const name = `${request.name}-${request.side}`;
  const set = sizes.sets[name];
  if (!set) throw new DatasetError(`There is no data set "${name}"; there are ${Object.keys(sizes.sets).join(', ')}.`);
  const first = (shards: readonly number[], images: number): readonly number[] =>
    shards.slice(0, Math.ceil(images / sizes.imagesPerShard));
  return [...first(set.train, request.train), ...first(set.test, request.test)].reduce((sum, bytes) => sum + bytes, 0);
}
