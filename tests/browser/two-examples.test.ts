import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { useBook, watch } from './book.ts';

const book = useBook();

/** The island of a chapter's first example, as it was built. */
function islandOf(path: string): string {
  const html = readFileSync(join(inject('dist'), path, 'index.html'), 'utf8');
  const island = /<astro-island[^>]*component-url="[^"]*Experiment[\s\S]*?<\/section>[\s\S]*?<\/astro-island>/.exec(html)?.[0];
  if (island === undefined) throw new Error(`${path} has no example.`);
  return island;
}

it('two examples on a page run at once, each with its own figure, state and end', async () => {
  const page = await (await book.newContext()).newPage();
  // No chapter has two examples that train, so the test writes one: the page of one, with the island of the other before it.
  await page.route('**/vanishing-gradients/*', async (route) => {
    const html = readFileSync(join(inject('dist'), 'vanishing-gradients/index.html'), 'utf8');
    const at = html.indexOf('<astro-island');
    await route.fulfill({ contentType: 'text/html', body: html.slice(0, at) + islandOf('residual-learning') + html.slice(at) });
  });
  const { example, complaints } = await watch(page, async () => {
    await page.goto(new URL('vanishing-gradients/?e=learning-speeds&epochs=100', inject('bookUrl')).href);
  });
  const speeds = await example('learning-speeds').ready();
  const degradation = await example('degradation').ready();
  await (await degradation.field('Steps')).fill('10');
  await page.keyboard.press('Tab');

  await speeds.press('run');
  await degradation.press('run');
  await degradation.waitFor('running', 60);
  await degradation.press('stop');
  expect(await degradation.status()).toBe('idle');
  await speeds.waitFor('done', 90);
  expect(await degradation.status()).toBe('idle');

  await degradation.press('run');
  await degradation.waitFor('done', 90);
  expect(await speeds.status()).toBe('done');
  expect(await speeds.csv()).toContain('learning-speeds');
  expect(await degradation.csv()).toContain('degradation');
  expect(complaints).toEqual([]);
}, 240_000);
