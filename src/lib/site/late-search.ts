import type { Plugin } from 'vite';

/** How Starlight's search loads its list of results: as soon as the page has nothing else to do, for every reader. */
const whenIdle = 'const onIdle = window.requestIdleCallback || ((cb) => setTimeout(cb, 1));';

/**
 * The same for those who are about to search, and who may have opened the dialog before its field is there. `openBtn`, `dialog` and
 * `this` are Starlight's.
 */
const whenWanted = `
  const onIdle = (load: () => Promise<void>) => {
    const wanted = new AbortController();
    const start = async () => {
      wanted.abort();
      await load();
      if (dialog.open) this.querySelector('input')?.focus();
    };
    for (const type of ['pointerenter', 'focus', 'click']) openBtn.addEventListener(type, start, { signal: wanted.signal });
    window.addEventListener(
      'keydown',
      (event) => {
        if ((event.metaKey || event.ctrlKey) && event.key === 'k') void start();
      },
      { signal: wanted.signal },
    );
  };`;

/**
 * Loads the search's interface when a reader turns to it: it is as large as a third of all that a chapter loads.
 *
 * Fails the build where Starlight's script is not the one that this was written for.
 */
export function lateSearch(): Plugin {
  return {
    name: 'late-search',
    enforce: 'pre',
    transform(code, id) {
      if (!/starlight\/.*components\/Search\.astro\?.*type=script/.test(id)) return undefined;
      return { code: lateSearchScript(code), map: null };
    },
  };
}

export function lateSearchScript(code: string): string {
  if (!code.includes(whenIdle)) {
    throw new Error(
      'Starlight\'s search no longer loads by "onIdle" as it did in 0.42: see Search.astro there, and change src/lib/site/late-search.ts, or remove it.',
    );
  }
  return code.replace(whenIdle, whenWanted);
}
