import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../../src/lib/tools/chromium.ts';
import { serveDist, type Served } from '../../src/lib/tools/serve.ts';
import type { Frame } from '../../src/lib/experiments/frame.ts';
import { use } from '../setup/engine.ts';
import { curve } from './engines/curve.ts';

/** The training core in a real browser, where WebGPU and WebGL exist, if only in software. */
describe('in Chromium', () => {
  const outDir = mkdtempSync(join(tmpdir(), 'engines-'));
  let served: Served | undefined;
  let browser: Browser | undefined;
  let page: Page;

  beforeAll(async () => {
    const root = fileURLToPath(new URL('engines', import.meta.url));
    await build({
      configFile: false,
      root,
      publicDir: false,
      logLevel: 'error',
      build: { outDir, emptyOutDir: true, target: 'es2022' },
    });
    served = await serveDist({ dir: outDir, port: 0 });
    browser = await launchChromium();
    page = await browser.newPage();
    await page.goto(served.url);
    await page.waitForFunction(() => 'engines' in window);
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
    rmSync(outDir, { recursive: true });
  });

  it('software GPUs never win', async () => {
    const { backend, reason } = await page.evaluate(() => window.engines.choose('auto'));
    expect(backend).toBe('wasm');
    expect(reason).toBe(
      'WebAssembly. Not used are WebGPU: its GPU is emulated in software; WebGL: its GPU is emulated in software.',
    );
  });

  it.each(['webgpu', 'webgl', 'cpu'] as const)('%s passes the canary', async (backend) => {
    const choice = await page.evaluate((wanted) => window.engines.choose(wanted), backend);
    expect(choice.backend).toBe(backend);
  });

  it('WASM gives the very numbers that it gives in Node', async () => {
    await use('wasm');
    const found: Frame[] = await page.evaluate(() => window.engines.curve('wasm', 20));
    expect(found).toEqual(await curve('wasm', 20));
  });

  it('WebGL gives the losses of WASM for the first steps, to 1 in 1,000', async () => {
    const found: Frame[] = await page.evaluate(() => window.engines.curve('webgl', 5));
    const expected = await curve('wasm', 5);
    found.forEach(({ values }, i) => {
      expect(Number(values.trainLoss) / Number(expected[i]?.values.trainLoss)).toBeCloseTo(1, 3);
    });
  });
});
