import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { serveDist, type Served } from '../../src/lib/tools/serve.ts';
import { useBook } from '../browser/book.ts';

const book = useBook();
const address = (path: string): string => new URL(path, inject('bookUrl')).href;

describe('a page that has moved', () => {
  it('leads to its new address and takes the id along', async () => {
    const { page, complaints } = await book.open('bibliography/#he16');
    await page.waitForURL(address('references/#he16'));
    expect(await page.locator('#he16').isVisible()).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('leads there without JavaScript too', async () => {
    const { page } = await book.open('bibliography/', { javaScriptEnabled: false });
    await page.waitForURL(address('references/'));
    expect(await page.locator('h1').innerText()).toBe('References');
  });

  it('leaves no step in the history', async () => {
    const { page } = await book.open('how-it-runs/');
    await page.goto(address('bibliography/'));
    await page.waitForURL(address('references/'));
    await page.goBack();
    await page.waitForURL(address('how-it-runs/'));
  });
});

describe('an id that has moved', () => {
  const old = 'how-it-is-built/#decision-7';
  const now = 'how-it-is-built/#the-miniature-is-narrow';

  it('leads to where the thing is now', async () => {
    const { page } = await book.open(old);
    await page.waitForURL(address(now));
    expect(await page.locator('#the-miniature-is-narrow').isVisible()).toBe(true);
  });

  it('does so also for a reader who is on the page already', async () => {
    const { page } = await book.open('how-it-is-built/');
    await page.evaluate(() => {
      location.hash = '#decision-7';
    });
    await page.waitForURL(address(now));
  });

  it('says so without JavaScript, to those who come by an old link and to nobody else', async () => {
    const { page } = await book.open(old, { javaScriptEnabled: false });
    const notes = page.locator('[data-moved]:visible');
    expect(await notes.count()).toBe(1);
    expect(await notes.locator('a').getAttribute('href')).toBe(`/${now}`);
    const { page: other } = await book.open('how-it-is-built/', { javaScriptEnabled: false });
    expect(await other.locator('[data-moved]:visible').count()).toBe(0);
  });
});

describe('under a path of its host', () => {
  const site: { served?: Served } = {};
  beforeAll(async () => {
    // As `tests/run.ts` builds it.
    site.served = await serveDist({ dir: '.cache/dist-sub-path', base: '/deep/book/', port: 0 });
  });
  afterAll(() => site.served?.close());

  it.each([
    ['bibliography/#he16', 'references/#he16'],
    ['how-it-is-built/#decision-7', 'how-it-is-built/#the-miniature-is-narrow'],
  ])('%s leads to %s', async (from, to) => {
    const at = (path: string): string => new URL(path, site.served?.url).href;
    const { page } = await book.open(at(from));
    await page.waitForURL(at(to));
  });
});
