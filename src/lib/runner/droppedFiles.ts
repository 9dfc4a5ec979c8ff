import { LabError } from '../lab/errors.ts';
import { grouped, limits } from '../lab/limits.ts';
import type { GivenFile, LabSource, ModelSource } from '../worker/labProtocol.ts';

/** What a folder that was chosen in a dialogue holds: a browser lists it whole. */
export function chosenFolder(files: FileList): LabSource {
  return { kind: 'files', files: Array.from(files, (file) => ({ path: file.webkitRelativePath || file.name, file })) };
}

/**
 * What was dropped: one ZIP file, or any number of folders. Folders are listed, not read, and no further than to the limit.
 *
 * @throws {LabError} where it is neither, or too much.
 */
export async function droppedSource({ items, files }: DataTransfer): Promise<LabSource> {
  // Entries have to be taken at once: after a wait the browser has emptied the list.
  const entries = Array.from(items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const [file] = Array.from(files);
  if (entries.some(({ isDirectory }) => isDirectory)) {
    const found: GivenFile[] = [];
    for (const entry of entries) await list(entry, found);
    return { kind: 'files', files: found };
  }
  if (file !== undefined && files.length === 1) return { kind: 'zip', zip: file };
  throw new LabError(
    files.length === 0
      ? 'Nothing that was dropped is a file or a folder.'
      : `${grouped(files.length)} single files were dropped. Drop the folder that they lie in, with one folder in it a class, or one ZIP file.`,
  );
}

/** The files of a model that were chosen in a dialogue: one ZIP file, or all that belong to it. */
export const chosenModel = (files: FileList): ModelSource => modelOf(Array.from(files, (file) => ({ path: file.name, file })));

/**
 * The same for files that were dropped, or folders with them.
 *
 * @throws {LabError} where there are none.
 */
export async function droppedModel({ items }: DataTransfer): Promise<ModelSource> {
  // Entries have to be taken at once: after a wait the browser has emptied the list.
  const entries = Array.from(items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const found: GivenFile[] = [];
  for (const entry of entries) await list(entry, found);
  if (found.length === 0) throw new LabError('Nothing that was dropped is a file.');
  return modelOf(found);
}

function modelOf(files: readonly GivenFile[]): ModelSource {
  const [first, ...more] = files;
  return first !== undefined && more.length === 0 && /\.zip$/i.test(first.path)
    ? { kind: 'zip', zip: first.file }
    : { kind: 'files', files };
}

async function list(entry: FileSystemEntry, found: GivenFile[]): Promise<void> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    found.push({ path: entry.fullPath.replace(/^\//, ''), file });
    if (found.length > limits.files)
      throw new LabError(
        `There are more than ${grouped(limits.files)} files in it. The lab takes up to ${grouped(limits.images)} images. ` +
          'Nothing was read. Give it some of each class.',
      );
    return;
  }
  if (!isDirectory(entry)) return;
  const reader = entry.createReader();
  // A reader gives some entries at a time, and none when there are no more.
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) return;
    for (const inner of part) await list(inner, found);
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
