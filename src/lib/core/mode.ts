/**
 * In `train` mode normalisations use, and follow, the statistics of this batch; in `observe` mode they use them, and nothing follows; in
 * `evaluate` mode they use the running ones.
 */
export type Mode = 'train' | 'observe' | 'evaluate';

/** Which statistics normalisations use where nothing is learnt: the running ones, or those of the examples at hand. */
export type StatisticsInUse = 'running' | 'batch';
