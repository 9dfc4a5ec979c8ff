import { mount } from 'svelte';
import { PackStore } from '../../lib/offline/PackStore.ts';
import { register, unregister } from '../../lib/offline/registration.ts';
import { thisDevice, whyNot } from '../../lib/offline/support.ts';
import PackPanel from './PackPanel.svelte';
import { SavedChapter, type Surroundings } from './SavedChapter.svelte.ts';

/** Brings a pack's drawer to life. */
export function openPack(drawer: HTMLElement): void {
  const { chapter = '', noun = 'chapter', base = '/', list = '' } = drawer.dataset;
  const target = drawer.querySelector<HTMLElement>('.panel');
  if (target === null) return;
  target.replaceChildren();
  const impossible = whyNot(thisDevice());
  if (impossible !== undefined) {
    const text = document.createElement('p');
    text.textContent = impossible.message;
    target.append(text);
    return;
  }
  const pack = new SavedChapter(chapter, new URL(list, location.href).href, ofThisPage(new URL(base, location.href).href));
  mount(PackPanel, { target, props: { pack, noun, state: drawer.querySelector<HTMLElement>('.state') } });
  void pack.look();
}

const ofThisPage = (site: string): Surroundings => ({
  store: new PackStore(caches, site),
  fetch: (url, init) => fetch(url, init),
  register: () => register(navigator.serviceWorker, site),
  unregister: () => unregister(navigator.serviceWorker, site),
  persist: () => navigator.storage.persist(),
  free: async () => {
    const { quota, usage } = await navigator.storage.estimate();
    return quota === undefined || usage === undefined ? undefined : quota - usage;
  },
  now: () => new Date(),
});
