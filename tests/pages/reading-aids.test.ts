import type { Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { useBook, watch } from '../browser/book.ts';
import { chapters } from '../browser/pages.ts';

const book = useBook();
const chapter = 'residual-learning/';
const key = 'where-you-left-off';

const line = (page: Page) => page.locator('.left-off');

/** Brings the heading with this id to the top of the window, as a reader who scrolls there. */
const readTo = (page: Page, id: string): Promise<void> =>
  page.evaluate((heading) => {
    document.documentElement.style.scrollBehavior = 'auto';
    document.getElementById(heading)?.scrollIntoView();
  }, id);

describe('where the reader left off', () => {
  it('is offered on the home page and on top of the chapter, and leads there', async () => {
    const { page } = await book.open(chapter);
    expect(await line(page).isVisible()).toBe(false);
    const [, id = ''] = await page.locator('.sl-markdown-content h2[id]').evaluateAll((all) => all.map((one) => one.id));
    const words = (await page.locator(`#${id}`).innerText()).replace(/\s+/g, ' ').trim();
    await readTo(page, id);

    await page.goto(new URL('..', page.url()).href);
    await line(page).waitFor();
    expect(await line(page).innerText()).toContain(words);

    await page.goto(new URL(chapter, page.url()).href);
    await line(page).waitFor();
    expect(await page.evaluate(() => scrollY)).toBe(0);
    await line(page).locator('a').click();
    expect(new URL(page.url()).hash).toBe(`#${id}`);
  });

  it('is forgotten at the press of its button', async () => {
    const { page } = await book.open(chapter);
    const [id = ''] = await page.locator('.sl-markdown-content h2[id]').evaluateAll((all) => all.map((one) => one.id));
    await readTo(page, id);
    await page.goto(new URL('..', page.url()).href);
    await line(page).getByRole('button').click();
    expect(await line(page).isVisible()).toBe(false);
    expect(await page.evaluate((name) => localStorage.getItem(name), key)).toBeNull();
  });

  it('is not kept while nothing was read, nor offered to who follows a link to a place', async () => {
    const { page } = await book.open(chapter);
    await page.goto(new URL('..', page.url()).href);
    expect(await page.evaluate((name) => localStorage.getItem(name), key)).toBeNull();

    await page.evaluate(([name, stored]) => localStorage.setItem(name, stored), [
      key,
      JSON.stringify({ 'residual-learning': { id: 'summary', title: '3.8 Summary', at: 1 } }),
    ] as const);
    await page.goto(new URL(`${chapter}#exercises`, page.url()).href);
    await page.waitForLoadState('networkidle');
    expect(await line(page).isVisible()).toBe(false);
  });

  it.each(['{"residual-learning":', '{"residual-learning":{"id":"no-such-section","title":"x","at":1}}', 'null', '[]'])(
    'does not mind that the browser holds %s',
    async (stored) => {
      const context = await book.newContext();
      await context.addInitScript(([name, text]) => localStorage.setItem(name, text), [key, stored] as const);
      const page = await context.newPage();
      const { complaints } = await watch(page, async () => {
        await page.goto(new URL(chapter, inject('bookUrl')).href);
      });
      await page.waitForLoadState('networkidle');
      expect(complaints).toEqual([]);
      expect(await line(page).isVisible()).toBe(false);
    },
  );
});

describe('citing', () => {
  it('copies BibTeX at the press of a button', async () => {
    const { page } = await book.open(chapter, { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.locator('.cite > summary').click();
    await page.getByRole('button', { name: 'Copy BibTeX' }).click();
    await page.getByText('Copied.').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^@incollection\{deep-and-trainable:residual-learning,\n {2}author/);
    expect(copied.trim().endsWith('}')).toBe(true);
  });

  it('selects the text where the browser does not let a page copy', async () => {
    const { page } = await book.open(chapter);
    await page.evaluate(() => {
      Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject(new Error('no')) } });
    });
    await page.locator('.cite > summary').click();
    await page.getByRole('button', { name: 'Copy APA' }).click();
    await expect.poll(() => page.evaluate(() => String(getSelection()))).toContain('The authors of Deep, and Trainable.');
  });

  it('shows the text and no buttons without scripts', async () => {
    const { page } = await book.open(chapter, { javaScriptEnabled: false });
    await page.locator('.cite > summary').click();
    expect(await page.locator('#cite-bibtex').isVisible()).toBe(true);
    expect(await page.locator('.cite button:visible').count()).toBe(0);
  });
});

describe.each(chapters.filter((path) => !/(lecture|embed|examples)\//.test(path)))('on paper, the chapter %s', (path) => {
  const visit = book.share(({ open }) => open(path));

  it('has a code and an address beside each example, and no buttons', async () => {
    const { page } = await visit();
    await page.emulateMedia({ media: 'screen' });
    const ids = await page.locator('section[data-experiment]').evaluateAll((all) => all.map((one) => one.id.slice(3)));
    expect(await page.locator('[data-paper-link]:visible').count()).toBe(0);
    await page.emulateMedia({ media: 'print' });
    for (const id of ids) {
      const there = page.locator(`[data-paper-link="${id}"]`);
      expect(await there.locator('svg').isVisible()).toBe(true);
      expect(await there.innerText()).toContain(`#ex-${id}`);
    }
    expect(await page.locator('button:visible, nav:visible, .sl-anchor-link:visible').count()).toBe(0);
    expect(await page.locator('section[data-experiment] figure svg:visible').count()).toBeGreaterThanOrEqual(ids.length);
  });

  it('prints a solution that is open, and none that is closed', async () => {
    const { page } = await visit();
    await page.emulateMedia({ media: 'screen' });
    const solutions = page.locator('.exercise > details');
    if ((await solutions.count()) < 2) return;
    await solutions.first().locator('summary').click();
    await page.emulateMedia({ media: 'print' });
    expect(await solutions.first().isVisible()).toBe(true);
    expect(await solutions.nth(1).isVisible()).toBe(false);
  });

  it('cuts nothing off at the side', async () => {
    const { page } = await visit();
    await page.setViewportSize({ width: 658, height: 900 });
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(658);
  });
});
