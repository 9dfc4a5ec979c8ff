import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll } from 'vitest';
import { launchChromium } from '../../src/lib/tools/chromium.ts';
import { serveDist, type Served } from '../../src/lib/tools/serve.ts';

/** Bundles the page of a folder beside this file. */
export async function buildTestPage(folder: string, outDir: string): Promise<void> {
  await build({
    configFile: false,
    root: fileURLToPath(new URL(folder, import.meta.url)),
    publicDir: false,
    logLevel: 'error',
    build: { outDir, emptyOutDir: true, target: 'es2022' },
  });
}

export interface TestPage {
  /** The one that the tests of a file share. */
  readonly page: Page;
  readonly newPage: () => Promise<Page>;
}

/**
 * A page of the tests' own in Chromium, for what no page of the book shows.
 *
 * @param name of its folder, and of what it puts in its window once it can be asked.
 */
export function useTestPage(name: string): TestPage {
  const outDir = mkdtempSync(join(tmpdir(), `${name}-`));
  let served: Served | undefined;
  let browser: Browser | undefined;
  let page: Page | undefined;

  const newPage = async (): Promise<Page> => {
    if (browser === undefined || served === undefined) throw new Error('Open pages inside of a test.');
    const opened = await browser.newPage();
    await opened.goto(served.url);
    await opened.waitForFunction((global) => global in window, name);
    return opened;
  };

  beforeAll(async () => {
    await buildTestPage(name, outDir);
    served = await serveDist({ dir: outDir, port: 0 });
    browser = await launchChromium();
    page = await newPage();
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
    rmSync(outDir, { recursive: true });
  });

  return {
    newPage,
    get page() {
      if (page === undefined) throw new Error('Ask the page inside of a test.');
      return page;
    },
  };
}
