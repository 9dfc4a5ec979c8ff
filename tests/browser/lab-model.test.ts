import '@tensorflow/tfjs-backend-cpu';
import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import type { Page, Route } from 'playwright-core';
import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { filesOf, seeded, smallModel, type ModelFiles } from '../setup/layers-models.ts';
import { violationsOn } from '../pages/looks.ts';
import { useBook, type OpenPage } from './book.ts';
import { cellsOf, lab, openLab, save, SECONDS, train, waitFor } from './lab-page.ts';

const book = useBook();
const open = (): Promise<OpenPage> => openLab(book);

let model: ModelFiles;
beforeAll(async () => {
  model = await filesOf(smallModel({ side: 32 }));
});

/** Few weights and large maps: too large for a step of all of it, and for its frozen map to be stored of many images. */
function largeModel(): LayersModel {
  const model = sequential({ name: 'large' });
  const conv = (filters: number, kernelSize: number, strides: number, name: string): layers.Layer =>
    layers.conv2d({
      filters,
      kernelSize,
      strides,
      padding: 'same',
      name,
      ...(model.layers.length === 0 && { inputShape: [256, 256, 3] }),
    });
  model.add(conv(64, 3, 1, 'conv_1'));
  model.add(conv(64, 1, 1, 'pointwise_1'));
  model.add(layers.maxPooling2d({ poolSize: 2, name: 'pool_1' }));
  model.add(conv(4, 3, 2, 'conv_2'));
  model.add(conv(4, 3, 2, 'conv_3'));
  model.add(layers.globalAveragePooling2d({ name: 'pool' }));
  return seeded(model);
}

interface Upload {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}
const upload = (name: string, content: string | ArrayBuffer): Upload => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: typeof content === 'string' ? Buffer.from(content) : Buffer.from(content),
});
const uploads = (): Upload[] => [upload('model.json', JSON.stringify(model.json)), upload('group1-shard1of1.bin', model.weights)];

async function giveModel(page: Page, files: Upload[]): Promise<void> {
  const details = lab(page).locator('details', { hasText: 'Start from another model' });
  if ((await details.getAttribute('open')) === null) await details.locator('summary').click();
  await lab(page).locator('input[data-lab="model-files"]:enabled').setInputFiles(files);
}

async function typeAddress(page: Page, address: string): Promise<void> {
  const details = lab(page).locator('details', { hasText: 'Start from another model' });
  if ((await details.getAttribute('open')) === null) await details.locator('summary').click();
  await lab(page).locator('input[data-lab="model-address"]:enabled').fill(address);
  await lab(page).getByRole('button', { name: 'Fetch' }).click();
}

const said = (page: Page): Promise<string> => lab(page).locator('[data-lab="model"]').innerText();

/** Serves the model at any address of a folder. */
const answer = async (route: Route): Promise<void> => {
  const headers = { 'access-control-allow-origin': '*' };
  const isJson = route.request().url().endsWith('.json');
  await route.fulfill({ headers, body: isJson ? JSON.stringify(model.json) : Buffer.from(model.weights) });
};

