/** A request that no data set can answer. */
export class DatasetError extends Error {
  override name = 'DatasetError';
}

/** A shard that could not be read, or whose bytes are not the ones that the manifest pins. */
export class ShardError extends Error {
  override name = 'ShardError';
}

/** Stored weights that cannot be read, or that do not fit a model. */
export class WeightsError extends Error {
  override name = 'WeightsError';
}
