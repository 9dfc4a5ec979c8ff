/** Files that are either whole or not there. */
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { explain } from './errors.ts';

/** Marks what is not finished; no reader ever looks at such a name. */
const ending = '.unfinished';

/** Unfinished files and folders of this process. */
const ours = new Set<string>();

/** Removes what an interrupted run would leave behind; synchronous, for the process's exit handler. */
export function removeUnfinished(): void {
  for (const path of ours) rmSync(path, { recursive: true, force: true });
  ours.clear();
}

/** A name that no other process uses, next to its target so that the rename stays on one file system. */
const unfinishedName = (path: string): string =>
  join(dirname(path), `.${basename(path)}.${process.pid}-${randomBytes(4).toString('hex')}${ending}`);

/**
 * Writes beside the target, then renames: the target is never half-written, and the last of two writers wins whole.
 * @throws {DataError} when the disk is full or the folder cannot be written.
 */
export async function writeAtomically(path: string, bytes: Uint8Array | string): Promise<void> {
  const unfinished = unfinishedName(path);
  ours.add(unfinished);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(unfinished, bytes, { flush: true });
    await rename(unfinished, path);
  } catch (error) {
    throw explain(error, path);
  } finally {
    await rm(unfinished, { force: true }).catch(() => undefined);
    ours.delete(unfinished);
  }
}

/** Gives `use` an empty folder inside `parent` that is gone afterwards. */
export async function withFolder<T>(parent: string, use: (folder: string) => Promise<T>): Promise<T> {
  const prefix = join(parent, '.fetch-');
  let folder: string;
  try {
    await mkdir(parent, { recursive: true });
    folder = await mkdtemp(prefix);
  } catch (error) {
    throw explain(error, parent);
  }
  ours.add(folder);
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
    ours.delete(folder);
  }
}

/** Old enough that the process which wrote it cannot be at work any more. */
const abandonedAfter = 6 * 60 * 60 * 1000;

/** Removes what killed processes left in a folder; a folder that does not exist holds nothing. */
export async function sweep(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((candidate) => candidate.endsWith(ending) || candidate.startsWith('.fetch-'))) {
    const path = join(folder, name);
    const age = Date.now() - ((await stat(path).catch(() => undefined))?.mtimeMs ?? Date.now());
    if (age > abandonedAfter) await rm(path, { recursive: true, force: true });
  }
}

/** Hash of a file, hexadecimal. */
export async function hashFile(path: string, algorithm: 'sha256' | 'sha512'): Promise<string> {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Size and time of change, or undefined where there is no such file. */
export const statFile = async (path: string): Promise<{ size: number; mtimeMs: number } | undefined> =>
  stat(path).catch(() => undefined);
