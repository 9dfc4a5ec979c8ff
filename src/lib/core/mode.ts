/** In `train` mode normalisations use, and follow, the statistics of this batch; in `evaluate` mode the running ones. */
export type Mode = 'train' | 'evaluate';
