import { expect, it } from 'vitest';
import { useBook } from './book.ts';

const book = useBook();

it.each([
  ['highway', '/residual-learning/'],
  ['identity mapping', '/residual-learning/'],
  ['1.5 to the power', '/exponentials-in-depth/'],
  ['speed of learning', '/vanishing-gradients/'],
])('a search for "%s" leads to a section of %s first', async (words, chapter) => {
  const { page } = await book.open('');
  await page.getByRole('button', { name: 'Search' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').or(dialog.getByRole('searchbox')).first().fill(words);
  const first = dialog.locator('a[href]').first();
  await first.waitFor();
  // Results come one by one, and not in their order; each then takes its place.
  await expect.poll(async () => new URL((await first.getAttribute('href')) ?? '', page.url()).pathname).toBe(chapter);

  const section = dialog.locator(`a[href*="${chapter}#"]`).first();
  const href = new URL((await section.getAttribute('href')) ?? '', page.url());
  await section.click();
  await page.waitForURL((url) => url.pathname === chapter && url.hash === href.hash);
  expect(await page.locator(href.hash).isVisible()).toBe(true);
});
