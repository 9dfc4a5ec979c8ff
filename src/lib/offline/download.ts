import { damaged, notDownloaded, refused } from './errors.ts';
import type { PackFile } from './manifest.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** A file as it arrived, whole. */
export interface Arrived {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** For the storage: with the headers of the host, by which a page kept is as isolated as one that came over the network. */
  readonly response: Response;
}

/**
 * Downloads a file and checks it. Pages are asked of the host itself, past every cache. Others may come out of one, and are asked
 * for again where the bytes are not those of the manifest. `onBytes` hears how many came; a negative count takes back those of a
 * refused copy.
 *
 * @throws {PackError} that names the file; the signal's reason where that is aborted.
 */
export async function download(
  file: PackFile,
  url: string,
  fetch: Fetch,
  onBytes: (count: number) => void,
  signal: AbortSignal,
): Promise<Arrived> {
  const { sha256 } = file;
  if (sha256 === undefined) return ask(file, url, fetch, 'reload', onBytes, signal);
  let counted = 0;
  const count = (bytes: number): void => {
    counted += bytes;
    onBytes(bytes);
  };
  let arrived = await ask(file, url, fetch, 'default', count, signal);
  if ((await digest(arrived.bytes)) !== sha256) {
    onBytes(-counted);
    arrived = await ask(file, url, fetch, 'reload', onBytes, signal);
  }
  if ((await digest(arrived.bytes)) !== sha256) throw damaged(file.path, file.bytes, arrived.bytes.length);
  return arrived;
}

async function ask(
  { path }: PackFile,
  url: string,
  fetch: Fetch,
  cache: RequestCache,
  onBytes: (count: number) => void,
  signal: AbortSignal,
): Promise<Arrived> {
  const response = await whole(path, signal, () => fetch(url, { cache, signal }));
  if (response.status !== 200) throw refused(path, response.status);
  const bytes = await whole(path, signal, () => collect(response, onBytes));
  const headers = new Headers(response.headers);
  // They speak of the bytes on the wire; what is kept is unpacked.
  headers.delete('Content-Encoding');
  headers.delete('Content-Length');
  return { bytes, response: new Response(bytes, { status: 200, headers }) };
}

async function whole<T>(path: string, signal: AbortSignal, task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    signal.throwIfAborted();
    throw notDownloaded(path, error);
  }
}

async function collect(response: Response, onBytes: (count: number) => void): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    chunks.push(part.value);
    onBytes(part.value.length);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
