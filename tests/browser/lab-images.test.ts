import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { useBook } from './book.ts';
import { useFolder } from './lab-folder.ts';
import { give, lab, openLab, pictures } from './lab-page.ts';
import { shapeNames } from '../setup/made-images.ts';

const book = useBook();
const inFolder = useFolder();

/** Of the middle of the first picture of each class, as the page shows it: red, green and blue. */
const shownColours = (page: Page): Promise<readonly number[][]> =>
  lab(page)
    .locator('[data-lab="classes"] .pictures')
    .evaluateAll((classes) =>
      classes.map((pictures) => {
        const bytes = Uint8Array.from(atob(pictures.querySelector('img')?.src.split(',')[1] ?? ''), (byte) => byte.charCodeAt(0));
        // A bitmap of 16 by 16 pixels, three bytes each, blue first.
        const at = 54 + (8 * 16 + 8) * 3;
        return [...bytes.subarray(at, at + 3)].reverse();
      }),
    );

/** Drops a path of this machine onto the place for images, as a hand would. */
async function drop(page: Page, path: string): Promise<void> {
  const box = await lab(page).getByRole('group', { name: 'Images', exact: true }).boundingBox();
  if (box === null) throw new Error('The place for images is not shown.');
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  const [x, y] = [box.x + box.width / 2, box.y + 20];
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x, y, data });
}

describe('images in the transfer lab', () => {
  it('are decoded from JPEG, WebP, GIF and PNG, and turned as their cameras noted', async () => {
    const { page, complaints } = await openLab(book);
    const plain = (colour: string) => sharp({ create: { width: 40, height: 30, channels: 3, background: colour } });
    // Lies on its side: its left half is what stands above, and the camera noted so.
    const half = await sharp({ create: { width: 20, height: 30, channels: 3, background: '#ffffff' } })
      .png()
      .toBuffer();
    const turned = await plain('#000000')
      .composite([{ input: half, left: 0, top: 0 }])
      .jpeg({ quality: 95 })
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const kinds = {
      'a jpeg': await plain('#c81e28').jpeg({ quality: 95 }).toBuffer(),
      'b webp': await plain('#1eb428').webp({ quality: 95 }).toBuffer(),
      'c webp': await plain('#1e28c8').webp({ lossless: true }).toBuffer(),
      'd gif': await plain('#dcdc14').gif().toBuffer(),
      'e png': await plain('#787878').png().toBuffer(),
    };
    const files = Object.fromEntries(
      Object.entries(kinds).flatMap(([kind, bytes]) =>
        Array.from({ length: 5 }, (_, i) => [`kinds/${kind}/${i}.bin`, new Uint8Array(bytes)] as const),
      ),
    );
    const ofTurned = Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`kinds/f turned/${i}.jpg`, new Uint8Array(turned)]));
    await give(page, 'folder', join(inFolder('decoded', { ...files, ...ofTurned }), 'kinds'));
    await lab(page).locator('[data-lab="classes"]').waitFor();
    expect(await lab(page).locator('[data-lab="left-out"]').count()).toBe(0);
    const wanted = [
      [200, 30, 40],
      [30, 180, 40],
      [30, 40, 200],
      [220, 220, 20],
      [120, 120, 120],
    ];
    const shown = await shownColours(page);
    wanted.forEach((colour, kind) =>
      colour.forEach((value, channel) => expect(Math.abs((shown[kind]?.[channel] ?? -99) - value)).toBeLessThanOrEqual(4)),
    );
    const rows = await lab(page)
      .locator('[data-lab="classes"] .pictures')
      .last()
      .locator('img')
      .first()
      .evaluate((image: HTMLImageElement) => {
        const bytes = Uint8Array.from(atob(image.src.split(',')[1] ?? ''), (byte) => byte.charCodeAt(0));
        return [54 + (13 * 16 + 8) * 3, 54 + (2 * 16 + 8) * 3].map((at) => bytes[at] ?? -1);
      });
    // Rows of a bitmap run from the bottom up: the light half stands above.
    expect(rows[0]).toBeGreaterThan(240);
    expect(rows[1]).toBeLessThan(15);
    expect(complaints).toEqual([]);
  });

  it('are taken from a folder that is dropped', async () => {
    const { page } = await openLab(book);
    await drop(page, join(inFolder('dropped', pictures), 'shapes'));
    await lab(page).locator('[data-lab="classes"]').waitFor();
    expect(await lab(page).locator('[data-lab="classes"] > div').allInnerTexts()).toEqual(
      shapeNames.map((name) => `${name}, 12 images`),
    );
  });
});
