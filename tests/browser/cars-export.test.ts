import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { violationsOn } from '../pages/looks.ts';
import { useBook } from './book.ts';

const book = useBook();

async function openDrawer(): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> {
  const { page, complaints } = await book.open('transfer-lab/#cars');
  const drawer = page.locator('.cars details');
  await drawer.locator('summary').click();
  await drawer.locator('[data-cars="ops"]').waitFor();
  return { page, complaints };
}

const save = async (page: Page, name: string): Promise<{ readonly file: string; readonly text: string }> => {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('.cars details').getByRole('button', { name }).click(),
  ]);
  return { file: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
};

it('the exercise in full can be taken away as a script and as a notebook, with the options of the reader', async () => {
  const { page, complaints } = await openDrawer();
  const drawer = page.locator('.cars details');
  await drawer.getByLabel('everything, from random weights').check();
  await drawer.getByLabel('the head only').uncheck();
  await drawer.locator('[data-cars="top"]').selectOption('bottlenecks');
  await drawer.locator('[data-cars="magnitude"]').fill('14');
  await drawer.locator('[data-cars="tune"]').check();

  const script = await save(page, 'PyTorch script');
  expect(script.file).toBe('stanford-cars.py');
  for (const text of ['"arms": ["top", "all", "scratch"]', '"top": "bottlenecks"', '"magnitude": 14', '"tune": True'])
    expect(script.text).toContain(text);
  expect(script.text).toMatch(/From "Deep, and Trainable", http\S+\/transfer-learning\/#exercise-cars\n/);

  const notebook = await save(page, 'Notebook');
  expect(notebook.file).toBe('stanford-cars.ipynb');
  expect(JSON.parse(notebook.text)).toMatchObject({ nbformat: 4, nbformat_minor: 5 });
  expect(complaints).toEqual([]);
});

it('says which option is out of its range, and then writes nothing', async () => {
  const { page } = await openDrawer();
  const drawer = page.locator('.cars details');
  await drawer.locator('[data-cars="imageSize"]').fill('16');
  await drawer.locator('[data-cars="epochs"]').fill('');
  expect(await drawer.locator('.faults').innerText()).toBe(
    'Pixels a side has to be a whole number from 32 to 512, and is 16.\n\nEpochs has to be a whole number from 1 to 1000, and is no number.',
  );
  expect(await drawer.getByRole('button', { name: 'Notebook' }).isDisabled()).toBe(true);
});

it('has a form that fits and can be read, narrow and wide, light and dark', async () => {
  const { page } = await openDrawer();
  for (const [width, colorScheme] of [
    [360, 'light'],
    [1440, 'dark'],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe(colorScheme);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(await violationsOn(page, ['structure', 'colours'])).toEqual([]);
  }
});
