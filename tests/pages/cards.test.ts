import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useBook, type OpenPage } from '../browser/book.ts';
import { contrastSample, markContrastSamples } from './contrast-samples.ts';
import { axeFinds } from './looks.ts';

const book = useBook();

/** A reference of each kind, where it stands and what its card must say. */
const references = [
  ['an equation', 'residual-learning/', 'a.ref[href="#eq-nested"]', /\(\d\.1\)/],
  [
    'a figure',
    'residual-learning/',
    'a.ref[href="#fig-shortcuts"]',
    /dropout\s+fails[^]*Figure \d\.\d\s+Test error of 110-layer/,
  ],
  ['a recorded figure', 'residual-learning/', 'a.ref[href="#fig-longer"]', /Training loss in the longer preset/],
  ['an example', 'residual-learning/', 'a.ref[href="#ex-degradation"]', /example \d\.1\s+Degradation/i],
  [
    'an exercise',
    'residual-learning/',
    'a.ref[href="#exr-branch-scaling"]',
    /How far to scale the branches down\s+In one dimension/,
  ],
  ['a section', 'residual-learning/', 'a.ref[href="#not-vanishing"]', /Is it the vanishing gradient\?\s+Gradients may shrink/],
  ['a term', 'residual-learning/', 'a.term[data-card="running-mean"]', /running mean\s+A mean in which recent values count more/],
  ['a work', 'residual-learning/', '.cite a[data-card="he16"]', /He, K\., Zhang, X\..*Deep residual learning/],
  ['a section of another page', 'notation/', 'a[href$="/vanishing-gradients/#accuracies"]', /What they did do\s+Nielsen trained/],
  ['an exercise of another page', 'notation/', 'a[href$="/#exr-identity-by-construction"]', /An identity by construction/],
] as const;

type Path = (typeof references)[number][1];

/** Visits that the tests of a `describe` share, one of each page. Each of these tests closes the card that it opened. */
function shareVisits(options?: BrowserContextOptions): (path: Path) => Promise<OpenPage> {
  const visits = {
    'residual-learning/': book.share(({ open }) => open('residual-learning/', options)),
    'notation/': book.share(({ open }) => open('notation/', options)),
  };
  return (path) => visits[path]();
}

const cardOn = (page: Page): Locator => page.locator('.hover-card');

/** The first such link, in the middle of the window. */
async function linkOn(page: Page, selector: string): Promise<Locator> {
  const link = page.locator(selector).first();
  await link.evaluate((element) => element.scrollIntoView({ block: 'center', behavior: 'instant' }));
  return link;
}

/** Rules on what only a whole page has. */
const notOfCards = Object.fromEntries(
  ['bypass', 'document-title', 'page-has-heading-one', 'landmark-one-main'].map((rule) => [rule, { enabled: false }]),
);

/** What axe finds wrong in the open card: alone on a page in its looks, since axe would read the whole chapter each time. */
async function faultsOf(page: Page): Promise<string[]> {
  const body = await page.evaluate(() => {
    const root = document.documentElement.cloneNode() as Element;
    const sheets = [...document.querySelectorAll('link[rel="stylesheet"], style')].map(({ outerHTML }) => outerHTML);
    root.innerHTML = `<head>${sheets.join('')}</head><body><main>${document.querySelector('.hover-card')?.outerHTML}</main></body>`;
    return `<!doctype html>${root.outerHTML}`;
  });
  const alone = await page.context().newPage();
  // Of the same site, so that it gets its fonts.
  await alone.route(page.url(), (route) => route.fulfill({ contentType: 'text/html', body }));
  await alone.goto(page.url());
  await alone.evaluate(() => document.fonts.ready);
  expect(await alone.locator('.hover-card').evaluate((card) => getComputedStyle(card).position)).toBe('absolute');
  await alone.evaluate(markContrastSamples, contrastSample);
  // The page around a card gives it its height, so that whether it scrolls cannot be seen here.
  const found = await axeFinds(alone, { rules: { 'scrollable-region-focusable': { enabled: false }, ...notOfCards } });
  await alone.close();
  return found;
}

/** To a corner of the window where nothing answers. */
async function leave(page: Page): Promise<void> {
  await page.mouse.move(1, 500);
  await cardOn(page).waitFor({ state: 'detached' });
}

