import type { ImageRequest } from '../experiments/datasets.ts';
import type { Dataset } from './load.ts';

/** Enough to run the arms of two examples in turn; a full-size data set takes more than 100 MB. */
const capacity = 2;

/** By source, so that two sources never answer for each other. Least recently used first. */
const kept = new WeakMap<object, Map<string, Dataset>>();

const keyOf = ({ name, side, scaling, targets, train, test, classes, perClass, frame }: ImageRequest): string =>
  JSON.stringify([name, side, scaling, targets, train, test, classes, perClass, frame]);

export function recall(source: object, request: ImageRequest): Dataset | undefined {
  const dataset = kept.get(source)?.get(keyOf(request));
  if (dataset) remember(source, request, dataset);
  return dataset;
}

export function remember(source: object, request: ImageRequest, dataset: Dataset): void {
  const datasets = kept.get(source) ?? new Map<string, Dataset>();
  kept.set(source, datasets);
  datasets.delete(keyOf(request));
  datasets.set(keyOf(request), dataset);
  for (const key of [...datasets.keys()].slice(0, -capacity)) datasets.delete(key);
}
