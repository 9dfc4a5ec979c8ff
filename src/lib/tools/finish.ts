import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { readBook } from '../site/book.ts';
import { headersFile } from '../site/headers.ts';
import { writePacks } from './finish/packs.ts';
import { hardenPages } from './finish/pages.ts';
import { buildWorker } from './finish/worker.ts';

/** The last steps of a build, on the pages as they will be served. Comes after all integrations that write pages. */
export function finish(): AstroIntegration {
  let base = '/';
  return {
    name: 'finish',
    hooks: {
      'astro:config:done': ({ config }) => {
        base = config.base;
      },
      'astro:build:done': async ({ dir, logger }) => {
        const dist = fileURLToPath(dir);
        const pages = hardenPages(dist, base);
        writeFileSync(join(dist, '_headers'), headersFile(base));
        logger.info(`${pages.length} pages under the Content-Security-Policy`);
        // After the pages: a pack tells their bytes.
        await buildWorker(dist);
        const { chapters, sandboxes } = readBook();
        logger.info(writePacks(dist, [...chapters, ...sandboxes], base));
      },
    },
  };
}
