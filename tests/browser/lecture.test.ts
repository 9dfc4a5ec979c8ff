import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useBook, type OpenPage } from './book.ts';
import type { ExampleOnPage } from './ExampleOnPage.ts';

const book = useBook();

const id = 'learning-speeds';
const short = 'epochs=10&width=5';
const long = 'epochs=1000&width=60';

async function hall(query: string, size?: { width: number; height: number }): Promise<OpenPage & { run: ExampleOnPage }> {
  const opened = await book.open(`lecture/${id}/?${query}`, size && { viewport: size });
  return { ...opened, run: await opened.example(id).ready() };
}

const isReady = (page: Page): Promise<void> => page.locator('[data-ready="ready"]').waitFor({ timeout: 60_000 });

const liveLines = (page: Page): Promise<number> => page.locator('svg .live').count();

describe('a lecture view that was opened', () => {
  it('gets engine and data, checks them and trains nothing; then a run needs no network', async () => {
    const { page, requests, run, complaints } = await hall(short);
    await isReady(page);
    expect(requests.some((url) => url.endsWith('.wasm'))).toBe(true);
    expect(requests.some((url) => url.includes('/data/mnist'))).toBe(true);
    expect(await run.status()).toBe('idle');
    expect(await run.section.getAttribute('data-backend')).toBeNull();
    expect(await liveLines(page)).toBe(0);
    expect(await run.claims()).toEqual((await run.claims()).map(() => 'pending'));

    await page.context().setOffline(true);
    const before = requests.length;
    await page.keyboard.press('PageDown');
    await run.waitFor('done', 60);
    expect(requests.slice(before)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('is made ready again when a run was stopped, and for other data when they are chosen', async () => {
    const { page, run } = await hall(long);
    await isReady(page);
    await run.press('run');
    await run.waitFor('running', 60);
    await run.press('stop');
    await run.waitFor('idle');
    await isReady(page);

    const { page: other, example, requests } = await book.open('lecture/degradation/');
    const images = await example('degradation').ready();
    await isReady(other);
    const before = requests.length;
    await (await images.field('Training images')).fill('3000');
    await other.keyboard.press('Tab');
    await expect.poll(() => requests.slice(before).some((url) => url.includes('/data/cifar10')), { timeout: 60_000 }).toBe(true);
    await isReady(other);
  });

  it('runs at once when the key comes before everything is there', async () => {
    const { page, run } = await hall(short);
    await page.keyboard.press('PageDown');
    await run.waitFor('done', 60);
    await isReady(page);
  });

  it('says so where it could not get ready, still has the recording, and tries again', async () => {
    const { page, run } = await (async () => {
      const opened = await book.open('');
      await opened.page.route('**/data/mnist-*', (route) => route.abort('internetdisconnected'));
      await opened.page.goto(new URL(`lecture/${id}/?${short}`, opened.page.url()).href);
      return { ...opened, run: await opened.example(id).ready() };
    })();
    await page.locator('[data-ready="failed"]').waitFor({ timeout: 60_000 });
    expect(await page.locator('[data-ready-error]').innerText()).toMatch(/mnist.*could not be downloaded/s);
    expect(await run.section.locator('svg:visible .recorded').count()).toBeGreaterThan(0);

    await page.unrouteAll();
    await page.locator('[data-action="prepare"]').click();
    await isReady(page);
  });

  it('leaves an example that computes as it is: ready, without a worker', async () => {
    const { page, requests } = await book.open('lecture/linear-product/');
    await isReady(page);
    expect(page.workers()).toEqual([]);
    expect(requests.filter((url) => url.includes('/data/'))).toEqual([]);
  });
});

describe('the keys', () => {
  it('of a clicker run, pause, go on, and go back to before the run', async () => {
    const { page, run } = await hall(long);
    await isReady(page);
    await page.keyboard.press('PageDown');
    await run.waitFor('running', 60);
    await page.keyboard.press('PageDown');
    await run.waitFor('paused');
    await page.keyboard.press('s');
    expect(await run.status()).toBe('paused');
    await page.keyboard.press('ArrowRight');
    await run.waitFor('running');
    await page.keyboard.press('PageUp');
    await run.waitFor('idle');
    expect(await liveLines(page)).toBe(0);
  });

  it('count also where the scripts of the view are still on their way: the last of them', async () => {
    const { page, example, complaints } = await book.open('');
    const held = Promise.withResolvers<void>();
    await page.route('**/_astro/Lecture.*.js', async (route) => {
      await held.promise;
      await route.continue();
    });
    await page.goto(new URL(`lecture/${id}/?${short}`, page.url()).href, { waitUntil: 'domcontentloaded' });
    const theme = await page.locator('html').getAttribute('data-theme');
    for (const key of ['t', 'PageDown', 'PageDown', 'x']) await page.keyboard.press(key);
    held.resolve();
    await (await example(id).ready()).waitFor('done', 60);
    expect(await page.locator('html').getAttribute('data-theme')).toBe(theme);
    expect(complaints).toEqual([]);
  });

  it('work where a slider or a button was left with the focus, without moving or pressing it', async () => {
    const { page, run } = await hall(short);
    await isReady(page);
    const slider = run.section.getByLabel('Width, slider');
    await run.field('Width');
    await slider.focus();
    const before = await slider.inputValue();
    await page.keyboard.press('PageDown');
    await run.waitFor('done', 60);
    expect(await slider.inputValue()).toBe(before);

    await page.locator('[data-action="theme"]').focus();
    const theme = await page.locator('html').getAttribute('data-theme');
    await page.keyboard.press('PageUp');
    await run.waitFor('idle');
    expect(await page.locator('html').getAttribute('data-theme')).toBe(theme);
  });

  it('show the recording alone, and the run again', async () => {
    const { page, run } = await hall(short);
    await page.keyboard.press('Space');
    await run.waitFor('done', 60);
    expect(await liveLines(page)).toBeGreaterThan(0);
    await page.keyboard.press('r');
    expect(await liveLines(page)).toBe(0);
    expect(await run.section.locator('svg:visible .recorded').count()).toBeGreaterThan(0);
    expect(await run.section.locator('svg:visible .label').count()).toBeGreaterThan(0);
    expect(await page.locator('[data-action="recording"]').getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('.');
    expect(await liveLines(page)).toBeGreaterThan(0);
  });

  it('lay open a recording that the lesson had left out', async () => {
    const { page, run } = await hall('hide=recording');
    await run.section.locator('[data-lesson]').waitFor();
    expect(await run.section.locator('svg:visible [data-line]').count()).toBe(0);
    await page.keyboard.press('b');
    expect(await run.section.locator('svg:visible [data-line]').count()).toBeGreaterThan(0);
  });

  it('choose panel, seed and theme, and open the list of keys, which Escape closes', async () => {
    const { page, run } = await hall(short);
    await page.keyboard.press('2');
    expect(await run.section.locator('svg:visible > title').allTextContents()).toEqual([
      'Three hidden layers: norm of dC/db against epoch',
    ]);
    await page.keyboard.press('9');
    expect(await run.section.locator('svg:visible').count()).toBe(1);

    await page.keyboard.press('n');
    await expect.poll(() => run.section.locator('[data-cost]').innerText()).toContain('Seed 1.');
    const theme = await page.locator('html').getAttribute('data-theme');
    await page.keyboard.press('t');
    expect(await page.locator('html').getAttribute('data-theme')).not.toBe(theme);

    await page.keyboard.press('?');
    const dialog = page.getByRole('dialog', { name: 'Keys' });
    await dialog.waitFor();
    await page.keyboard.press('PageDown');
    expect(await run.status()).toBe('idle');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });

  it('can be switched off', async () => {
    const { page, run } = await hall(short);
    await page.keyboard.press('?');
    await page.getByLabel('Keys are on').uncheck();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    for (const key of ['PageDown', 't', '?']) await page.keyboard.press(key);
    expect(await run.status()).toBe('idle');
    expect(await page.locator('dialog[open]').count()).toBe(0);
  });

  it('and the button fill the screen, and give it back', async () => {
    const { page } = await hall(short);
    const isFull = (): Promise<boolean> => page.evaluate(() => document.fullscreenElement !== null);
    await page.keyboard.press('f');
    await expect.poll(isFull).toBe(true);
    await page.locator('[data-action="full-screen"]').click();
    await expect.poll(isFull).toBe(false);
  });
});

describe.each([
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
])('on a screen of $width by $height', (size) => {
  it.each(['degradation', 'learning-speeds', 'linear-product', 'tiny-steps'])(
    'the figure of %s, its controls and its progress fit, in letters no smaller than a forty-second of the height',
    async (example) => {
      const { page, example: on } = await book.open(`lecture/${example}/`, { viewport: size });
      await on(example).ready();
      expect(await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight])).toEqual([
        size.width,
        size.height,
      ]);
      const parts = page.locator('h1, [data-ready], figure svg:visible, figcaption, .buttons button, .tools button');
      for (const part of await parts.all()) {
        const box = await part.boundingBox();
        expect(box, await part.innerText().catch(() => 'svg')).not.toBeNull();
        expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThanOrEqual(size.height);
        expect((box?.x ?? Infinity) + (box?.width ?? 0)).toBeLessThanOrEqual(size.width);
      }
      const letters = await page.locator('figure svg:visible').evaluate((svg) => {
        const text = svg.querySelector('text');
        if (!(svg instanceof SVGSVGElement) || text === null) return 0;
        return Number.parseFloat(getComputedStyle(text).fontSize) * (svg.getScreenCTM()?.a ?? 0);
      });
      expect(letters).toBeGreaterThanOrEqual(size.height / 42);
    },
  );
});

describe('the state of the address', () => {
  it('is the same as in the chapter, and the section is one click away', async () => {
    const { page, run } = await hall('e=learning-speeds&width=20&seed=4&lock=width&theme=light');
    const field = await run.field('Width');
    expect([await field.inputValue(), await field.isDisabled()]).toEqual(['20', true]);
    expect(await run.section.locator('[data-cost]').innerText()).toContain('Seed 4.');
    expect(await page.locator('html').getAttribute('data-theme')).toBe('light');
    await run.section.getByRole('link', { name: 'Vanishing gradients' }).click();
    await page.waitForURL(/\/vanishing-gradients\/#speed-of-learning$/);
  });
});
