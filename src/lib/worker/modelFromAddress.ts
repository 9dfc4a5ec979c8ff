import { LabError } from '../lab/errors.ts';
import { modelDescription } from '../lab/layers-model/description.ts';
import { grouped, limits } from '../lab/limits.ts';
import type { OnLabProgress } from './labJobs.ts';
import type { GivenFile, ModelSource } from './labProtocol.ts';

/**
 * Fetches a model by the address of its model.json, and its weights from beside it: on the page's own thread, since the policy of the
 * lab's page allows other addresses, and that of its workers does not. What is sent is the request, without cookies and without the
 * address of this page.
 *
 * @param page the address that relative ones start from.
 * @throws {LabError} where it is no such address, or what is there is none, is missing, or is too large; or the signal's reason.
 */
export async function modelFromAddress(
  text: string,
  page: string,
  onProgress: OnLabProgress,
  signal: AbortSignal,
): Promise<ModelSource> {
  const address = addressOf(text, page);
  const described = await fetched(address, limits.modelJsonBytes, () => undefined, signal);
  const name = new URL(address).pathname.split('/').at(-1) ?? '';
  const { groups } = modelDescription(new TextDecoder().decode(await described.arrayBuffer()), name || address);
  const total = groups.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  const files: GivenFile[] = [{ path: 'model.json', file: new File([described], 'model.json') }];
  for (const { paths } of groups) {
    for (const path of paths) {
      const part = await fetched(new URL(path, address).href, total - done, (bytes) => onProgress(done + bytes, total), signal);
      done += part.size;
      files.push({ path, file: new File([part], path) });
    }
  }
  return { kind: 'files', files, address };
}

/** @throws {LabError} where it is no address that this page may ask. */
export function addressOf(text: string, page: string): string {
  const wanted = text.trim();
  if (wanted === '' || !URL.canParse(wanted, page))
    throw new LabError(`"${wanted}" is no address. Give that of a model.json, beginning with https://.`);
  const url = new URL(wanted, page);
  if (url.origin !== new URL(page).origin && url.protocol !== 'https:')
    throw new LabError(
      `The address begins with "${url.protocol}"; this page may ask addresses of its own site, and others by https: alone.`,
    );
  url.hash = '';
  return url.href;
}

/** No more of it than there is room for, whatever the server says of its size. */
async function fetched(address: string, most: number, onBytes: (bytes: number) => void, signal: AbortSignal): Promise<Blob> {
  let response: Response;
  try {
    response = await fetch(address, { signal, credentials: 'omit', referrerPolicy: 'no-referrer', mode: 'cors' });
  } catch (error) {
    signal.throwIfAborted();
    throw new LabError(
      `${address} could not be fetched: there is no connection, or its server does not let other pages read it (CORS). ` +
        'Download the files and give them as files.',
      { cause: error },
    );
  }
  if (!response.ok) throw new LabError(`${address} could not be fetched: its server answered ${response.status}.`);
  const chunks: BlobPart[] = [];
  let bytes = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read()) {
    bytes += part.value.length;
    if (bytes > most) {
      await reader?.cancel();
      throw new LabError(
        `${address} has more than ${grouped(most)} bytes, which are the most that the lab takes of it. ` +
          'It is no part of this model, or the model is too large.',
      );
    }
    chunks.push(part.value);
    onBytes(bytes);
  }
  return new Blob(chunks);
}
