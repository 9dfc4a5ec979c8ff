import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { useBook } from '../browser/book.ts';
import { chapters } from '../browser/pages.ts';
import { readThrough } from '../browser/reading-through.ts';

const book = useBook();

/** Bytes of all scripts that a chapter may load before Run, as a host compresses them. */
const most = 90_000;

it.each(chapters)('the chapter %s, read to its end, loads no more scripts than allowed before Run', async (path) => {
  const page = await (await book.newContext()).newPage();
  const scripts = new Map<string, Promise<Buffer>>();
  page.on('response', (response) => {
    if (/javascript/.test(response.headers()['content-type'] ?? '')) scripts.set(response.url(), response.body());
  });
  await page.goto(book.address(path));
  await readThrough(page);
  const sizes = await Promise.all(
    [...scripts].map(async ([url, body]) => ({ name: url.split('/').at(-1), bytes: gzipSync(await body).length })),
  );
  expect(sizes.length).toBeGreaterThan(5);
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  expect(total, JSON.stringify(sizes.sort((a, b) => b.bytes - a.bytes))).toBeLessThanOrEqual(most);
});
