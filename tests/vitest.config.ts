import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { pythonClaims } from '../src/lib/tools/python/claims-plugin.ts';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';
import { LongestFirst } from './setup/LongestFirst.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

interface ProjectOptions {
  readonly include?: string[];
  readonly exclude?: string[];
  readonly testTimeout?: number;
  readonly globalSetup?: string;
  readonly fileParallelism?: boolean;
  /** Whether each file of tests loads all that it imports anew. */
  readonly isolate?: boolean;
  /** Tries after a test that failed. */
  readonly retry?: number;
}

/** One project a folder of tests, so that `npm test` can report each, and `npx vitest --project unit` run one. */
function project(name: string, options: ProjectOptions): TestProjectConfiguration {
  const {
    include = [`tests/${name}/**/*.test.ts`],
    exclude = [],
    testTimeout = 30_000,
    globalSetup,
    fileParallelism = true,
    isolate = true,
    retry = 0,
  } = options;
  return {
    root,
    plugins: [svelte(), pythonClaims()],
    resolve: {
      alias: [
        { find: '@components', replacement: fileURLToPath(new URL('../src/components', import.meta.url)) },
        // TensorFlow.js as the bundler sees it: Node's own build leaves the gradients out.
        { find: /^@tensorflow\/([^/]+)$/, replacement: '@tensorflow/$1/dist/index.js' },
      ],
    },
    test: {
      name,
      include,
      exclude,
      environment: 'node',
      fileParallelism,
      isolate,
      testTimeout,
      retry,
      // Pages on a busy machine take longer than Vitest's one second.
      expect: { poll: { timeout: 15_000 } },
      server: { deps: { inline: [/@tensorflow/] } },
      hookTimeout: Math.max(testTimeout, 60_000),
      ...(globalSetup === undefined ? {} : { globalSetup }),
    },
  };
}

/** Those of the browser's tests that hardly train and wait a minute where they wait: they can run beside others. */
const patient = ['drawings', 'export', 'lecture', 'offline', 'sub-path'].map((name) => `tests/browser/${name}.test.ts`);

/** Unit tests that replace modules, in what they import too, which must not be what others have loaded. */
const mocking = ['tests/unit/tools/data-faults.test.ts'];

export default defineConfig({
  root,
  test: {
    // Two files at a time, each in a process of its own: a training test in every core of a large machine would time out others.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      // Most of these are done in less time than a new process takes to load the registry. What they replace they put back.
      project('unit', {
        include: ['tests/unit/**/*.test.ts', 'tests/architecture.test.ts'],
        exclude: mocking,
        isolate: false,
      }),
      project('unit-mocking', { include: mocking }),
      project('kernels', {}),
      project('parity', {}),
      project('export', { testTimeout: 120_000 }),
      project('training', { testTimeout: 120_000 }),
      // The built pages are read once by all of them.
      project('site', { isolate: false }),
      // Pages in a real browser on a machine that others use too are late at times. What needs a second try is named in the summary.
      project('pages', {
        include: ['tests/pages/**/*.test.ts', ...patient],
        testTimeout: 120_000,
        globalSetup: 'tests/setup/book-server.ts',
        retry: 1,
      }),
      // An example trains in two workers: two files at a time would only wait for each other.
      project('browser', {
        exclude: patient,
        testTimeout: 120_000,
        globalSetup: 'tests/setup/book-server.ts',
        fileParallelism: false,
        retry: 1,
      }),
    ],
  },
});
