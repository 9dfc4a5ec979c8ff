/**
 * What a run downloads. The page wants to know it, and not the checksums of the shards: these alone would be a ninth of all that a
 * chapter may load.
 */
import { isGenerated, type DatasetRequest, type ImageRequest } from '../experiments/datasets.ts';
import { DatasetError } from './errors.ts';
import pinned from './sizes.json' with { type: 'json' };

export interface Sizes {
  readonly imagesPerShard: number;
  /** Bytes of every shard, by data set and side as in the manifest. */
  readonly sets: Readonly<Record<string, { readonly train: readonly number[]; readonly test: readonly number[] }>>;
}

const sizes: Sizes = pinned;

/**
 * Bytes that requests download together when nothing is cached: each shard once.
 *
 * @throws {DatasetError} when there is no such set.
 */
export function downloadBytes(...requests: readonly DatasetRequest[]): number {
  const shards = new Map(requests.flatMap((request) => (isGenerated(request) ? [] : shardSizes(request))));
  return [...shards.values()].reduce((sum, bytes) => sum + bytes, 0);
}

/** Each shard of a request with its bytes, by a name of its own. */
function shardSizes(request: ImageRequest): readonly (readonly [string, number])[] {
  const name = `${request.name}-${request.side}`;
  const set = sizes.sets[name];
  if (!set) throw new DatasetError(`There is no data set "${name}"; there are ${Object.keys(sizes.sets).join(', ')}.`);
  return (['train', 'test'] as const).flatMap((split) =>
    set[split]
      .slice(0, Math.ceil(request[split] / sizes.imagesPerShard))
      .map((bytes, i) => [`${name} ${split} ${i}`, bytes] as const),
  );
}
