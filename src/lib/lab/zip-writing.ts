import { zipSync } from 'fflate';

/** The earliest day there is: a file's bytes depend on what it holds alone. The format has local time, and so has this. */
const day = '1980-01-01T00:00:00';

/** A ZIP file of these files, as they are: weights hardly get smaller by packing. */
export const zipOf = (files: readonly { readonly path: string; readonly bytes: Uint8Array }[]): Uint8Array<ArrayBuffer> =>
  zipSync(Object.fromEntries(files.map(({ path, bytes }) => [path, bytes])), { level: 0, mtime: day });
