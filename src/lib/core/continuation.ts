import { stream } from '../random/stream.ts';
import type { NetState } from './net.ts';
import type { SessionOptions } from './session.ts';
import { namedTensors, startedFrom } from './stored-weights.ts';

/** The seed of what a net that goes on draws anew: with the run's own it would draw what the first net began with. */
const redrawn = (seed: number): number => stream(seed, 'layers drawn anew').below(2 ** 31);

/** The options of the net that has made an update after which there are so many. */
export function optionsAt(options: SessionOptions, updates: number): SessionOptions {
  const { continuation, seed } = options;
  if (continuation === undefined || updates <= continuation.after) return options;
  return { ...options, layers: continuation.model, seed: redrawn(seed) };
}

/** Updates that are left to the first net; without end where no other goes on. */
export const leftToFirst = ({ continuation }: SessionOptions, step: number): number =>
  continuation === undefined || step >= continuation.after ? Number.POSITIVE_INFINITY : continuation.after - step;

/**
 * The state of the net that goes on.
 *
 * @param learnt of the first net.
 * @param drawn of the other, from its seed.
 * @throws RangeError where it has no layer of the name up to which it takes over.
 */
export function takenOver({ layers, dataset, continuation }: SessionOptions, learnt: NetState, drawn: NetState): NetState {
  if (continuation === undefined) return drawn;
  const { inputShape } = dataset;
  const { model, upTo } = continuation;
  return startedFrom(model, inputShape, drawn, { tensors: namedTensors(layers, inputShape, learnt), upTo });
}
