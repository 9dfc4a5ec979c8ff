import { megabytes } from './words.ts';

/** Why a chapter could not be saved; its message is for the reader. */
export class PackError extends Error {
  override name = 'PackError';
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

const nothingLost = 'What has arrived is kept: press Resume.';

export const notDownloaded = (path: string, cause: unknown): PackError =>
  new PackError(`${path} could not be downloaded (${reasonOf(cause)}). Check the connection. ${nothingLost}`, { cause });

export const refused = (path: string, status: number): PackError =>
  new PackError(
    `${path} could not be downloaded: the server answered ${status}. ${nothingLost} If it happens again, reload the page first.`,
  );

export const damaged = (path: string, expected: number, got: number): PackError =>
  new PackError(
    `${path} did not arrive as the site made it: ${expected} bytes were announced, ${got} came${expected === got ? ', not the same ones' : ''}. ` +
      `${nothingLost} If it happens again, reload the page first.`,
  );

export const listMissing = (status: number): PackError =>
  new PackError(
    `The list of this chapter's files could not be downloaded: the server answered ${status}. It is made by npm run build, so a site for authors has none.`,
  );

export const noNetwork = (cause: unknown): PackError =>
  new PackError(`Without a network nothing can be saved (${reasonOf(cause)}). Connect, and try again.`, { cause });

/** The browser would have a service worker, and ours could not be had. */
export const notInstalled = (cause: unknown): PackError =>
  new PackError(
    `The script that answers without a network could not be installed (${reasonOf(cause)}). Check the connection and press Resume.`,
    { cause },
  );

/** The site was renewed between the list and this page. */
export const changed = (path: string, name: string): PackError =>
  new PackError(
    `${path} needs ${name}, which is not on the list: the site seems to have changed just now. Reload the page and save again.`,
  );

export const incomplete = (missing: number): PackError =>
  new PackError(
    `${missing} ${missing === 1 ? 'file is' : 'files are'} not in the storage any more: the browser or another page cleared it. Press Resume to fetch what is missing.`,
  );

/** Storing failed: most often the storage is full. */
export function notStored(path: string, needed: number, free: number | undefined, cause: unknown): PackError {
  const isFull = cause instanceof Error && cause.name === 'QuotaExceededError';
  if (!isFull) {
    return new PackError(`${path} could not be stored (${reasonOf(cause)}). ${nothingLost}`, { cause });
  }
  const room = free === undefined ? '' : `, and the browser gives this site ${megabytes(free)} more`;
  return new PackError(
    `The storage is full: ${megabytes(needed)} are still to come${room}. Remove another saved chapter, or make room on the device. ${nothingLost}`,
    { cause },
  );
}
