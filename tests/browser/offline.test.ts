import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Locator, type Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { bytesOf, parseManifest, type PackManifest } from '../../src/lib/offline/manifest.ts';
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

const drawer = (page: Page): Locator => page.locator('details.offline-pack');
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

/** Waits until all files have arrived but the data, which the host holds back. */
async function allButData(page: Page): Promise<void> {
  const { files } = await listOf();
  const bytes = bytesOf(files.filter(({ path }) => !path.startsWith('data/')));
  await expect
    .poll(() => drawer(page).locator('progress').getAttribute('value', { timeout: 1000 }).then(Number), { timeout: 60_000 })
    .toBe(bytes);
}

const workers = (page: Page): Promise<number> =>
  page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);
const kept = (page: Page): Promise<number> => page.evaluate(async () => (await caches.keys()).length);

describe('a chapter saved for the lecture hall', () => {
  it('says its size first, then opens without a network, isolated as before, and reproduces its recording', async () => {
    const opening = await book.open(address());
    const { page } = opening;
    expect([await workers(page), await kept(page)]).toEqual([0, 0]);
    await opened(page);
    await reach(page, 'absent');
    expect(await drawer(page).innerText()).toMatch(/To save: \d+\.\d MB\./);
    await save(opening);
    expect(await drawer(page).innerText()).toMatch(/Ready: saved on \d+ \w+ \d{4}, all \d+\.\d MB are there/);

    host.isDown = true;
    await page.goto(address(`?e=${example}#ex-${example}`));
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
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

describe('saving', () => {
  it('can be done with the keyboard alone, and reads out how it ended', async () => {
    const { page } = await book.open(address());
    await drawer(page).locator('summary').focus();
    await page.keyboard.press('Enter');
    await reach(page, 'absent');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await reach(page, 'ready');
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent.trim())).toMatch(/Ready: saved on/);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent.trim())).toBe('Remove from this device');
  });

  it('stops when asked, says how much has arrived, and goes on from there after a reload', async () => {
    const { page } = await book.open(address());
    host.holds = (path) => path.startsWith('/data/');
    await opened(page);
    await press(page, 'Save this chapter');
    await allButData(page);
    await press(page, 'Stop');
    await reach(page, 'stopped');
    host.release();
    expect(await drawer(page).innerText()).toMatch(/Not complete: \d+\.\d MB of \d+\.\d MB have arrived, and are kept\./);

    await page.reload();
    await reach(page, 'stopped');
    expect(await drawer(page).locator('.state').innerText()).toBe('not complete');
    const asked: string[] = [];
    host.holds = (path) => asked.push(path) < 0;
    await opened(page);
    await press(page, 'Resume');
    await reach(page, 'ready');
    expect(asked.filter((path) => path.startsWith('/data/')).length).toBeGreaterThan(0);
    expect(asked.filter((path) => path.endsWith('.wasm'))).toEqual([]);
  });

  it('says what failed where the network goes away, and resumes when it is back', async () => {
    const { page } = await book.open(address());
    await opened(page);
    await reach(page, 'absent');
    host.holds = (path) => path.startsWith('/data/');
    await press(page, 'Save this chapter');
    await allButData(page);
    host.isDown = true;
    host.release();
    await reach(page, 'stopped');
    expect(await drawer(page).getByRole('alert').innerText()).toMatch(
      /could not be downloaded \(.+\)\. Check the connection\. What has arrived is kept/,
    );
    host.isDown = false;
    await press(page, 'Resume');
    await reach(page, 'ready');
  });

  it('says how much is missing where the storage is full', async () => {
    const { page } = await book.open(address());
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: new URL(host.url).origin, quotaSize: 1_500_000 });
    await opened(page);
    await press(page, 'Save this chapter');
    await reach(page, 'stopped');
    expect(await drawer(page).getByRole('alert').innerText()).toMatch(
      /The storage is full: \d+\.\d MB are still to come, and the browser gives this site/,
    );
  });

  it('is not offered where the browser keeps nothing for pages', async () => {
    const { page } = await book.open(address(), { serviceWorkers: 'allow' });
    await page.addInitScript(() => {
      Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');
    });
    await page.reload();
    await opened(page);
    await drawer(page).getByText('many do so in private windows').waitFor();
    expect(await drawer(page).getByRole('button').count()).toBe(0);
  });
});

