import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { serveDist, type Served } from '../../src/lib/tools/serve.ts';
import { copyOfSite } from '../setup/site-copy.ts';
import { useBook, watch, type OpenPage } from './book.ts';

const book = useBook();

declare global {
  interface Window {
    /** What the page's policy refused, as "directive address". */
    refused: string[];
    intruded?: boolean;
  }
}

/** Opens an address, and notes from its first moment on what its policy refuses. */
async function openWatched(url: string): Promise<OpenPage> {
  const page = await (await book.newContext()).newPage();
  await page.addInitScript(() => {
    window.refused = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
      window.refused.push(`${effectiveDirective} ${blockedURI}`);
    });
    // Enough cores for helping threads, whatever this machine has.
    Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', { value: 8 });
  });
  return watch(page, () => page.goto(url));
}

const refusedOn = (page: Page): Promise<string[]> => page.evaluate(() => window.refused);
const at = (path: string): string => new URL(path, inject('bookUrl')).href;

/** Tries what an attacker would who found a way to put text into the page. */
async function intrude(page: Page): Promise<void> {
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.intruded = true';
    document.body.append(script);
    document.body.insertAdjacentHTML('beforeend', '<img src="missing.png" onerror="window.intruded = true">');
    document.body.insertAdjacentHTML('beforeend', '<iframe srcdoc="<script>parent.intruded = true</script>"></iframe>');
    const link = document.createElement('a');
    link.href = 'javascript:window.intruded = true';
    document.body.append(link);
    link.click();
    // Later, since what a test evaluates itself is free of the policy.
    setTimeout(() => {
      // eslint-disable-next-line @typescript-eslint/no-implied-eval -- what must not work
      setTimeout('window.intruded = true');
    });
  });
  await expect.poll(() => refusedOn(page)).toEqual(expect.arrayContaining(['script-src-attr inline', 'script-src eval']));
  expect((await refusedOn(page)).filter((what) => what.startsWith('script-src-elem inline')).length).toBeGreaterThan(1);
  expect(await page.evaluate(() => window.intruded)).toBe(undefined);
}

describe('under the Content-Security-Policy', () => {
  it('the search finds', async () => {
    const { page } = await openWatched(at(''));
    await page.getByRole('button', { name: 'Search' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').or(dialog.getByRole('searchbox')).first().fill('residual');
    await dialog.locator('a[href]').first().waitFor();
    expect(await refusedOn(page)).toEqual([]);
  });

  it('an example trains on several threads, and draws its picture', async () => {
    const { page, requests, example, complaints } = await openWatched(at('residual-learning/?e=degradation&steps=10'));
    const run = await example('degradation').ready();
    await run.press('run');
    await run.waitFor('done', 90);
    expect(requests.some((url) => url.includes('kernel.worker'))).toBe(true);
    expect((await run.download('PNG')).suggestedFilename()).toMatch(/\.png$/);
    expect(await refusedOn(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('no script runs that was put into the page', async () => {
    const { page } = await openWatched(at('vanishing-gradients/'));
    await intrude(page);
  });
});

describe('on a host that sends no headers', () => {
  const copy = copyOfSite(inject('dist'), { without: ['_headers'] });
  const site: { served?: Served } = {};
  beforeAll(async () => {
    site.served = await serveDist({ dir: copy.dir, port: 0 });
  });
  afterAll(async () => {
    await site.served?.close();
    copy.remove();
  });
  const there = (path: string): string => new URL(path, site.served?.url).href;

  it('the policy of the page holds all the same', async () => {
    expect((await fetch(there('vanishing-gradients/'))).headers.get('content-security-policy')).toBe(null);
    const { page } = await openWatched(there('vanishing-gradients/'));
    await intrude(page);
  });

  it('an example trains', async () => {
    const { page, example, complaints } = await openWatched(there('vanishing-gradients/?e=learning-speeds&epochs=10&width=5'));
    const run = await example('learning-speeds').ready();
    await run.press('run');
    await run.waitFor('done', 60);
    expect(await refusedOn(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
