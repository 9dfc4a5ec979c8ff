/**
 * The service worker, at the root of the site. Only readers who save a chapter have one: it answers from the saved packs what the
 * network does not. It writes nothing; the page that saves does.
 */
import { clientsClaim } from 'workbox-core';
import { registerRoute } from 'workbox-routing';
import { Strategy, type StrategyHandler } from 'workbox-strategies';
import { keptFirst, networkFirst, pageFirst } from './answer.ts';
import { PackStore } from './PackStore.ts';
import { wayOf, type Way } from './routes.ts';

declare const self: ServiceWorkerGlobalScope;

const site = self.registration.scope;
const store = new PackStore(caches, site);
const answers = { page: pageFirst, file: networkFirst, fixed: keptFirst } as const satisfies Record<Way, unknown>;

class FromPacks extends Strategy {
  readonly #way: Way;

  constructor(way: Way) {
    super();
    this.#way = way;
  }

  override _handle(request: Request, handler: StrategyHandler): Promise<Response> {
    return answers[this.#way](request.url, store, () => handler.fetch(request));
  }
}

for (const way of ['page', 'file', 'fixed'] as const) {
  registerRoute(({ request }) => {
    const { url, method, mode, cache, headers } = request;
    return wayOf({ url, method, mode, cache, range: headers.get('Range') }, site) === way;
  }, new FromPacks(way));
}

// The page that saved its chapter can go without a network at once, and a new edition of this file answers from its first moment.
void self.skipWaiting();
clientsClaim();