/** Tab, from the place before the link. */
async function tabTo(page: Page, link: Locator): Promise<void> {
  await link.evaluate((element) => {
    const before = document.createElement('button');
    element.before(before);
    before.focus();
  });
  await page.keyboard.press('Tab');
  expect(await link.evaluate((element) => element === document.activeElement)).toBe(true);
}

describe('pointing at a reference', () => {
  const visit = shareVisits();

  it.each(references)(
    'to %s shows what it leads to, accessibly and without a clash of ids, and leaving hides it',
    async (_, path, selector, words) => {
      const { page, complaints } = await visit(path);
      const link = await linkOn(page, selector);
      await link.hover();
      await expect.poll(() => cardOn(page).innerText()).toMatch(words);
      expect(await cardOn(page).locator('template, script, details, button, astro-island').count()).toBe(0);
      const twice = await page.evaluate(() => {
        const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
        return ids.filter((id, i) => ids.indexOf(id) !== i);
      });
      expect(twice).toEqual([]);
      expect(await faultsOf(page)).toEqual([]);
      await leave(page);
      expect(complaints).toEqual([]);
    },
  );

  it('draws the chart of an example, in a layout that fits', async () => {
    const { page } = await visit('residual-learning/');
    await (await linkOn(page, 'a.ref[href="#ex-degradation"]')).hover();
    await cardOn(page).waitFor();
    const shown = cardOn(page).locator('svg:visible');
    expect(await shown.count()).toBe(1);
    expect(await shown.locator('path.line').count()).toBeGreaterThanOrEqual(4);
    expect((await shown.boundingBox())?.width).toBeGreaterThan(250);
    await leave(page);
  });

  it('lets the pointer into the card, and the card stays', async () => {
    const { page } = await visit('residual-learning/');
    await (await linkOn(page, '.cite a[data-card="krizhevsky09"]')).hover();
    await cardOn(page).hover();
    await page.waitForTimeout(1000);
    expect(await cardOn(page).count()).toBe(1);
    await leave(page);
  });

  it('shows one card at a time', async () => {
    const { page } = await visit('residual-learning/');
    await (await linkOn(page, 'a.term[data-card="running-mean"]')).hover();
    await expect.poll(() => cardOn(page).innerText()).toContain('running mean');
    await page.locator('a.term[data-card="mini-batch"]').hover();
    await expect.poll(() => cardOn(page).innerText()).toContain('mini-batch');
    expect(await cardOn(page).count()).toBe(1);
    await leave(page);
  });

  it('fetches another page once, and nothing before', async () => {
    const { page, requests } = await book.open('notation/');
    await page.waitForLoadState('networkidle');
    const fetched = (): number => requests.filter((url) => url.endsWith('/vanishing-gradients/')).length;
    expect(fetched()).toBe(0);
    for (const id of ['accuracies', 'at-the-start']) {
      await (await linkOn(page, `a[href$="/vanishing-gradients/#${id}"]`)).hover();
      await cardOn(page).waitFor();
      await leave(page);
    }
    expect(fetched()).toBe(1);
  });

  it('stays a link where the other page does not come', async () => {
    const { page } = await book.open('notation/');
    await page.route('**/vanishing-gradients/', (route) => route.abort());
    await (await linkOn(page, 'a[href$="/vanishing-gradients/#accuracies"]')).hover();
    await page.waitForTimeout(1000);
    expect(await cardOn(page).count()).toBe(0);
    await page.unroute('**/vanishing-gradients/');
    await page.locator('a[href$="/vanishing-gradients/#accuracies"]').first().click();
    await page.waitForURL('**/vanishing-gradients/#accuracies');
  });
});

