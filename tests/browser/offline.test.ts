import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { parseManifest, type PackManifest } from '../../src/lib/offline/manifest.ts';
import { ensureChromium, launchFlags } from '../../src/lib/tools/chromium.ts';
import { useBook, watch, type OpenPage } from './book.ts';
import { Host } from './offline/Host.ts';

const book = useBook();
const chapter = 'vanishing-gradients';
const example = 'learning-speeds';

let host: Host;
beforeEach(async () => {
  host = await Host.open(inject('dist'), chapter);
});
afterEach(() => host.close());

const address = (path = ''): string => new URL(`${chapter}/${path}`, host.url).href;

const drawer = (page: Page) => page.locator('details.offline-pack');
const press = (page: Page, name: string): Promise<void> => drawer(page).getByRole('button', { name, exact: true }).click();
const reach = (page: Page, stage: string): Promise<void> =>
  drawer(page).locator(`[data-pack="${stage}"]`).waitFor({ state: 'attached', timeout: 60_000 });

async function opened(page: Page): Promise<void> {
  if ((await drawer(page).getAttribute('open')) === null) await drawer(page).locator('summary').click();
}

async function save({ page }: OpenPage): Promise<void> {
  await opened(page);
  await reach(page, 'absent');
  await press(page, 'Save this chapter');
  await reach(page, 'ready');
}

const listOf = async (): Promise<PackManifest> => parseManifest(await (await fetch(address('offline.json'))).json());

const workers = (page: Page): Promise<number> =>
  page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);
const kept = (page: Page): Promise<number> => page.evaluate(async () => (await caches.keys()).length);

describe('a chapter saved for the lecture hall', () => {
  it('says its size first, and then opens and trains without a network, isolated as before', async () => {
    const opening = await book.open(address());
    const { page } = opening;
    expect([await workers(page), await kept(page)]).toEqual([0, 0]);
    await opened(page);
    await reach(page, 'absent');
    expect(await drawer(page).innerText()).toMatch(/To save: \d+\.\d MB\./);
    await save(opening);
    expect(await drawer(page).innerText()).toMatch(/Ready: saved on \d+ \w+ \d{4}, all \d+\.\d MB are there/);

    host.isDown = true;
    await page.goto(address('?e=learning-speeds&epochs=3'));
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    const run = await opening.example(example).ready();
    expect(await (await run.field('Epochs')).inputValue()).toBe('3');
    await run.press('run');
    await run.waitFor('done', 90);
    expect(await run.section.getAttribute('data-backend')).toBe('wasm');
  });

  it('reproduces the recording of its quick preset without a network', async () => {
    const opening = await book.open(address());
    await save(opening);
    host.isDown = true;
    await opening.page.reload();
    const run = await opening.example(example).ready();
    await run.press('run');
    await run.waitFor('done', 110);
    expect(['identical', 'reproduced']).toContain(await run.verdict());
  });

  it('opens every page of its pack without a network, with all that they ask for', async () => {
    const opening = await book.open(address());
    await save(opening);
    const pages = (await listOf()).files.map(({ path }) => path).filter((path) => path.endsWith('/'));
    expect(pages).toContain(`${chapter}/`);
    host.isDown = true;
    const lost: string[] = [];
    opening.page.on('requestfailed', (request) => lost.push(request.url()));
    for (const path of pages) {
      await opening.page.goto(new URL(path, host.url).href);
      await opening.page.locator('h1').first().waitFor();
      await opening.page.waitForLoadState('networkidle');
    }
    // The list is asked of the site, to tell of a newer edition.
    expect(lost.filter((url) => !url.endsWith('offline.json'))).toEqual([]);
  });
});
