import { expect, it } from 'vitest';
import { useBook } from '../browser/book.ts';

const book = useBook();

it.each([
  ['highway', '/highway-networks/'],
  ['identity mapping', '/residual-learning/'],
  ['1.5 to the power', '/exponentials-in-depth/'],
  ['speed of learning', '/vanishing-gradients/'],
])('a search for "%s" leads to a section of %s first', async (words, chapter) => {
  const { page } = await book.open('');
  await page.getByRole('button', { name: 'Search' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').or(dialog.getByRole('searchbox')).first().fill(words);
  // The list grows and is sorted anew while parts of the index arrive.
  const first = async (): Promise<string> => {
    const href = await dialog.locator('a[href]').first().getAttribute('href');
    return new URL(href ?? '', page.url()).pathname;
  };
  await expect.poll(first).toBe(chapter);

  const section = dialog.locator(`a[href*="${chapter}#"]`).first();
  const href = new URL((await section.getAttribute('href')) ?? '', page.url());
  await section.click();
  await page.waitForURL((url) => url.pathname === chapter && url.hash === href.hash);
  expect(await page.locator(href.hash).isVisible()).toBe(true);
});

it('a search for a term leads to its place in the glossary', async () => {
  const { page } = await book.open('');
  await page.getByRole('button', { name: 'Search' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').or(dialog.getByRole('searchbox')).first().fill('global average pooling');
  await dialog.locator('a[href*="/glossary/#def-global-average-pooling"]').waitFor();
});

it.each([
  ['backpropagation through one layer', '/vanishing-gradients/#eq-backprop'],
  ['gradient residual blocks dimension', '/residual-learning/#eq-scalar'],
])('a search for the equation "%s" leads to it', async (words, place) => {
  const { page } = await book.open('');
  await page.getByRole('button', { name: 'Search' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').or(dialog.getByRole('searchbox')).first().fill(words);
  const link = dialog.locator(`.pagefind-ui__result a[href$="${place}"]`).first();
  expect(await link.textContent()).toMatch(/^Equation \(\d+\.\d+\): \S/);
  await link.click();
  await page.waitForURL((url) => url.pathname + url.hash === place);
  expect(await page.locator(new URL(page.url()).hash).isVisible()).toBe(true);
});
