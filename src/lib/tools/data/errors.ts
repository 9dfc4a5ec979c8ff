import { dirname } from 'node:path';

/** Something that the person who ran the command can mend; the message names the file and says how. */
export class DataError extends Error {
  override name = 'DataError';
}

const again = 'Then run npm run data again: what is finished is kept.';

const isSystemError = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'code' in error;

/** What a failed file operation means, or the error itself where we know nothing better. */
export function explain(error: unknown, path: string): unknown {
  if (!isSystemError(error)) return error;
  const meaning = meanings[error.code ?? ''];
  return meaning ? new DataError(`${meaning(path)} (${error.code}). ${again}`, { cause: error }) : error;
}

const diskFull = (path: string): string => `The disk is full: ${path} could not be written. Free at least 600 MB`;
const forbidden = (path: string): string => `${path} may not be written. Make its folder ${dirname(path)} writable`;
const notFolder = (path: string): string => `${path} cannot be made: a part of that path is a file. Move that file away`;

const meanings: Readonly<Record<string, (path: string) => string>> = {
  ENOSPC: diskFull,
  EDQUOT: diskFull,
  EACCES: forbidden,
  EPERM: forbidden,
  EROFS: forbidden,
  ENOTDIR: notFolder,
  EEXIST: notFolder,
};