describe('a saved chapter', () => {
  it('is there on a new visit with another window, after the browser was closed', async () => {
    const profile = mkdtempSync(join(tmpdir(), 'profile-'));
    const launch = (): Promise<BrowserContext> =>
      chromium.launchPersistentContext(profile, { executablePath: ensureChromium(), args: [...launchFlags] });
    try {
      const first = await launch();
      await save(await watch(await first.newPage(), (page) => page.goto(address())));
      await first.close();
      host.isDown = true;
      const second = await launch();
      const { page, example: find } = await watch(await second.newPage(), (page) => page.goto(address()));
      await reach(page, 'ready');
      expect(await drawer(page).locator('.state').innerText()).toBe('✓ ready');
      expect(await (await find(example).ready()).status()).toBe('idle');
      await second.close();
    } finally {
      rmSync(profile, { recursive: true, force: true });
    }
  });

  it('is never shown to a reader who is online: the page comes from the site', async () => {
    const opening = await book.open(address());
    await save(opening);
    host.publish(`${chapter}/index.html`, (html) => html.replace('</h1>', ', second edition</h1>'));
    await opening.page.reload();
    expect(await opening.page.locator('h1').innerText()).toContain('second edition');
    host.isDown = true;
    await opening.page.reload();
    expect(await opening.page.locator('h1').innerText()).not.toContain('second edition');
  });

  it('says that it is older than the site, and is renewed on demand', async () => {
    const opening = await book.open(address());
    const { page } = opening;
    await save(opening);
    host.publish(`${chapter}/index.html`, (html) => html.replace('</h1>', ', second edition</h1>'));
    host.publish(`${chapter}/offline.json`, (json) => json.replace(/"edition":"[0-9a-f]+"/, '"edition":"00000000000000ab"'));
    await page.reload();
    await reach(page, 'outdated');
    expect(await drawer(page).locator('.state').innerText()).toBe('an older edition is saved');
    await opened(page);
    await press(page, 'Renew');
    await reach(page, 'ready');
    expect(await kept(page)).toBe(1);
    host.isDown = true;
    await page.reload();
    expect(await page.locator('h1').innerText()).toContain('second edition');
  });

  it('says that files are gone where the browser cleared some', async () => {
    const opening = await book.open(address());
    const { page } = opening;
    await save(opening);
    await page.evaluate(async () => {
      const cache = await caches.open((await caches.keys())[0] ?? '');
      for (const request of await cache.keys()) if (request.url.includes('/data/')) await cache.delete(request);
    });
    await page.reload();
    await reach(page, 'broken');
    await opened(page);
    await press(page, 'Resume');
    await reach(page, 'ready');
  });

  it('is named where a reader without a network opens a page that is not saved', async () => {
    const opening = await book.open(address());
    await save(opening);
    host.isDown = true;
    await opening.page.goto(new URL('references/', host.url).href);
    expect(await opening.page.locator('h1').innerText()).toBe('No network, and not saved');
    await opening.page.locator('a').click();
    await opening.page.waitForURL(address());
    await opening.page.goto(address().slice(0, -1));
    expect(opening.page.url()).toBe(address());
  });

  it('goes when asked, and the last one takes the service worker with it', async () => {
    const opening = await book.open(address());
    const { page } = opening;
    await save(opening);
    expect([await workers(page), await kept(page)]).toEqual([1, 1]);
    await press(page, 'Remove from this device');
    await reach(page, 'absent');
    expect([await workers(page), await kept(page)]).toEqual([0, 0]);
    host.isDown = true;
    await expect(page.reload()).rejects.toThrow(/ERR_/);
  });
});
