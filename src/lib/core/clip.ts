import type { Clip } from '../experiments/experiment.ts';

/** What PyTorch adds to the norm that it divides by. */
export const CLIP_EPSILON = 1e-6;

/** The Euclidean norm of several tensors together, from that of each. */
export function totalNorm(norms: readonly number[]): number {
  let squares = 0;
  for (const norm of norms) squares += norm * norm;
  return Math.sqrt(squares);
}

/** What clipping does to each entry of a gradient: cuts it off at -bound and bound, and multiplies it by a factor. */
export interface Clipping {
  readonly bound: number;
  readonly factor: number;
}

/** @param norms of the gradients of all parameters. */
export function clippingOf({ by, threshold }: Clip, norms: readonly number[]): Clipping {
  if (by === 'value') return { bound: threshold, factor: 1 };
  return { bound: Infinity, factor: Math.min(1, threshold / (totalNorm(norms) + CLIP_EPSILON)) };
}