describe('by keyboard', () => {
  it('focus opens the card and describes the link by it, and leaving the link closes it', async () => {
    const { page } = await book.open('vanishing-gradients/');
    const link = await linkOn(page, 'a.term[data-card="logistic-sigmoid"]');
    await tabTo(page, link);
    await cardOn(page).waitFor();
    const described = await link.getAttribute('aria-describedby');
    expect(await page.locator(`#${described}`).innerText()).toMatch(/logistic sigmoid\s+The function/);
    await page.keyboard.press('Tab');
    await cardOn(page).waitFor({ state: 'detached' });
    expect(await link.getAttribute('aria-describedby')).toBeNull();
  });

  it('Escape closes the card and leaves the focus where it is', async () => {
    const { page } = await book.open('residual-learning/');
    const link = await linkOn(page, 'a.ref[href="#not-vanishing"]');
    const title = await link.getAttribute('title');
    await tabTo(page, link);
    await cardOn(page).waitFor();
    expect(await link.getAttribute('title')).toBeNull();
    await page.keyboard.press('Escape');
    await cardOn(page).waitFor({ state: 'detached' });
    expect(await link.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await link.getAttribute('title')).toBe(title);
  });

  it('Escape closes the card of a pointer too, without moving it', async () => {
    const { page } = await book.open('residual-learning/');
    await (await linkOn(page, 'a.ref[href="#eq-nested"]')).hover();
    await cardOn(page).waitFor();
    await page.keyboard.press('Escape');
    await cardOn(page).waitFor({ state: 'detached' });
  });

  it('Enter follows the link at once', async () => {
    const { page } = await book.open('vanishing-gradients/');
    await tabTo(page, await linkOn(page, 'a.term[data-card="logistic-sigmoid"]'));
    await cardOn(page).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/glossary/#def-logistic-sigmoid');
  });
});

describe('on a phone of 360 pixels', () => {
  const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

  it('the first tap opens the card, and the second follows the link', async () => {
    const { page } = await book.open('vanishing-gradients/', phone);
    const link = await linkOn(page, 'a.term[data-card="logistic-sigmoid"]');
    await link.tap();
    await cardOn(page).waitFor();
    expect(new URL(page.url()).pathname).toContain('vanishing-gradients');
    await link.tap();
    await page.waitForURL('**/glossary/#def-logistic-sigmoid');
  });

  it('a tap elsewhere closes it, and a tap inside does not', async () => {
    const { page } = await book.open('vanishing-gradients/', phone);
    await (await linkOn(page, 'a.term[data-card="logistic-sigmoid"]')).tap();
    await cardOn(page).tap({ position: { x: 40, y: 12 } });
    await page.waitForTimeout(600);
    expect(await cardOn(page).count()).toBe(1);
    await page.touchscreen.tap(180, 200);
    await cardOn(page).waitFor({ state: 'detached' });
  });

  it('a tap follows the link where there is no card to show', async () => {
    const { page } = await book.open('notation/', phone);
    await page.route('**/vanishing-gradients/', (route) =>
      route.request().resourceType() === 'fetch' ? route.abort() : route.continue(),
    );
    await (await linkOn(page, 'a[href$="/vanishing-gradients/#accuracies"]')).tap();
    await page.waitForURL('**/vanishing-gradients/#accuracies');
  });

  const visit = shareVisits(phone);
  it.each(references)('the card of %s lies inside the window', async (_, path, selector) => {
    const { page } = await visit(path);
    await (await linkOn(page, selector)).tap();
    await cardOn(page).waitFor();
    const box = await cardOn(page).boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(360);
    expect(box?.y).toBeGreaterThanOrEqual(0);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(740);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await page.keyboard.press('Escape');
    await cardOn(page).waitFor({ state: 'detached' });
  });
});

describe('in the dark theme', () => {
  const visit = shareVisits({ colorScheme: 'dark' });
  it.each(references.filter(([kind]) => /equation|example|work/.test(kind)))(
    'an open card of %s has nothing in its way either',
    async (_, path, selector) => {
      const { page } = await visit(path);
      await (await linkOn(page, selector)).hover();
      await cardOn(page).waitFor();
      expect(await faultsOf(page)).toEqual([]);
      await leave(page);
    },
  );
});

it('without JavaScript, references are plain links', async () => {
  const { page } = await book.open('vanishing-gradients/', { javaScriptEnabled: false });
  const link = page.locator('a.term[data-card="logistic-sigmoid"]');
  await link.hover();
  expect(await cardOn(page).count()).toBe(0);
  expect(await page.locator('main').innerText()).not.toContain('which maps all numbers into the interval from 0 to 1.');
  await link.click();
  expect(page.url()).toMatch(/\/glossary\/#def-logistic-sigmoid$/);
  expect(await page.locator('#def-logistic-sigmoid').innerText()).toBe('logistic sigmoid');
});