describe('a model of the reader in the transfer lab', () => {
  it('is trained on images of the book, reported on, downloaded, and given again', async () => {
    const { page, requests, complaints } = await open();
    const isOfModels = (url: string): boolean => /tfjs-backend-wasm|labModel|labGiven/.test(url);
    // Images first: they are read again for a model that takes others.
    await lab(page).getByRole('button', { name: 'Use these' }).click();
    await lab(page)
      .locator('[data-lab="classes"]')
      .waitFor({ timeout: SECONDS * 1000 });
    expect(requests.filter(isOfModels)).toEqual([]);
    await giveModel(page, uploads());
    await expect.poll(() => said(page), { timeout: SECONDS * 1000 }).toContain('for images of 32 by 32 pixels');
    await waitFor(page, 'idle');
    expect(await lab(page).innerText()).toContain('The file does not say what its pixels were; whoever trained it knows.');
    expect(requests.filter(isOfModels).length).toBeGreaterThanOrEqual(2);
    expect(await lab(page).locator('[data-lab="classes"] > div').count()).toBe(4);

    await train(page, ['from scratch'], 15);
    const rows = await cellsOf(page, 'accuracies');
    expect(rows.map(([strategy]) => strategy)).toEqual(['features frozen', 'last two stages fine-tuned', 'all fine-tuned']);
    for (const [, right, accuracy] of rows) expect(Number(accuracy)).toBeCloseTo((100 * Number(right)) / 24, 1);
    for (const summary of await lab(page).locator('summary', { hasText: 'confusions' }).all()) await summary.click();
    expect(await lab(page).locator('[data-lab-evidence] svg').count()).toBeGreaterThanOrEqual(2);
    expect(new TextDecoder().decode(await save(page, 'report'))).toContain(
      'Source model: model.json, given as files, a layers model with ',
    );
    const data = JSON.parse(new TextDecoder().decode(await save(page, 'data'))) as { source: { side: number; pixels: string } };
    expect(data.source).toMatchObject({ side: 32, pixels: '-1 to 1', name: 'model.json' });

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

    const zip = lab(page).locator('button[data-lab="model"]').first();
    const [download] = await Promise.all([page.waitForEvent('download'), zip.click()]);
    expect(download.suggestedFilename()).toBe('transfer-lab-frozen.zip');
    const file = await download.path();
    const { readFile } = await import('node:fs/promises');
    const files = unzipSync(new Uint8Array(await readFile(file)));
    expect(Object.keys(files)).toEqual(['model.json', 'weights.bin']);
    await giveModel(page, [{ name: 'transfer-lab-frozen.zip', mimeType: 'application/zip', buffer: await readFile(file) }]);
    await waitFor(page, 'idle');
    expect(await said(page)).toContain('for images of 32 by 32 pixels');
    expect(await lab(page).innerText()).toContain('Its file says that its pixels were -1 to 1.');
    await lab(page).getByRole('button', { name: "Back to the book's model" }).click();
    await waitFor(page, 'idle');
    expect(await said(page)).toContain('the source model of this book');

    const { origin } = new URL(page.url());
    expect(requests.filter((url) => !url.startsWith(origin) && !url.startsWith('data:') && !url.startsWith('blob:'))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('that is large offers its last two stages, as long as what is stored of the images has room', async () => {
    const { page, complaints } = await open();
    const large = await filesOf(largeModel());
    await giveModel(page, [upload('model.json', JSON.stringify(large.json)), upload('group1-shard1of1.bin', large.weights)]);
    await expect.poll(() => said(page), { timeout: SECONDS * 1000 }).toContain('for images of 256 by 256 pixels');
    const text = (): Promise<string> => lab(page).innerText();
    expect(await text()).toContain('“all fine-tuned” is not offered: its maps are too large');
    expect(await text()).not.toContain('“last two stages fine-tuned” is not offered');
    await lab(page).getByRole('button', { name: 'Use these' }).click();
    await waitFor(page, 'idle');
    // Of 76 images to train on and their mirror images, 128 by 128 by 64 numbers each.
    await expect
      .poll(text, { timeout: SECONDS * 1000 })
      .toContain(
        '“last two stages fine-tuned” is not offered: what is stored of 76 images to train on, and of their mirror images, would take ' +
          '637.5 MB; 400 MB are the most, so give it so few images that no more than 47 are left to train on.',
      );
    const ways = lab(page).locator('label.choice');
    expect(await ways.allInnerTexts()).toEqual(['features frozen']);
    expect(complaints).toEqual([]);
  });

  it('that does not fit is refused with the reason, and the page goes on', async () => {
    const { page, complaints } = await open();
    const refusal = async (files: Upload[]): Promise<string> => {
      await giveModel(page, files);
      await waitFor(page, 'failed');
      return lab(page).getByRole('alert').innerText();
    };
    const [description, weights] = uploads();
    if (description === undefined || weights === undefined) throw new Error('The model has two files.');
    expect(await refusal([upload('model.json', 'no JSON')])).toContain('"model.json" is no JSON.');
    expect(await refusal([upload('model.json', JSON.stringify({ ...model.json, format: 'graph-model' }))])).toContain(
      'is a graph model',
    );
    expect(await refusal([description])).toBe(
      'The model has weights in "group1-shard1of1.bin", which is not among the files. Give it together with model.json.',
    );
    expect(await refusal([description, { ...weights, buffer: weights.buffer.subarray(4) }])).toContain(
      'They belong to another model',
    );
    // What is checked is not all that can be wrong: TensorFlow.js has the last word.
    const renamed = JSON.stringify(model.json).replace('"conv_2/kernel"', '"conv_9/kernel"');
    expect(await refusal([upload('model.json', renamed), weights])).toMatch(/^TensorFlow\.js cannot build this model: "/);
    expect(await said(page)).toContain('the source model of this book');

    await giveModel(page, [description, weights]);
    await waitFor(page, 'idle');
    expect(await said(page)).toContain('for images of 32 by 32 pixels');
    expect(await lab(page).getByRole('alert').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('is fetched from an address of this site or of another, and no other page may', async () => {
    const { page, requests, complaints } = await open();
    await page.route('**/given/net/*', answer);
    await typeAddress(page, book.address('given/net/model.json'));
    await waitFor(page, 'idle');
    expect(await said(page)).toContain(book.address('given/net/model.json'));
    const foreign = 'https://models.example/given/net/model.json';
    await typeAddress(page, foreign);
    await expect.poll(() => said(page), { timeout: SECONDS * 1000 }).toContain(foreign);
    await typeAddress(page, 'http://models.example/given/net/model.json');
    await waitFor(page, 'failed');
    expect(await lab(page).getByRole('alert').innerText()).toContain('The address begins with "http:"');
    const sent = requests.filter((url) => url.startsWith('https:'));
    expect(sent).toEqual([foreign, 'https://models.example/given/net/group1-shard1of1.bin']);
    expect(complaints).toEqual([]);

    const chapter = await book.open('transfer-learning/');
    await chapter.page.route('**/given/net/*', answer);
    const isRefused = (url: string): Promise<boolean> =>
      chapter.page.evaluate(
        (address) =>
          fetch(address).then(
            () => false,
            () => true,
          ),
        url,
      );
    expect(await isRefused(foreign)).toBe(true);
    expect(await isRefused(book.address('given/net/model.json'))).toBe(false);
  });
});
