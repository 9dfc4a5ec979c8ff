import { lostPage } from './lostPage.ts';
import type { PackStore } from './PackStore.ts';

type FromNetwork = () => Promise<Response>;

/** Kept bytes are the right ones for ever: the network is asked for what is not kept. */
export async function keptFirst(url: string, store: PackStore, fromNetwork: FromNetwork): Promise<Response> {
  return (await store.match(url)) ?? fromNetwork();
}

/**
 * What the site says now, however long it takes; what is kept where there is no network or the server fails. A reader who is
 * online never gets an old page.
 */
export async function networkFirst(url: string, store: PackStore, fromNetwork: FromNetwork): Promise<Response> {
  try {
    const response = await fromNetwork();
    return response.status < 500 ? response : ((await store.match(url)) ?? response);
  } catch (error) {
    const kept = await store.match(url);
    if (kept === undefined) throw error;
    return kept;
  }
}

/** {@link networkFirst} for a page; where it is not kept, a page that says so and leads to those that are. */
export async function pageFirst(url: string, store: PackStore, fromNetwork: FromNetwork): Promise<Response> {
  try {
    return await networkFirst(url, store, fromNetwork);
  } catch {
    const { origin, pathname } = new URL(url);
    const withSlash = `${origin}${pathname}/`;
    // Hosts lead there from an address whose slash was forgotten.
    if (!pathname.endsWith('/') && (await store.match(withSlash)) !== undefined) return Response.redirect(withSlash, 302);
    return lostPage(await store.saved(), (path) => store.address(path));
  }
}
