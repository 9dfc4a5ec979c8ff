import { join } from 'node:path';
import type { Plugin, Rolldown } from 'vite';

type Group = Rolldown.CodeSplittingGroup;
type Graph = Parameters<Extract<Group['name'], (...args: never) => unknown>>[1];

const waking = 'src/components/experiment/island.ts';

/** What every example begins with, wherever it stands: its island, and what wakes it. */
const example = ['src/components/experiment/Experiment.svelte', waking];

/** Islands that are no examples, and use some of the same. */
const others = [
  'src/components/device/DeviceBench.svelte',
  'src/components/device/EngineChoice.svelte',
  'src/components/lab/TransferLab.svelte',
];

/**
 * How the scripts of the pages are divided into files. By itself, the bundler makes a file of whatever the same entries share: the first
 * example of a page would bring twenty, most of them small, and what is alike in them would be compressed in each anew. So all that
 * every example needs comes in two: `basis` is of the other islands as well. The islands stay by themselves: Astro drops the styles of a
 * file that holds one, since the pages have them, and what is fetched later would still ask for them.
 *
 * @param root The project's folder.
 */
export function chunkGroups(root: string): Group[] {
  const reached = memoised((entry: string, graph: Graph) => reachedFrom(join(root, entry), graph));
  const isOf = (entries: readonly string[], id: string, graph: Graph): boolean =>
    entries.some((entry) => reached(entry, graph).has(id));
  const beginnings = new Set([...example, ...others].map((entry) => join(root, entry)));
  return [
    // The bundler's own, for pages without an island too.
    { name: 'preload', test: /vite\/preload-helper/, priority: 1 },
    {
      debugName: 'examples',
      name: (id, graph) => {
        // The styles of a component are a module too, of its name and a query.
        if (beginnings.has(id.replace(/\?.*/, '')) || !isOf(example, id, graph)) return null;
        return isOf(others, id, graph) ? 'basis' : 'example';
      },
    },
  ];
}

/**
 * Puts the scripts that pages begin with in an order that does not hang on the folder where the book is built. Astro sorts them by
 * their paths, of which some are within the project and some within the whole disk, and the bundler writes modules in the order in
 * which it meets them. What wakes an example comes first: it lists the files that may be fetched, as the bundler's own list at the head
 * of the file does, and only side by side are both compressed as one.
 *
 * @param root The project's folder.
 */
export function entryOrder(root: string): Plugin {
  return {
    name: 'entry-order',
    applyToEnvironment: ({ name }) => name === 'client',
    options: (options) => (Array.isArray(options.input) ? { ...options, input: inOrder(options.input, root) } : null),
  };
}

/** By their paths within the project, the one that wakes an example before all others. */
export function inOrder(entries: readonly string[], root: string): string[] {
  const within = (entry: string): string => (entry.startsWith(`${root}/`) ? entry.slice(root.length) : entry);
  const key = (entry: string): string => (within(entry) === `/${waking}` ? '' : within(entry));
  return entries.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** A module, and all that it imports other than by `import()`. */
function reachedFrom(entry: string, graph: Graph): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [entry];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    waiting.push(...(graph.getModuleInfo(id)?.importedIds ?? []));
  }
  return reached;
}

/** Remembers what was found by the first argument. */
function memoised<K, A, R>(find: (key: K, argument: A) => R): (key: K, argument: A) => R {
  const found = new Map<K, R>();
  return (key, argument) => {
    const known = found.get(key) ?? find(key, argument);
    found.set(key, known);
    return known;
  };
}
