import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { importsOf, isBarrel, namesIn, reachedFrom, readSources, resolveImport, type Source } from './setup/sources.ts';

const sources = readSources(fileURLToPath(new URL('..', import.meta.url)), 'src');

/** What each room may import besides itself. Imports run one way, so no room can reach one that imports it. */
const mayImport = {
  random: [],
  matrices: ['random'],
  models: [],
  experiments: ['matrices', 'models', 'random'],
  datasets: ['experiments', 'random'],
  core: ['datasets', 'experiments', 'matrices', 'models', 'random'],
  /** The reader's own images: parsed once, divided, reported on. */
  lab: ['datasets', 'experiments', 'models', 'random'],
  worker: ['core', 'lab', 'datasets', 'experiments', 'models', 'random'],
  runner: ['worker', 'lab', 'datasets', 'experiments', 'models', 'random'],
  export: ['experiments', 'models'],
  site: ['experiments', 'models'],
  offline: [],
  components: ['runner', 'worker', 'lab', 'export', 'site', 'offline', 'experiments', 'models'],
  content: ['components', 'site', 'experiments'],
  tools: ['runner', 'worker', 'datasets', 'export', 'site', 'offline', 'experiments', 'models'],
  /** The bench's page: races the core, without a worker around it, against other libraries. */
  bench: ['core', 'worker', 'runner', 'datasets', 'experiments', 'models', 'random', 'tools'],
} as const satisfies Record<string, readonly string[]>;

type Room = keyof typeof mayImport;

/** `src/lib/core/kernels/x.ts` is in `core`, `src/components/charts/y.svelte` in `components`. */
function roomOf(path: string): Room | undefined {
  if (path.startsWith('src/lib/tools/bench/page/')) return 'bench';
  const [, first = '', second = ''] = path.split('/');
  const room = first === 'lib' ? second : first.replace(/\..*$/, '');
  return Object.hasOwn(mayImport, room) ? (room as Room) : undefined;
}

const inRooms = (...rooms: readonly Room[]): Source[] =>
  sources.filter(({ path }) => rooms.some((room) => roomOf(path) === room));

/** Imports that lead from a room into one that it may not import. */
function wrongImports(source: Source): string[] {
  const room = roomOf(source.path);
  return importsOf(source).flatMap(({ specifier }) => {
    const target = resolveImport(source.path, specifier);
    const other = target === undefined ? undefined : roomOf(target);
    if (room === undefined || other === undefined || other === room) return [];
    return (mayImport[room] as readonly Room[]).includes(other) ? [] : [`${source.path} imports ${specifier}`];
  });
}

/** Those of the forbidden names that a source speaks of. */
function speaksOf(source: Source, forbidden: readonly string[]): string[] {
  const names = namesIn(source);
  return forbidden.filter((name) => names.has(name)).map((name) => `${source.path} speaks of ${name}`);
}

const isTensorFlow = (specifier: string): boolean => specifier.startsWith('@tensorflow/');

