import { afterAll, beforeAll, expect, it } from 'vitest';
import { serveDist, type Served } from '../../src/lib/tools/serve.ts';
import { useBook } from './book.ts';

/** As `tests/run.ts` builds it. */
const dir = '.cache/dist-sub-path';
const base = '/deep/book/';

const site: { served?: Served } = {};
beforeAll(async () => {
  site.served = await serveDist({ dir, base, port: 0 });
});
afterAll(() => site.served?.close());

const book = useBook({ url: 'http://127.0.0.1/' });

const address = (path: string): string => new URL(path, site.served?.url).href;

it('under a path of its host, the home page leads to chapters whose examples run', async () => {
  const { page, requests, complaints, example } = await book.open(address(''));
  await page.locator('main a[href*="vanishing-gradients/"]').first().click();
  await page.waitForURL(address('vanishing-gradients/*'));

  const run = await example('learning-speeds').ready();
  await (await run.field('Epochs')).fill('10');
  await page.keyboard.press('Tab');
  await run.press('run');
  await run.waitFor('done', 60);
  expect(await run.link()).toContain(`${base}vanishing-gradients/?e=learning-speeds&epochs=10`);

  const outside = requests.filter((url) => !url.startsWith(address('')) && !url.startsWith('data:') && !url.startsWith('blob:'));
  expect(outside).toEqual([]);
  expect(complaints).toEqual([]);
});

it('under a path of its host, a saved chapter opens without a network, and its worker keeps to the path', async () => {
  const served = await serveDist({ dir, base, port: 0 });
  const url = new URL('vanishing-gradients/', served.url).href;
  const { page } = await book.open(url);
  await page.locator('details.offline-pack summary').click();
  await page.getByRole('button', { name: 'Save this chapter' }).click();
  await page.locator('[data-pack="ready"]').waitFor({ timeout: 60_000 });
  const scopes = await page.evaluate(async () =>
    (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => new URL(scope).pathname),
  );
  expect(scopes).toEqual([base]);
  await served.close();
  await page.reload();
  await page.locator('[data-pack="ready"]').waitFor({ state: 'attached' });
});
