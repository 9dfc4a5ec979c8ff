import { LabError } from './errors.ts';
import { grouped, limits } from './limits.ts';

/** A file that is listed, and not read yet. */
export interface Listed {
  /** With slashes, from the folder or the ZIP file on: "pets/cats/1.png". */
  readonly path: string;
}

/** What systems put beside the files of people: hidden files, and the folders and notes of macOS and Windows. */
const ofTheSystem = /(^|\/)(\.[^/]*|__MACOSX|Thumbs\.db|desktop\.ini)(\/|$)/i;

const control = /[\u0000-\u001f\u007f]/;

/**
 * The files without those of the system, each path checked.
 *
 * @throws {LabError} where a path leads out of its folder, or could be read in two ways, or is there twice, or where there are too many.
 */
export function checkedList<File extends Listed>(files: readonly File[]): readonly File[] {
  if (files.length > limits.files)
    throw new LabError(
      `There are ${grouped(files.length)} files; the lab takes up to ${grouped(limits.files)}, and of these up to ` +
        `${grouped(limits.images)} images. Nothing was read. Give it some of each class.`,
    );
  const seen = new Set<string>();
  for (const { path } of files) {
    const fault = faultOf(path);
    if (fault !== undefined) throw new LabError(`The path ${shown(path)} ${fault}. Nothing was read.`);
    if (seen.has(path)) throw new LabError(`The path ${shown(path)} is there twice. Nothing was read.`);
    seen.add(path);
  }
  return files.filter(({ path }) => !ofTheSystem.test(path));
}

function faultOf(path: string): string | undefined {
  if (path.length > limits.path) return `has ${grouped(path.length)} characters; ${limits.path} are the most`;
  if (control.test(path)) return 'has control characters in it';
  if (path.includes('\\')) return 'has a backslash in it; folders are told apart by "/"';
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) return 'begins at the root of a disk, and not in its own folder';
  const parts = path.split('/');
  if (parts.some((part) => part === '..' || part === '.' || part === '')) return 'leads out of its folder, or nowhere';
  return undefined;
}

const shown = (path: string): string => JSON.stringify(path.length > 80 ? `${path.slice(0, 80)}…` : path);