describe('the house', () => {
  it('has every module of src/lib in a room of the plan', () => {
    const homeless = sources.filter(({ path }) => path.startsWith('src/lib/') && roomOf(path) === undefined);
    expect(homeless.map(({ path }) => path)).toEqual([]);
  });

  it('has imports that run one way', () => {
    expect(sources.flatMap(wrongImports)).toEqual([]);
  });

  it('imports TensorFlow.js in core only, and where the bench races it', () => {
    const outside = sources.filter(({ path }) => !['core', 'bench'].includes(roomOf(path) ?? ''));
    const found = outside.filter((source) => importsOf(source).some(({ specifier }) => isTensorFlow(specifier)));
    expect(found.map(({ path }) => path)).toEqual([]);
  });

  it('needs no TensorFlow.js to train on WebAssembly', () => {
    const reached = [
      ...reachedFrom('src/lib/core/plan/plan-engine.ts', sources),
      ...reachedFrom('src/lib/core/session.ts', sources),
    ];
    expect(reached.filter(isTensorFlow)).toEqual([]);
  });

  it("loads TensorFlow.js's layers in the lab's worker alone, and there for a reader's model alone", () => {
    const ofModels = (reached: ReadonlySet<string>): boolean =>
      [...reached].some((module) => /^@tensorflow\/tfjs-(layers|backend-wasm)/.test(module));
    const starts = sources.filter(
      ({ path }) => path.endsWith('.worker.ts') || ['components', 'content'].includes(roomOf(path) ?? ''),
    );
    expect(starts.filter(({ path }) => ofModels(reachedFrom(path, sources))).map(({ path }) => path)).toEqual([
      'src/lib/worker/lab.worker.ts',
    ]);
    expect(ofModels(reachedFrom('src/lib/worker/lab.worker.ts', sources, true))).toBe(false);
  });

  it('ships neither core nor TensorFlow.js with the page', () => {
    const ofThePage = [
      ...inRooms('components', 'runner', 'content'),
      ...sources.filter(({ path }) => path.endsWith('WorkerTrainer.ts')),
    ];
    const found = ofThePage.flatMap(({ path }) =>
      [...reachedFrom(path, sources)]
        .filter((reached) => isTensorFlow(reached) || roomOf(reached) === 'core')
        .map((reached) => `${path} reaches ${reached}`),
    );
    expect(found).toEqual([]);
  });

  it('posts messages in worker only, and from a frame to the page around it', () => {
    const outside = sources.filter(({ path }) => roomOf(path) !== 'worker' && !path.endsWith('lecture/postHeights.ts'));
    expect(outside.filter((source) => namesIn(source).has('postMessage')).map(({ path }) => path)).toEqual([]);
  });

  it('uses runes in components and runner only', () => {
    const outside = sources.filter(({ path }) => !['components', 'runner'].includes(roomOf(path) ?? ''));
    expect(outside.flatMap((source) => speaksOf(source, ['$state', '$derived', '$effect', '$props']))).toEqual([]);
  });

  it('computes nothing from the clock or from unseeded chance', () => {
    const pure = inRooms('experiments', 'matrices', 'models', 'random', 'datasets', 'core', 'lab');
    const impure = ['Math.random', 'Date', 'performance', 'crypto'];
    expect(pure.flatMap((source) => speaksOf(source, impure))).toEqual([]);
  });

  it('has no barrel files', () => {
    expect(sources.filter(isBarrel).map(({ path }) => path)).toEqual([]);
  });

  it('has no file over 300 lines', () => {
    const long = sources.filter(({ path, text }) => !path.endsWith('.mdx') && text.split('\n').length > 300);
    expect(long.map(({ path }) => path)).toEqual([]);
  });
});

