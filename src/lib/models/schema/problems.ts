import type { Range } from './json.ts';

/** Something wrong with a model's text, where it stands, and how to mend it. */
export interface Problem extends Range {
  readonly message: string;
}

/** "line 3, column 5", counted from 1. */
export function placeIn(text: string, { from }: Range): string {
  const before = text.slice(0, from).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

/** A model that cannot be used: the first of its problems as a sentence. */
export class ModelError extends Error {
  override name = 'ModelError';
}

/** The name among these that was probably meant: the nearest, by letters to change, if two thirds of it are right. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, distance: distanceOf(name.toLowerCase(), candidate.toLowerCase()) }))
    .toSorted((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best !== undefined && best.distance <= Math.max(1, Math.floor(best.candidate.length / 3)) ? best.candidate : undefined;
}

/** Levenshtein's distance; a name that is longer than any known one is far from all of them. */
function distanceOf(a: string, b: string): number {
  if (a.length > 2 * b.length + 2) return a.length;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min((row[j] ?? 0) + (letter === other ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** "a, b or c". */
export const orList = (names: readonly (string | number)[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
