import { join } from 'node:path';
import { rolldown, type OutputChunk } from 'rolldown';
import { describe, expect, it } from 'vitest';
import { chunkGroups, inOrder } from '../../../src/lib/site/chunks.ts';

const root = '/book';
const components = 'src/components';

/** A book in small: modules by their paths, and what each imports. */
const sources: Readonly<Record<string, string>> = {
  [`${components}/experiment/Experiment.svelte`]: `
    import { words } from '../../shared.ts'; import { chart } from '../../chart.ts';
    export default [words, chart, () => import('../../drawer.ts')];`,
  [`${components}/experiment/island.ts`]: `
    import { words } from '../../shared.ts'; import { wake } from '../../wake.ts'; export default [words, wake, () => import('../../spec.ts')];`,
  [`${components}/device/DeviceBench.svelte`]: `import { words } from '../../shared.ts'; export default [words, 'bench'];`,
  [`${components}/device/EngineChoice.svelte`]: `export default 'choice';`,
  [`${components}/lab/TransferLab.svelte`]: `import { images } from '../../images.ts'; export default images;`,
  'src/shared.ts': `export const words = globalThis.words;`,
  'src/chart.ts': `import { scale } from './scale.ts'; export const chart = [scale, globalThis.chart];`,
  'src/scale.ts': `export const scale = globalThis.scale;`,
  'src/wake.ts': `export const wake = globalThis.wake;`,
  'src/images.ts': `export const images = globalThis.images;`,
  'src/drawer.ts': `import { scale } from './scale.ts'; export default [scale, globalThis.drawer];`,
  'src/spec.ts': `import { words } from './shared.ts'; export default [words, globalThis.spec];`,
};

const book = new Map(Object.entries(sources).map(([path, text]) => [join(root, path), text]));
const isEntry = (path: string): boolean => path.startsWith(components);

async function bundled(): Promise<readonly OutputChunk[]> {
  const bundle = await rolldown({
    input: Object.keys(sources).filter(isEntry),
    preserveEntrySignatures: 'exports-only',
    plugins: [
      {
        name: 'book',
        resolveId: (id, from) => (from === undefined ? join(root, id) : join(from, '..', id)),
        load: (id) => ({ code: book.get(id) ?? '', moduleType: 'js' }),
      },
    ],
  });
  const { output } = await bundle.generate({ codeSplitting: { groups: chunkGroups(root) } });
  return output.filter((part): part is OutputChunk => part.type === 'chunk');
}

describe('the files that scripts are divided into', async () => {
  const chunks = await bundled();
  const within = (name: string): readonly string[] =>
    (chunks.find((chunk) => chunk.name === name)?.moduleIds ?? []).map((id) => id.slice(root.length + 1)).sort();

  it('hold what every example needs in one, and in another what other islands use as well', () => {
    expect(within('basis')).toEqual(['src/shared.ts']);
    expect(within('example')).toEqual(['src/chart.ts', 'src/scale.ts', 'src/wake.ts']);
  });

  it('leave an island by itself, for Astro drops the styles of a file that holds one', () => {
    expect(within('Experiment')).toEqual([`${components}/experiment/Experiment.svelte`]);
    expect(within('island')).toEqual([`${components}/experiment/island.ts`]);
  });

  it('leave what is fetched later, and what is of other islands alone, where it was', () => {
    expect(within('drawer')).toEqual(['src/drawer.ts']);
    expect(within('spec')).toEqual(['src/spec.ts']);
    expect(within('TransferLab')).toEqual([`${components}/lab/TransferLab.svelte`, 'src/images.ts']);
  });

  it('bring an island that is no example nothing of the examples', () => {
    const bench = chunks.find(({ name }) => name === 'DeviceBench');
    expect(bench?.imports.map((file) => file.replace(/[.-].*$/, ''))).toEqual(['basis']);
  });
});

describe('the order of the scripts that pages begin with', () => {
  /** As Astro gives them: some by their paths within the project, some by those on the disk. */
  const entriesIn = (folder: string): string[] =>
    [
      '/src/components/experiment/island.ts',
      `${folder}/node_modules/starlight/Search.astro`,
      `${folder}/src/components/device/DeviceBench.svelte`,
      '@components/lab/TransferLab.svelte',
    ].sort();

  it('is the same wherever the book lies', () => {
    const folders = ['/book', '/srv/book', '/home/reader/book'];
    const orders = folders.map((folder) => inOrder(entriesIn(folder), folder).map((entry) => entry.replace(folder, '')));
    expect(new Set(orders.map((order) => order.join(' '))).size).toBe(1);
  });

  it('begins with what wakes an example', () => {
    expect(inOrder(entriesIn('/book'), '/book')).toEqual([
      '/src/components/experiment/island.ts',
      '/book/node_modules/starlight/Search.astro',
      '/book/src/components/device/DeviceBench.svelte',
      '@components/lab/TransferLab.svelte',
    ]);
  });
});
