import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import type { PresetName } from '../../experiments/experiment.ts';
import type { ExperimentId } from '../../experiments/registry.ts';
import type { Backend } from '../../worker/protocol.ts';
import { launchChromium } from '../chromium.ts';
import { serveDist, type Served } from '../serve.ts';
import type { RecordedRun } from './page/recorder.ts';

const outDir = resolve('.cache/recorder');

/** A headless Chromium with the recorder's page open. Close it in a `finally`. */
export class RecorderBrowser {
  readonly #served: Served;
  readonly #browser: Browser;
  readonly #page: Page;

  private constructor(served: Served, browser: Browser, page: Page) {
    this.#served = served;
    this.#browser = browser;
    this.#page = page;
  }

  static async open(): Promise<RecorderBrowser> {
    await bundle();
    const served = await serveDist({ dir: outDir, port: 0 });
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.goto(served.url);
      await page.waitForFunction(() => 'record' in window);
      return new RecorderBrowser(served, browser, page);
    } catch (error) {
      await browser.close();
      await served.close();
      throw error;
    }
  }

  /** For example "Chromium 156". */
  get engine(): string {
    return `Chromium ${this.#browser.version().split('.')[0]}`;
  }

  /** Runs an example once. Rejects with the page's own error where the run failed or diverged. */
  record(id: ExperimentId, preset: PresetName, seed: number, backend: Backend): Promise<RecordedRun> {
    return this.#page.evaluate((args) => window.record(...args), [id, preset, seed, backend] as const);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#served.close();
  }
}

/** Builds the page and puts the prepared data and the stored weights beside it. */
async function bundle(): Promise<void> {
  const data = resolve('public/data');
  if (!existsSync(data)) throw new Error('There are no data in public/data/. Run "npm run data" first.');
  await build({
    configFile: false,
    root: resolve('src/lib/tools/record/page'),
    publicDir: false,
    logLevel: 'warn',
    worker: { format: 'es' },
    build: { outDir, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 4000 },
  });
  mkdirSync(outDir, { recursive: true });
  symlinkSync(data, join(outDir, 'data'), 'junction');
  symlinkSync(resolve('public/weights'), join(outDir, 'weights'), 'junction');
}
