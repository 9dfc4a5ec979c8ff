import type { TestProject } from 'vitest/node';
import { serveDist } from '../../src/lib/tools/serve.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the built site, and the address at which it is served. */
    dist: string;
    bookUrl: string;
  }
}

/** Serves the built site for as long as the browser tests run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dist = process.env['DIST'] ?? 'dist';
  const served = await serveDist({ dir: dist, port: 0 });
  project.provide('dist', dist);
  project.provide('bookUrl', served.url);
  return served.close;
}
