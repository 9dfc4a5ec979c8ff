import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { normWorks } from '../../src/lib/models/norm-works.ts';
import { works } from '../../src/lib/models/works.ts';
import { useBook } from './book.ts';

const book = useBook();

/** Longer than the works take on each number of threads, four seconds at most each. */
const SECONDS = 60;

const bench = (page: Page): Locator => page.locator('section.device');

const waitFor = (page: Page, status: string): Promise<void> =>
  page.locator(`section.device[data-status="${status}"]`).waitFor({ timeout: SECONDS * 1000 });

/** Text of each cell of the reader's own table. */
const rowsOf = (page: Page): Promise<string[][]> =>
  bench(page)
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent.trim())));

const press = async (page: Page, name: string): Promise<void> => {
  await bench(page).scrollIntoViewIfNeeded();
  await bench(page).getByRole('button', { name }).click();
};

describe('the page on how the examples run', () => {
  it('measures the device of the reader, and says which engines it does not use', async () => {
    const { page, complaints } = await book.open('how-it-runs/');
    await press(page, 'Measure');
    await waitFor(page, 'done');

    const rows = await rowsOf(page);
    const single = rows.filter(([, engine]) => engine === 'WebAssembly (processor)');
    expect(single.map(([net]) => net)).toEqual(Object.values(works).map(({ title }) => title));
    for (const [, , milliseconds] of rows) expect(Number(milliseconds)).toBeGreaterThan(0);
    const unusable = await bench(page).locator('li').allInnerTexts();
    expect(unusable).toEqual([
      'WebGPU (graphics card) is not used: its GPU is emulated in software.',
      'WebGL (graphics card) is not used: its GPU is emulated in software.',
    ]);
    expect(complaints).toEqual([]);
  });

  it('stops when asked, and keeps what it measured so far', async () => {
    const { page } = await book.open('how-it-runs/');
    await press(page, 'Measure');
    await bench(page).locator('tbody tr').first().waitFor();
    await press(page, 'Stop');
    await waitFor(page, 'idle');
    expect((await rowsOf(page)).length).toBeGreaterThan(0);
    await press(page, 'Measure');
    await waitFor(page, 'measuring');
  });

  it('says so where the measurement cannot run', async () => {
    const { page } = await book.open('how-it-runs/');
    await page.route('**/measure.worker*', (route) => route.abort());
    await press(page, 'Measure');
    await waitFor(page, 'failed');
    expect(await bench(page).getByRole('alert').innerText()).toMatch(/The measurement could not run.*Reload the page/);
  });

  it('runs all examples on the engine that the reader chooses, now and later', async () => {
    const { page, example } = await book.open('how-it-runs/');
    await page.getByLabel('WebGL (graphics card)', { exact: true }).check();
    const url = new URL('../vanishing-gradients/?e=learning-speeds&epochs=1&width=5#ex-learning-speeds', page.url());
    await page.goto(url.href);
    const run = await example('learning-speeds').ready();
    await run.press('run');
    // A card in software takes minutes for the rest.
    await run.waitFor('running', SECONDS);
    expect(await run.section.getAttribute('data-backend')).toBe('webgl');
    await run.press('stop');

    await page.goto(new URL('../how-it-runs/', page.url()).href);
    await expect.poll(() => page.getByLabel('WebGL (graphics card)', { exact: true }).isChecked()).toBe(true);
  });
});

describe('the chapter on normalisation', () => {
  it('times normalisations on the device of the reader, each against layer normalisation', async () => {
    const { page, complaints } = await book.open('normalization/');
    await press(page, 'Measure');
    await waitFor(page, 'done');

    const single = (await rowsOf(page)).filter(([, engine]) => engine === 'WebAssembly (processor)');
    expect(single.map(([net]) => net)).toEqual(Object.values(normWorks).map(({ title }) => title));
    for (const [net, , milliseconds, ratio] of single) {
      expect(Number(milliseconds)).toBeGreaterThan(0);
      // A median with the middle half of the turns about it; layer normalisation is what all are held against.
      const [median = 0, low = 0, high = 0] = (ratio?.match(/[\d.]+/g) ?? []).map(Number);
      if (net?.endsWith('layer')) expect(ratio).toBe('1');
      else expect([low <= median, median <= high, low > 0], `${net}: ${ratio}`).toEqual([true, true, true]);
    }
    // The engine is chosen for the whole book, on a page of its own.
    expect(await bench(page).locator('fieldset').count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});
