import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ShardError } from '../../datasets/errors.ts';
import type { ShardSource } from '../../datasets/source.ts';

/**
 * Shards, or other pinned files, in a folder, for runs outside a browser.
 * @param remedy for a file that is not there.
 */
export const fileShards = (folder: string, remedy = 'Run npm run data.'): ShardSource => ({
  async read(file, onBytes, signal) {
    try {
      const bytes = await readFile(join(folder, file), { signal });
      onBytes(bytes.length);
      return bytes;
    } catch (error) {
      signal.throwIfAborted();
      const reason = error instanceof Error ? error.message : String(error);
      throw new ShardError(`${file} could not be read (${reason}). ${remedy}`, { cause: error });
    }
  },
});
