import { LabError } from './errors.ts';
import { grouped, limits } from './limits.ts';
import type { Listed } from './paths.ts';

/** A file, and the place of its class among all of them. */
export type Labelled<File extends Listed> = File & { readonly label: number };

export interface Sorted<File extends Listed> {
  /** In the order of their names. */
  readonly classes: readonly string[];
  readonly files: readonly Labelled<File>[];
}

/**
 * Gives each file the class that its folder is named after: of the folders that not all files share, the first. What is nested deeper
 * belongs to the same class.
 *
 * @throws {LabError} where there is nothing, one class only, or too many of anything.
 */
export function sortedIntoClasses<File extends Listed>(files: readonly File[]): Sorted<File> {
  if (files.length === 0)
    throw new LabError('There is no file in it. Give a folder, or a ZIP file, with one folder of images a class.');
  if (files.length > limits.images)
    throw new LabError(
      `There are ${grouped(files.length)} images; the lab takes up to ${grouped(limits.images)}. Nothing was read. Give it some of each class.`,
    );
  const folders = files.map(({ path }) => path.split('/').slice(0, -1));
  const common = shared(folders);
  const names = folders.map((parts) => parts[common]);
  const classes = [...new Set(names.filter((name) => name !== undefined))].sort();
  const loose = files[names.indexOf(undefined)];
  if (classes.length > 0 && loose !== undefined)
    throw new LabError(
      `"${loose.path}" lies beside the folders of the classes, in none of them. Move it into one, or take it out.`,
    );
  if (classes.length < 2)
    throw new LabError(
      `All ${grouped(files.length)} files lie in one folder, so there is one class only, and nothing to tell apart. ` +
        'Put the images of each class into a folder of its own.',
    );
  if (classes.length > limits.classes)
    throw new LabError(`There are ${classes.length} folders, and so as many classes; ${limits.classes} are the most.`);
  return { classes, files: files.map((file, i) => ({ ...file, label: classes.indexOf(names[i] ?? '') })) };
}

/** How many folders, from the first on, all files share. */
function shared(folders: readonly (readonly string[])[]): number {
  const [first = []] = folders;
  const end = first.findIndex((name, depth) => folders.some((parts) => parts[depth] !== name));
  return end === -1 ? first.length : end;
}

/** @throws {LabError} where a class has too few images to learn from and to be looked at. */
export function checkEnough(classes: readonly string[], labels: ArrayLike<number>): void {
  const counts = countsOf(classes, labels);
  const poor = counts.findIndex((count) => count < limits.perClass);
  if (poor === -1) return;
  const images = counts[poor] === 1 ? '1 image' : `${counts[poor]} images`;
  throw new LabError(
    `The class "${classes[poor]}" has ${images} that can be read; each needs ${limits.perClass} at least, ` +
      'of which one is kept for validation.',
  );
}

/** Images of each class. */
export function countsOf(classes: readonly string[], labels: ArrayLike<number>): readonly number[] {
  const counts = classes.map(() => 0);
  for (const label of Array.from(labels)) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}
