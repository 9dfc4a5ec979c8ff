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

/** The compiler before us may have changed the quotes. */
const loadsList = /const { PagefindUI } = await import\((['"])@pagefind\/default-ui\1\);/;
const loadsEquations = "const { listEquations } = await import('/src/components/layout/searchEquations.ts');";

/** The first line of what Starlight does with each page that was found. */
const onFound = 'result.url = formatURL(result.url);';
const addEquations = "listEquations(result, this.querySelector('input')?.value ?? '');";

const changes = [
  { what: 'loads by "onIdle"', from: whenIdle, to: whenWanted },
  { what: 'imports PagefindUI', from: loadsList, to: `$& ${loadsEquations}` },
  { what: 'handles what was found', from: onFound, to: `${addEquations} $&` },
] as const;

/**
 * Loads the search's interface when a reader turns to it: it is as large as a third of all that a chapter loads. And lets it list
 * equations by their names, see searchEquations.ts.
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
  return changes.reduce((changed, { what, from, to }) => {
    const replaced = changed.replace(from, to);
    if (replaced === changed) {
      throw new Error(
        `Starlight's search no longer ${what} as it did in 0.42: see Search.astro there, and change src/lib/site/late-search.ts, or remove it.`,
      );
    }
    return replaced;
  }, code);
}
