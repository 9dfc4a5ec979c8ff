import { PNG } from 'pngjs';
import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import { violationsOn } from '../pages/looks.ts';
import { useBook } from './book.ts';

const book = useBook();

/** A picture of two colours, wider than high. */
function picture(width: number, height: number): Buffer {
  const image = new PNG({ width, height });
  for (let i = 0; i < width * height; i += 1) {
    const isLeft = i % width < width / 2;
    image.data.set(isLeft ? [200, 60, 40, 255] : [40, 90, 200, 255], 4 * i);
  }
  return PNG.sync.write(image);
}

const png = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/png', buffer });

const shown = (section: Locator): Promise<string> =>
  section
    .locator('svg[aria-labelledby^="grad-cam-own"]')
    .evaluateAll((svgs) => svgs.find((svg) => svg.checkVisibility())?.textContent ?? '');

it("the source model looks at a reader's image, tells how sure it is, and draws the evidence for the class that is asked for", async () => {
  const { page, requests, complaints, example } = await book.open('transfer-learning/');
  const { section } = await example('grad-cam').ready();
  // The script, that is: its styles come with those of the page.
  expect(requests.filter((url) => /(OwnImage|lab\.worker)[^/]*\.js$/.test(url))).toEqual([]);
  await section.getByText('An image of your own').click();
  const input = section.locator('input[data-own-image]');
  const status = section.locator('[data-own-status]');

  await input.setInputFiles(png('notes.png', Buffer.from('no image at all')));
  await expect
    .poll(() => status.innerText())
    .toBe('"notes.png" cannot be looked at: it is no PNG, JPEG, WebP, GIF or BMP image. Choose another file.');

  const before = requests.length;
  await input.setInputFiles(png('flag.png', picture(90, 60)));
  await expect.poll(() => status.getAttribute('data-own-status'), { timeout: 60_000 }).toBe('done');
  const told = await status.innerText();
  const shares = [...told.matchAll(/(\w+) ([\d.]+) %/g)].map(([, name, share]) => ({ name, share: Number(share) }));
  expect(shares.map(({ name }) => name).toSorted()).toEqual(['aeroplane', 'bird', 'cat', 'dog', 'horse', 'ship']);
  expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(100, 0);
  expect(shares.map(({ share }) => share)).toEqual(shares.map(({ share }) => share).toSorted((a, b) => b - a));
  await expect.poll(() => shown(section)).toContain(`Your image, which the net takes for a`);
  expect(await shown(section)).toContain('maps of the evidence for a ship');

  // The image went nowhere: what was asked for is the worker, its engine and the weights.
  expect(requests.slice(before).filter((url) => !/\/(_astro|weights)\//.test(new URL(url).pathname))).toEqual([]);
  expect(page.url()).not.toContain('flag');

  await section.locator('summary', { hasText: 'Parameters' }).click();
  await section.getByLabel('Evidence for', { exact: true }).selectOption('bird');
  await expect.poll(() => shown(section)).toContain('maps of the evidence for a bird');
  expect(await violationsOn(page, ['structure', 'colours'])).toEqual([]);
  expect(complaints).toEqual([]);
});
