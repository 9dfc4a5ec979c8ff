import { manifestName } from './manifest.ts';

/** What the worker looks at in a request. */
export interface Asked {
  readonly url: string;
  readonly method: string;
  readonly mode: RequestMode;
  readonly cache: RequestCache;
  readonly range: string | null;
}

/** `page` and `file`: the network first. `fixed`: what is kept first, since its name or checksum tells its content. */
export type Way = 'page' | 'file' | 'fixed';

/**
 * How the service worker answers a request; undefined where it leaves it to the browser: what goes to other hosts or other parts
 * of this one, what is no plain GET, a part of a file (a kept answer is whole), and what asks to go past every cache, as a worker
 * does whose data did not match their checksum.
 */
export function wayOf({ url, method, mode, cache, range }: Asked, site: string): Way | undefined {
  if (method !== 'GET' || range !== null || !url.startsWith(site)) return undefined;
  if (mode === 'navigate') return 'page';
  if (cache === 'reload' || cache === 'no-store') return undefined;
  const [path = ''] = url.slice(site.length).split(/[?#]/);
  if (path.endsWith(manifestName)) return undefined;
  return /^_astro\/|^data\/.*\.bin$/.test(path) ? 'fixed' : 'file';
}
