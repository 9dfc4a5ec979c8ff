import { gzipSync } from 'node:zlib';
import type { Response } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { engineBytes } from '../../src/lib/runner/cost.ts';
import { useBook } from './book.ts';

const book = useBook();

const isEngine = (url: string): boolean => /\.(js|wasm)$/.test(new URL(url).pathname);

describe('the cost that an example tells', () => {
  it('counts the engine as a host sends it, compressed, to within a tenth', async () => {
    const { page, example } = await book.open('vanishing-gradients/?e=learning-speeds&epochs=10&width=5#ex-learning-speeds');
    const run = await example('learning-speeds').ready();
    await page.waitForLoadState('networkidle');
    const responses = new Map<string, Response>();
    page.on('response', (response) => {
      if (isEngine(response.url())) responses.set(response.url(), response);
    });
    await run.press('run');
    await run.waitFor('done', 60);
    const sizes = await Promise.all([...responses.values()].map(async (response) => gzipSync(await response.body()).length));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(sizes.length).toBeGreaterThan(2);
    expect(Math.abs(total - engineBytes) / total, `${total} bytes`).toBeLessThan(0.1);
  });
});
