import type { StoredStart } from '../core/stored-weights.ts';
import { loadDataset, type Dataset, type OnProgress } from '../datasets/load.ts';
import type { ShardSource } from '../datasets/source.ts';
import { loadWeights } from '../datasets/weights/load.ts';
import type { DatasetRequest } from '../experiments/datasets.ts';
import type { WeightsRequest } from '../experiments/experiment.ts';
import { modelCards } from '../experiments/source-models/cards.ts';

/** Where what is downloaded comes from. */
export interface Sources {
  readonly shards: ShardSource;
  readonly weights: ShardSource;
}

/** What an arm needs besides an engine. */
export interface Inputs {
  readonly dataset: Dataset;
  readonly start?: StoredStart;
}

/**
 * The data of an arm and, where it starts from stored ones, its weights. Progress counts both.
 *
 * @throws as {@link loadDataset} and {@link loadWeights} do.
 */
export async function loadInputs(
  request: DatasetRequest,
  wanted: WeightsRequest | undefined,
  { shards, weights }: Sources,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Inputs> {
  if (wanted === undefined) return { dataset: await loadDataset(request, shards, onProgress, signal) };
  const { id, upTo } = wanted;
  const card = modelCards[id];
  let data = { done: 0, total: 0 };
  let arrived = 0;
  const tell = (): void => onProgress(data.done + arrived, data.total + card.bytes);
  const dataset = await loadDataset(
    request,
    shards,
    (done, total) => {
      data = { done, total };
      tell();
    },
    signal,
  );
  const tensors = await loadWeights(
    card,
    weights,
    (count) => {
      arrived += count;
      tell();
    },
    signal,
  );
  return { dataset, start: { tensors, ...(upTo !== undefined && { upTo }) } };
}
