import type { Batch } from './batches.ts';
import type { Engine, NetOptions } from './net.ts';

/** A training step of the run that the reader asked for. */
export interface Task {
  readonly net: NetOptions;
  readonly batch: Batch;
}

/** Steps to time, after one to warm up: enough to leave out a hiccup, few enough not to keep the reader waiting. */
const TIMED = 3;

/**
 * Milliseconds of a training step: the fastest of three.
 *
 * @throws the signal's reason where it aborts, before the next step.
 */
export async function stepTime(
  createNet: Engine['createNet'],
  { net: options, batch }: Task,
  now: () => number,
  signal: AbortSignal,
): Promise<number> {
  const net = await createNet(options);
  try {
    let best = Infinity;
    for (let i = 0; i <= TIMED; i += 1) {
      signal.throwIfAborted();
      const start = now();
      net.step(batch, true);
      // Reading waits for all that a GPU has queued.
      await net.measured();
      if (i > 0) best = Math.min(best, now() - start);
    }
    return best;
  } finally {
    net.dispose();
  }
}
