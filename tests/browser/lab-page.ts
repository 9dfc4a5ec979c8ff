import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import type { Locator, Page } from 'playwright-core';
import { shapeImage, shapeNames } from '../setup/made-images.ts';
import type { Book, OpenPage } from './book.ts';

export const SECONDS = 90;

export const pictures: Readonly<Record<string, Uint8Array>> = Object.fromEntries(
  shapeNames.flatMap((shape) =>
    Array.from({ length: 12 }, (_, i) => [`shapes/${shape}/${i}.png`, new Uint8Array(shapeImage(shape, i))]),
  ),
);

export const zipped = (files: Readonly<Record<string, Uint8Array>>): { name: string; mimeType: string; buffer: Buffer } => ({
  name: 'images.zip',
  mimeType: 'application/zip',
  buffer: Buffer.from(zipSync(files)),
});

export const lab = (page: Page): Locator => page.locator('section.lab');
export const give = (page: Page, what: 'folder' | 'zip', files: Parameters<Locator['setInputFiles']>[0]): Promise<void> =>
  lab(page).locator(`input[data-lab="${what}"]:enabled`).setInputFiles(files);
export const waitFor = (page: Page, status: string): Promise<void> =>
  page.locator(`section.lab[data-lab-status="${status}"]`).waitFor({ timeout: SECONDS * 1000 });
export const cellsOf = (page: Page, table: string): Promise<string[][]> =>
  lab(page)
    .locator(`table[data-lab="${table}"] tbody tr`)
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent.trim())));

/** Trains with few steps: each way is there to be seen, not to be good. */
export async function train(page: Page, without: readonly string[], steps: number): Promise<void> {
  for (const label of without) await lab(page).getByLabel(label, { exact: true }).uncheck();
  await lab(page).locator('[data-lab="steps"]').fill(String(steps));
  await lab(page).getByRole('button', { name: 'Train' }).click();
  await waitFor(page, 'done');
}

export async function save(page: Page, what: string): Promise<Uint8Array> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    lab(page).locator(`button[data-lab="${what}"]`).first().click(),
  ]);
  return new Uint8Array(readFileSync(await download.path()));
}

/** Opens the lab, ready for images. */
export async function openLab(book: Book): Promise<OpenPage> {
  const opened = await book.open('transfer-lab/');
  await lab(opened.page).locator('input[data-lab="zip"]:enabled').waitFor();
  return opened;
}