describe('the scanner behind these rules', () => {
  const moduleOf = (text: string, path = 'src/lib/core/x.ts'): Source => ({ path, text });
  const specifiers = (source: Source): string[] => importsOf(source).map(({ specifier }) => specifier);

  it('sees every form of import', () => {
    const text = `
      import a from './a.ts'; import { type B, c } from './b.ts'; import * as d from './d.ts'; import './e.ts';
      export { f } from './f.ts'; export * from './g.ts'; const h = await import('./h.ts'); type I = import('./i.ts').I;`;
    expect(specifiers(moduleOf(text))).toEqual(['a', 'b', 'd', 'e', 'f', 'g', 'h', 'i'].map((name) => `./${name}.ts`));
  });

  it('tells erased imports from those that ship', () => {
    const text = `import type { A } from 'a'; import { type B } from 'b'; import { type C, c } from 'c'; import 'd'; import {} from 'e';`;
    expect(importsOf(moduleOf(text)).map(({ isType }) => isType)).toEqual([true, true, false, false, false]);
  });

  it('is not misled by comments and strings', () => {
    const text = `// import './a.ts'; Math.random()\nconst s = "import './b.ts'; Math.random()"; /* $state */`;
    expect(specifiers(moduleOf(text))).toEqual([]);
    expect(namesIn(moduleOf(text))).toEqual(new Set(['s']));
  });

  it('reads components, Astro files and chapters', () => {
    expect(
      specifiers(moduleOf(`<script lang="ts">import A from './A.svelte';</script>\n<p>import B from 'b'</p>`, 'x.svelte')),
    ).toEqual(['./A.svelte']);
    expect(specifiers(moduleOf(`---\nimport A from './A.astro';\n---\n<script>import './b.ts';</script>`, 'x.astro'))).toEqual([
      './A.astro',
      './b.ts',
    ]);
    expect(specifiers(moduleOf(`---\ntitle: x\n---\nimport A from '@components/prose/A.astro';\n\nText.`, 'x.mdx'))).toEqual([
      '@components/prose/A.astro',
    ]);
  });

  it('finds an import against the grain, also of a type, and through the alias', () => {
    expect(wrongImports(moduleOf(`import { experiments } from '../experiments/registry.ts';`, 'src/lib/models/x.ts'))).toEqual([
      'src/lib/models/x.ts imports ../experiments/registry.ts',
    ]);
    expect(wrongImports(moduleOf(`import type { R } from '../runner/state.ts';`, 'src/lib/worker/x.ts'))).toHaveLength(1);
    expect(wrongImports(moduleOf(`import A from '@components/charts/A.svelte';`, 'src/lib/runner/x.ts'))).toHaveLength(1);
    expect(wrongImports(moduleOf(`import { shape } from '../models/shapes.ts';`, 'src/lib/core/x.ts'))).toEqual([]);
  });

  it('follows value imports through other modules, and stops at types and workers', () => {
    const house = [
      moduleOf(`import { b } from './b.ts';`, 'src/lib/runner/a.ts'),
      moduleOf(`import { c } from '../core/c.ts'; import type { T } from '../core/t.ts';`, 'src/lib/runner/b.ts'),
      moduleOf(`import * as tf from '@tensorflow/tfjs-core';`, 'src/lib/core/c.ts'),
      moduleOf(`new Worker(new URL('./w.ts', import.meta.url));`, 'src/lib/runner/d.ts'),
    ];
    expect([...reachedFrom('src/lib/runner/a.ts', house)]).toEqual([
      'src/lib/runner/a.ts',
      'src/lib/runner/b.ts',
      'src/lib/core/c.ts',
      '@tensorflow/tfjs-core',
    ]);
    expect([...reachedFrom('src/lib/runner/d.ts', house)]).toEqual(['src/lib/runner/d.ts']);
  });

  it('tells what is loaded with a module from what is loaded later', () => {
    const house = [
      moduleOf(`import './b.ts'; const c = () => import('./c.ts');`, 'src/lib/runner/a.ts'),
      moduleOf(`export const b = () => import('d');`, 'src/lib/runner/b.ts'),
    ];
    expect(reachedFrom('src/lib/runner/a.ts', house)).toContain('d');
    expect([...reachedFrom('src/lib/runner/a.ts', house, true)]).toEqual(['src/lib/runner/a.ts', 'src/lib/runner/b.ts']);
  });

  it('finds forbidden names however they are reached', () => {
    const text = `const a = Math\n  .random(); self?.postMessage(1); const t = globalThis.performance.now();`;
    expect(speaksOf(moduleOf(text), ['Math.random', 'postMessage', 'performance', 'Date'])).toEqual([
      'src/lib/core/x.ts speaks of Math.random',
      'src/lib/core/x.ts speaks of postMessage',
      'src/lib/core/x.ts speaks of performance',
    ]);
  });

  it('knows a barrel from a module', () => {
    expect(isBarrel(moduleOf(`export * from './a.ts';\nexport { b } from './b.ts';`))).toBe(true);
    expect(isBarrel(moduleOf(`export { a } from './a.ts';\nexport const b = 1;`))).toBe(false);
  });
});
