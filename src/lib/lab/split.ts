import { stream } from '../random/stream.ts';

/** One image in so many is kept for validation. */
export const VALIDATION = 4;

/** Images by their places in the set, each in one of the two. */
export interface Divided {
  readonly train: readonly number[];
  readonly validation: readonly number[];
}

/**
 * Divides labelled images, each class by itself, so that both parts have the same share of each: of a class with n images n / 4 are for
 * validation, rounded, at least one. Which ones, the seed says; both parts are in the order of the set.
 */
export function divided(labels: ArrayLike<number>, seed: number): Divided {
  const kept = new Set<number>();
  const all = Array.from(labels);
  for (const label of new Set(all)) {
    const members = all.flatMap((own, image) => (own === label ? [image] : []));
    const count = Math.max(1, Math.round(members.length / VALIDATION));
    for (const image of stream(seed, `validation images of class ${label}`).shuffle(members).slice(0, count)) kept.add(image);
  }
  return {
    train: all.flatMap((_, image) => (kept.has(image) ? [] : [image])),
    validation: all.flatMap((_, image) => (kept.has(image) ? [image] : [])),
  };
}
