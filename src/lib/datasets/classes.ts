import { DatasetError } from './errors.ts';

/** Labels [count] and pixels [count, image]. */
export interface Labelled {
  readonly labels: Uint8Array;
  readonly pixels: Uint8Array;
}

/**
 * The images of some classes, in their order, with labels that count through `classes`; of each class the first `perClass`, where that
 * is given: so the classes are balanced, and a smaller choice is part of a larger one.
 *
 * @throws {DatasetError} where a class has fewer images than that, or none.
 */
export function ofClasses({ labels, pixels }: Labelled, classes: readonly number[], perClass?: number): Labelled {
  const imageBytes = pixels.length / labels.length;
  const taken = classes.map(() => 0);
  const chosen: number[] = [];
  labels.forEach((label, index) => {
    const place = classes.indexOf(label);
    const before = taken[place];
    if (before === undefined || before === perClass) return;
    taken[place] = before + 1;
    chosen.push(index);
  });
  classes.forEach((name, place) => {
    const found = taken[place] ?? 0;
    if (found >= (perClass ?? 1)) return;
    throw new DatasetError(
      `Of class ${name} there are ${found} among the first ${labels.length} images, not ${perClass ?? 1}. Look through more of them.`,
    );
  });
  const result = { labels: new Uint8Array(chosen.length), pixels: new Uint8Array(chosen.length * imageBytes) };
  chosen.forEach((index, i) => {
    result.labels[i] = classes.indexOf(labels[index] ?? -1);
    result.pixels.set(pixels.subarray(index * imageBytes, (index + 1) * imageBytes), i * imageBytes);
  });
  return result;
}
