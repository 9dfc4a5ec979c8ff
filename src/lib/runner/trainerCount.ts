/**
 * How many arms train at once: one a core, since a trainer keeps a core busy, but no more than there are arms, and always one.
 * `cores` is what the browser says, which some round down, so that it tells less about the reader.
 */
export function trainerCount(arms: number, cores: number): number {
  return Math.max(1, Math.min(arms, Math.floor(cores)));
}

/** More threads than this hardly make a step of the book's networks shorter. */
const mostThreads = 4;

/** Threads for each of so many trainers: the cores that they leave. */
export function threadCount(trainers: number, cores: number): number {
  return Math.max(1, Math.min(mostThreads, Math.floor(cores / trainers)));
}
