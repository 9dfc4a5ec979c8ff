import { ShardError } from './errors.ts';

/** A place that shards are read from. */
export interface ShardSource {
  /**
   * The bytes of a file, as they are. `onBytes` hears how many came, chunk by chunk.
   * `reload` asks for a copy that no cache has kept: the first one did not match its checksum.
   * @throws {ShardError} when it cannot be read; the signal's reason when that is aborted.
   */
  read(file: string, onBytes: (count: number) => void, signal: AbortSignal, cache: 'default' | 'reload'): Promise<Uint8Array>;
}

/** Shards below an address that is absolute or starts at the root ("/book/data/"): a worker resolves others against its own script. */
export function httpShards(baseUrl: string): ShardSource {
  const base = baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`;
  return {
    async read(file, onBytes, signal, cache) {
      try {
        const response = await fetch(base + file, { signal, cache });
        if (!response.ok) throw refusal(file, response);
        return await collect(response, onBytes);
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof ShardError) throw error;
        const reason = error instanceof Error ? error.message : String(error);
        throw new ShardError(`${file} could not be downloaded (${reason}). Check the connection and press Retry.`, {
          cause: error,
        });
      }
    },
  };
}

const refusal = (file: string, { status, statusText, url }: Response): ShardError =>
  new ShardError(
    `${file} could not be downloaded: the server answered ${`${status} ${statusText}`.trim()} for ${url}. ` +
      "Press Retry; if it happens again, the site's data may be missing or out of date.",
  );

async function collect(response: Response, onBytes: (count: number) => void): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    chunks.push(part.value);
    total += part.value.length;
    onBytes(part.value.length);
  }
  return concatenate(chunks, total);
}

function concatenate(chunks: readonly Uint8Array[], total: number): Uint8Array {
  const bytes = new Uint8Array(total);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
