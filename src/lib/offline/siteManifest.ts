import type { Fetch } from './download.ts';
import { listMissing, noNetwork } from './errors.ts';
import { parseManifest, type PackManifest } from './manifest.ts';

/** What the site would keep of a chapter now, asked past every cache. @throws {PackError} */
export async function siteManifest(url: string, fetch: Fetch): Promise<PackManifest> {
  const response = await fetch(url, { cache: 'no-store' }).catch((error: unknown) => {
    throw noNetwork(error);
  });
  if (response.status !== 200) throw listMissing(response.status);
  const text = await response.text();
  return parseManifest(jsonOf(text));
}

/** What is no JSON is no manifest either. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text.slice(0, 40);
  }
}
