import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build } from 'vite';
import { ensureChromium, launchChromium, launchFlags } from '../chromium.ts';
import { serveDist, type Served } from '../serve.ts';

const outDir = resolve('.cache/bench');

/** Builds the bench's page, puts the prepared data beside it, and serves both. */
export async function serveBench(): Promise<Served> {
  const data = resolve('public/data');
  if (!existsSync(data)) throw new Error('There are no data in public/data/. Run "npm run data" first.');
  rmSync(outDir, { recursive: true, force: true });
  await build({
    configFile: false,
    root: resolve('src/lib/tools/bench/page'),
    publicDir: false,
    logLevel: 'error',
    worker: { format: 'es' },
    build: { outDir, target: 'es2022', chunkSizeWarningLimit: 4000 },
  });
  symlinkSync(data, join(outDir, 'data'), 'junction');
  return serveDist({ dir: outDir, port: 0 });
}

/** What the flags of `launchFlags` say about software in place of a GPU. */
const softwareFlags = [
  '--use-webgpu-adapter=swiftshader',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-gpu-compositing',
];

/** A Chromium that may use the machine's GPU. */
const launchWithGpu = (): Promise<Browser> =>
  chromium.launch({
    executablePath: ensureChromium(),
    args: [...launchFlags.filter((flag) => !softwareFlags.includes(flag)), '--ignore-gpu-blocklist'],
  });

/** The bench's page in a browser of its own: what one engine leaves behind, or hangs, is no other's trouble. */
export class BenchBrowser {
  readonly page: Page;
  readonly #browser: Browser;

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.page = page;
  }

  static async open(url: string, hardwareGpu = false): Promise<BenchBrowser> {
    const browser = await (hardwareGpu ? launchWithGpu() : launchChromium());
    try {
      const page = await browser.newPage();
      await page.goto(url);
      await page.waitForFunction(() => 'bench' in window);
      return new BenchBrowser(browser, page);
    } catch (error) {
      await browser.close();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#browser.close();
  }
}
