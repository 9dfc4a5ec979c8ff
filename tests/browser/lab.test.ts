import { join } from 'node:path';
import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readSafetensors } from '../../src/lib/datasets/weights/safetensors.ts';
import { violationsOn } from '../pages/looks.ts';
import { useBook } from './book.ts';
import { useFolder } from './lab-folder.ts';
import { cellsOf, give, lab, openLab, pictures, save, SECONDS, train, waitFor, zipped } from './lab-page.ts';
import { shapeImage, shapeNames } from '../setup/made-images.ts';

const book = useBook();
const inFolder = useFolder();
const open = () => openLab(book);

describe('the transfer lab', () => {
  it('trains on a folder of the reader, reports so that all can read it, and sends nothing anywhere', async () => {
    const { page, requests, complaints } = await open();
    await give(page, 'folder', join(inFolder('given', { ...pictures, 'shapes/bar/notes.txt': strToU8('no image') }), 'shapes'));
    await lab(page).locator('[data-lab="classes"]').waitFor();
    expect(await lab(page).locator('[data-lab="classes"] strong').allInnerTexts()).toEqual(shapeNames);
    expect(await lab(page).locator('[data-lab="left-out"]').innerText()).toContain(
      '1 of 37 files are left out:\n\nshapes/bar/notes.txt: it is no PNG, JPEG, WebP, GIF or BMP image.',
    );

    await train(page, ['from scratch', 'last two stages fine-tuned'], 40);
    const rows = await cellsOf(page, 'accuracies');
    expect(rows.map(([strategy]) => strategy)).toEqual(['features frozen', 'all fine-tuned']);
    // Three of twelve images of each class are for validation.
    for (const [, right, accuracy, interval] of rows) {
      expect(Number(accuracy)).toBeCloseTo((100 * Number(right)) / 9, 1);
      expect(interval).toMatch(/^[\d.]+ to [\d.]+$/);
    }
    for (const summary of await lab(page).locator('summary').all()) await summary.click();
    const confusion = await cellsOf(page, 'confusion');
    expect(confusion.length).toBe(6);
    for (const [, ...counts] of confusion) expect(counts.map(Number).reduce((sum, count) => sum + count)).toBe(3);
    expect(await lab(page).locator('[data-lab-evidence] svg').count()).toBeGreaterThanOrEqual(2);

    const model = readSafetensors(await save(page, 'model'));
    expect(model.metadata['classes']).toBe('["bar","cross","disc"]');
    expect(new TextDecoder().decode(await save(page, 'report'))).toContain('| features frozen |');
    const data = JSON.parse(new TextDecoder().decode(await save(page, 'data'))) as {
      validation: string[];
      strategies: unknown[];
    };
    expect([data.validation.length, data.strategies.length]).toEqual([9, 2]);

    for (const [width, colorScheme] of [
      [360, 'light'],
      [1440, 'light'],
      [1440, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe(colorScheme);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      expect(await violationsOn(page, ['structure', 'colours'])).toEqual([]);
    }

    const origin = new URL(page.url()).origin;
    expect(requests.filter((url) => !url.startsWith(origin) && !url.startsWith('data:') && !url.startsWith('blob:'))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('reads a ZIP file as the folder that it was', async () => {
    const { page } = await open();
    await give(page, 'zip', zipped(pictures));
    await lab(page).locator('[data-lab="classes"]').waitFor();
    expect(await lab(page).locator('[data-lab="classes"] > div').allInnerTexts()).toEqual(
      shapeNames.map((name) => `${name}, 12 images`),
    );
    expect(await lab(page).locator('[data-lab="left-out"]').count()).toBe(0);
  });

  it('takes images of the book, and stops when asked', async () => {
    const { page } = await open();
    await lab(page).getByRole('button', { name: 'Use these' }).click();
    await lab(page)
      .locator('[data-lab="classes"]')
      .waitFor({ timeout: SECONDS * 1000 });
    expect(await lab(page).locator('[data-lab="classes"] strong').allInnerTexts()).toEqual(['car', 'deer', 'frog', 'lorry']);
    await lab(page).locator('[data-lab="steps"]').fill('2000');
    await lab(page).getByRole('button', { name: 'Train' }).click();
    await waitFor(page, 'training');
    await lab(page).getByRole('button', { name: 'Stop' }).click();
    await waitFor(page, 'idle');
    expect(await lab(page).getByRole('alert').count()).toBe(0);
  });

  it('says what is wrong with what it is given, and goes on with the next', async () => {
    const { page, complaints } = await open();
    const refusal = async (zip: Parameters<typeof give>[2]): Promise<string> => {
      await give(page, 'zip', zip);
      await waitFor(page, 'failed');
      return lab(page).getByRole('alert').innerText();
    };
    const corrupt = { ...zipped(pictures), buffer: Buffer.from('PK, and nothing behind it') };
    expect(await refusal(corrupt)).toContain('it has no directory at its end');
    expect(await refusal(zipped({ ...pictures, '../up.png': strToU8('x') }))).toBe(
      'The path "../up.png" leads out of its folder, or nowhere. Nothing was read.',
    );
    const one = Object.fromEntries(Object.entries(pictures).filter(([path]) => path.includes('/bar/')));
    expect(await refusal(zipped(one))).toContain('there is one class only');
    const three = Object.fromEntries(Object.entries(pictures).filter(([path]) => path.endsWith('/1.png')));
    expect(await refusal(zipped(three))).toContain('The class "bar" has 1 image that can be read; each needs 5 at least');

    // A hundred million pixels, of which the header alone is there, and an image that breaks off.
    const huge = shapeImage('bar', 1);
    huge.writeUInt32BE(10_000, 16);
    huge.writeUInt32BE(10_000, 20);
    await give(
      page,
      'zip',
      zipped({ ...pictures, 'shapes/bar/huge.png': huge, 'shapes/disc/part.png': shapeImage('disc', 1).subarray(0, 60) }),
    );
    await lab(page).locator('[data-lab="classes"]').waitFor();
    const leftOut = await lab(page).locator('[data-lab="left-out"]').innerText();
    expect(leftOut).toContain('shapes/bar/huge.png: it has 10,000 by 10,000 pixels, 100 million; 25 million are the most.');
    expect(leftOut).toContain('shapes/disc/part.png: it begins as an image, but this browser cannot decode it');
    expect(await lab(page).getByRole('alert').count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});
