import { download, type Fetch } from './download.ts';
import { changed, incomplete, notStored } from './errors.ts';
import { assetsNamedIn } from './assets.ts';
import { bytesOf, type PackFile, type PackManifest } from './manifest.ts';
import type { PackStore } from './PackStore.ts';

export interface Saving {
  readonly manifest: PackManifest;
  readonly store: PackStore;
  readonly fetch: Fetch;
  /** Bytes that the site may still store, where the browser tells. */
  readonly free: () => Promise<number | undefined>;
  readonly now: () => Date;
}

/** Hides the latency of a file behind the others without asking for all of them at once. */
const lanes = 4;

/**
 * Brings all files of a manifest into the storage: those that an earlier attempt left are kept. `onProgress` hears of the bytes that
 * are there. The pack counts as saved only after a last look that every file is in the storage.
 *
 * @throws {PackError}; the signal's reason as soon as it is aborted.
 */
export async function savePack(saving: Saving, onProgress: (done: number) => void, signal: AbortSignal): Promise<void> {
  const { manifest, store } = saving;
  signal.throwIfAborted();
  await store.dropStale(manifest);
  const wanted = await store.missing(manifest);
  let done = bytesOf(manifest.files) - bytesOf(wanted);
  onProgress(done);
  const onBytes = (count: number): void => onProgress((done += count));

  const failure = new AbortController();
  const laneSignal = AbortSignal.any([signal, failure.signal]);
  const queue = wanted.values();
  const lane = async (): Promise<void> => {
    for (const file of queue) await saveFile(file, saving, onBytes, () => bytesOf(manifest.files) - done, laneSignal);
  };
  try {
    await Promise.all(Array.from({ length: lanes }, lane));
  } catch (error) {
    failure.abort(error);
    throw error;
  }
  const lost = await store.missing(manifest);
  if (lost.length > 0) throw incomplete(lost.length);
  signal.throwIfAborted();
  await store.complete(manifest, saving.now());
}

async function saveFile(
  file: PackFile,
  { manifest, store, fetch, free }: Saving,
  onBytes: (count: number) => void,
  stillToCome: () => number,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const { bytes, response } = await download(file, store.address(file.path), fetch, onBytes, signal);
  signal.throwIfAborted();
  if (isPage(file)) {
    const stranger = assetsNamedIn(new TextDecoder().decode(bytes)).find(
      (name) => !manifest.files.some(({ path }) => path === `_astro/${name}`),
    );
    if (stranger !== undefined) throw changed(file.path, stranger);
  }
  try {
    await store.put(manifest, file, response);
  } catch (error) {
    throw notStored(file.path, stillToCome() + file.bytes, await free(), error);
  }
}

export const isPage = ({ path }: PackFile): boolean => path.endsWith('/');
