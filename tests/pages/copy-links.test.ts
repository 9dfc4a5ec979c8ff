import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { parseBuiltPage } from '../../src/lib/site/builtPages.ts';
import { useBook } from '../browser/book.ts';

const book = useBook();
const path = 'residual-learning/';
const mayCopy: BrowserContextOptions = { permissions: ['clipboard-read', 'clipboard-write'] };

/** The page, once its buttons answer. */
async function openReady(from: string, options: BrowserContextOptions = mayCopy): Promise<Page> {
  const { page } = await book.open(from, options);
  await page.locator('html[data-copying]').waitFor();
  return page;
}

const buttonFor = (page: Page, id: string): Locator => page.locator(`button[data-copy="#${id}"]`);
const copied = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
const opacity = (button: Locator): Promise<string> => button.evaluate((element) => getComputedStyle(element).opacity);
const said = (page: Page): Locator => page.locator('body > p[role="status"]');

describe('the links of a chapter', () => {
  it('can each be copied by a button with a name, whatever they lead to', async () => {
    const { publishedIds } = parseBuiltPage('/', readFileSync(join(inject('dist'), path, 'index.html'), 'utf8'));
    expect(publishedIds.length).toBeGreaterThan(40);
    const page = await openReady(path);
    const found = await page
      .locator('.copy-link')
      .evaluateAll((all) => all.map((button) => [button.getAttribute('data-copy')?.slice(1), button.getAttribute('aria-label')]));
    expect(found.map(([id]) => id).toSorted()).toEqual(publishedIds.toSorted());
    const names = found.map(([, name]) => name);
    expect(new Set(names).size).toBe(names.length);
    // Chapters that come before it move its number.
    const chapter =
      /Example (\d+)\./.exec((await page.locator('#ex-degradation .number').first().textContent()) ?? '')?.[1] ?? 'none';
    const things = ['equation (N.1)', 'Figure N.1', 'Example N.1', 'Exercise N.1', '“N.1.2 It is not overfitting”'];
    for (const thing of things) expect(names).toContain(`Copy link to ${thing.replace('N', chapter)}`);
  });

  it.each(['not-overfitting', 'eq-nested', 'fig-longer', 'ex-degradation', 'exr-count'])(
    'lead to #%s itself, without the state that the page was opened with, and the button says so',
    async (id) => {
      const page = await openReady(`${path}?e=degradation&seed=3`);
      await buttonFor(page, id).click();
      await expect.poll(() => said(page).innerText()).toBe('Copied');
      expect(await copied(page)).toBe(new URL(`${path}#${id}`, inject('bookUrl')).href);
    },
  );

  it('can be copied with the keyboard', async () => {
    const page = await openReady(path);
    await page.locator('#eq-nested > a').focus();
    await page.keyboard.press('Tab');
    const button = buttonFor(page, 'eq-nested');
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await opacity(button)).toBe('1');
    await page.keyboard.press('Enter');
    await expect.poll(() => said(page).innerText()).toBe('Copied');
    expect(await copied(page)).toContain(`/${path}#eq-nested`);
    await expect.poll(() => said(page).innerText()).toBe('');
  });

  it('are put into the address bar where copying is not allowed', async () => {
    const page = await (await book.newContext()).newPage();
    await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
    await page.goto(new URL(path, inject('bookUrl')).href);
    await page.locator('html[data-copying]').waitFor();
    await buttonFor(page, 'exr-count').click();
    await expect.poll(() => said(page).innerText()).toBe('The link is in the address bar');
    expect(new URL(page.url()).hash).toBe('#exr-count');
  });
});

describe('the buttons', () => {
  it('show on hover where there is a pointer', async () => {
    const page = await openReady(path);
    const button = buttonFor(page, 'not-overfitting');
    await page.mouse.move(0, 0);
    expect(await opacity(button)).toBe('0');
    await page.locator('#not-overfitting').hover();
    await expect.poll(() => opacity(button)).toBe('1');
  });

  it('always show on a touch screen, inside of the page', async () => {
    const page = await openReady(path, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    for (const id of ['not-overfitting', 'eq-nested', 'fig-longer', 'ex-degradation', 'exr-count']) {
      const button = buttonFor(page, id);
      await button.scrollIntoViewIfNeeded();
      expect(await opacity(button)).toBe('1');
      const box = await button.boundingBox();
      expect(box?.width).toBeGreaterThanOrEqual(24);
      expect(box?.height).toBeGreaterThanOrEqual(24);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(360);
    }
  });

  it('are not on paper', async () => {
    const page = await openReady(path);
    await page.emulateMedia({ media: 'print' });
    expect(await buttonFor(page, 'eq-nested').isVisible()).toBe(false);
    expect(await buttonFor(page, 'ex-degradation').isVisible()).toBe(false);
  });

  it('are not there without JavaScript, where headings and numbers are plain links', async () => {
    const { page } = await book.open(path, { javaScriptEnabled: false });
    expect(await page.locator('.copy-link:visible').count()).toBe(0);
    for (const id of ['not-overfitting', 'eq-nested', 'fig-longer', 'ex-degradation', 'exr-count']) {
      expect(await page.locator(`main a[href="#${id}"]:not(.ref)`).count(), id).toBeGreaterThan(0);
    }
  });

  it('move nothing when they come', async () => {
    const height = async (javaScriptEnabled: boolean): Promise<number> => {
      const { page } = await book.open('sources/', { javaScriptEnabled });
      await page.waitForLoadState('networkidle');
      return page.locator('.sl-markdown-content').evaluate((content) => content.getBoundingClientRect().height);
    };
    expect(await height(true)).toBe(await height(false));
  });
});

it('the BibTeX entry of a work can be copied', async () => {
  const page = await openReady('references/');
  const entry = page.locator('#he16');
  await entry.locator('summary').click();
  await entry.getByRole('button', { name: 'Copy' }).click();
  await expect.poll(() => said(page).innerText()).toBe('Copied');
  expect(await copied(page)).toMatch(/^@inproceedings\{he16,\n[^]*eprint = \{1512\.03385\},[^]*\}$/);
});
