import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { useBook } from '../browser/book.ts';
import { chapters, chaptersWithTraining, pages } from '../browser/pages.ts';

const book = useBook();

/** A name that only TensorFlow.js's code holds, however it is bundled. */
const tensorFlowName = 'Conv2DBackpropInput';

it('the name by which TensorFlow.js is known here is in the scripts of its engines', () => {
  const folder = join(inject('dist'), '_astro');
  const scripts = readdirSync(folder).filter((file) => file.endsWith('.js'));
  expect(scripts.some((file) => readFileSync(join(folder, file), 'utf8').includes(tensorFlowName))).toBe(true);
});

const isHeavy = (url: string): boolean => /\.wasm$|\/data\/|worker/i.test(new URL(url).pathname);

describe.each(chapters)('the chapter %s, with JavaScript off,', (path) => {
  it('has its text, its figures, their numbers and its claims', async () => {
    const { page } = await book.open(path, { javaScriptEnabled: false });
    const words = (await page.locator('main').innerText()).split(/\s+/).length;
    expect(words).toBeGreaterThan(1000);

    const sections = await page.locator('section[data-experiment]').all();
    expect(sections.length).toBeGreaterThan(0);
    for (const section of sections) {
      expect(await section.locator('figure svg path').count()).toBeGreaterThan(0);
      expect((await section.locator('figure figcaption').innerText()).length).toBeGreaterThan(20);
      expect(await section.locator('figure table tbody tr').count()).toBeGreaterThan(1);
      const claims = await section.locator('[data-claim]').allInnerTexts();
      expect(claims.length).toBeGreaterThan(0);
      for (const claim of claims) expect(claim).toMatch(/\d/);
    }
  });

  it('can open what is folded', async () => {
    const { page } = await book.open(path, { javaScriptEnabled: false });
    const drawer = page.locator('section[data-experiment] figure details').first();
    await drawer.locator('summary').click();
    expect(await drawer.locator('table').first().isVisible()).toBe(true);
  });
});

it.each(['light', 'dark'] as const)(
  'with JavaScript off, a page has the colours of a %s system as with it',
  async (colorScheme) => {
    const seen = async (javaScriptEnabled: boolean): Promise<readonly string[]> => {
      const { page } = await book.open('how-it-runs/', { javaScriptEnabled, colorScheme });
      return Promise.all(
        ['body', 'main p', '.sidebar a', 'header a'].map((selector) =>
          page
            .locator(selector)
            .first()
            .evaluate((element) => {
              const { color, backgroundColor, colorScheme: scheme } = getComputedStyle(element);
              return [color, backgroundColor, scheme].join(' ');
            }),
        ),
      );
    };
    const off = await seen(false);
    expect(off).toEqual(await seen(true));
    expect(off.join()).toContain(colorScheme);
  },
);

describe.each(chaptersWithTraining)('the chapter %s', (path, id) => {
  it('fetches nothing of the engine, its binaries or the data before Run, and only what this device needs after', async () => {
    const { page, requests, example } = await book.open(path);
    const scripts = new Map<string, Promise<string>>();
    page.on('response', (response) => {
      if (new URL(response.url()).pathname.endsWith('.js'))
        scripts.set(
          response.url(),
          response.text().catch(() => ''),
        );
    });
    await page.reload();
    await (await example(id).ready()).section.hover();
    await page.waitForLoadState('networkidle');
    expect(requests.filter(isHeavy)).toEqual([]);
    expect(scripts.size).toBeGreaterThan(0);
    for (const [url, text] of scripts) expect(await text, url).not.toContain(tensorFlowName);

    await example(id).press('run');
    await expect.poll(() => requests.filter(isHeavy).length, { timeout: 30_000 }).toBeGreaterThan(2);
    await example(id).waitFor('running', 60);
    expect(requests.some((url) => /kernels[^/]*\.wasm$/.test(url))).toBe(true);
    expect(await example(id).section.getAttribute('data-backend')).toBe('wasm');
    // A device without a usable graphics card trains without TensorFlow.js.
    for (const [url, text] of scripts) expect(await text, url).not.toContain(tensorFlowName);
  });

  it('says before the click what a run will cost', async () => {
    const { example } = await book.open(path);
    const { section } = await example(id).ready();
    await expect.poll(() => section.locator('[data-cost]').innerText()).toMatch(/\d (kB|MB).*\d+ (seconds?|minutes?|s|min)/);
  });
});

describe('every page', () => {
  it.each(pages)(
    '%s has nothing to complain of, unfolded and in both themes, and asks no other site for anything',
    async (path) => {
      const { page, complaints, requests } = await book.open(path);
      await page.evaluate(() => {
        for (const drawer of document.querySelectorAll('details')) drawer.open = true;
        scrollTo(0, document.body.scrollHeight);
      });
      const themes = page.locator('starlight-theme-select select').first();
      for (const theme of (await themes.count()) > 0 ? ['light', 'dark'] : []) await themes.selectOption(theme, { force: true });
      await page.waitForLoadState('networkidle');
      // What the policy refuses is complained of too.
      expect(complaints).toEqual([]);
      const origin = new URL(page.url()).origin;
      expect(requests.filter((url) => !url.startsWith(origin) && !url.startsWith('data:'))).toEqual([]);
    },
  );
});
