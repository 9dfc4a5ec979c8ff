import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { violationsOn } from '../pages/looks.ts';
import { useBook, type OpenPage } from './book.ts';
import type { ExampleOnPage } from './ExampleOnPage.ts';

const book = useBook();

const id = 'degradation';
const chapter = 'residual-learning/';
/** The shortest run that the sliders allow. */
const short = 'steps=10&batchSize=8&trainImages=1000';

interface Edited extends OpenPage {
  readonly run: ExampleOnPage;
  readonly editor: Locator;
}

/** The example with the drawer of its model open. */
async function openEditor(query = short): Promise<Edited> {
  const opened = await book.open(`${chapter}?e=${id}&${query}#ex-${id}`);
  const run = await opened.example(id).ready();
  await run.section.locator('summary', { hasText: 'Edit the model' }).click();
  const editor = run.section.locator('[data-model-editor] .cm-content');
  await editor.waitFor();
  return { ...opened, run, editor };
}

const panel = ({ run }: Edited): Locator => run.section.locator('[data-model-panel]');

/** Writes at the start of the list of layers, on a line of its own. */
async function writeFirst({ page, editor }: Edited, text: string): Promise<void> {
  await editor.click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type(`\n${text}`);
}

/** Lines of the reader's own model in the figure. */
const ownLines = (run: ExampleOnPage): Locator => run.section.locator('figure [data-line="own-live"] path.line[d^="M"]');

describe('a model of the reader’s own', () => {
  it('is edited with completion and errors, runs over the recording, and is there again from its link', async () => {
    const edited = await openEditor();
    const { page, run, complaints } = edited;
    await expect
      .poll(() => panel(edited).locator('[data-model-size]').innerText())
      .toMatch(/^59 layers, 20 of them with weights/);

    await writeFirst(edited, '{ "type": "activation", "fn": "rel');
    const offered = run.section.locator('[data-model-editor] .cm-tooltip-autocomplete li');
    await offered.filter({ hasText: 'max(0, z)' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('gelu');
    await page.keyboard.press('End');
    await page.keyboard.type(',');
    await expect
      .poll(() => panel(edited).locator('[data-model-problems]').innerText())
      .toBe('Line 2, column 33: layers[0].fn must be "relu", "tanh", "sigmoid" or "softsign", got "gelu".');
    await run.section.locator('[data-model-editor] .cm-lintRange-error').waitFor();
    expect(await panel(edited).locator('[data-action="run-model"]').isDisabled()).toBe(true);

    // From the list of problems to the place, which is mended there.
    await panel(edited).locator('[data-model-problems] button').click();
    for (let i = 0; i < 6; i += 1) await page.keyboard.press('Delete');
    await page.keyboard.type('"tanh');
    await expect
      .poll(() => panel(edited).locator('[data-model-size]').innerText())
      .toMatch(/^60 layers, 20 of them with weights/);

    await run.press('run-model');
    await run.waitFor('done', 60);
    expect(await ownLines(run).count()).toBeGreaterThan(0);
    expect(await run.section.locator('[data-verdict]').count()).toBe(0);
    expect(new Set(await run.claims())).toEqual(new Set(['pending']));
    expect((await run.notes()).join()).toContain('It runs alone: the claims are about the example’s arms');
    const csv = await run.csv();
    expect(csv).toContain('\r\nown,trainLoss,,10,');
    expect(csv).not.toContain('\r\nplain20,');
    expect(complaints).toEqual([]);

    const link = await run.link();
    expect(link).toMatch(/&own=plain20\.[\w-]{100,600}(&v=\w+)?#ex-degradation$/);
    const again = (await book.open(link)).example(id);
    await again.ready();
    await expect
      .poll(() => again.notes())
      .toEqual([expect.stringMatching(/^Your model learns from the data, and by the plan, of “plain, 20 layers”/)]);
    await again.press('run');
    await again.waitFor('done', 60);
    expect(await again.csv()).toBe(csv);
  });

  it('is trained beside the example’s arms where the reader wants that, and taken out again', async () => {
    const edited = await openEditor();
    const { run } = edited;
    await panel(edited).getByLabel('Train the example’s arms too').check();
    await run.press('run-model');
    await run.waitFor('done', 120);
    const csv = await run.csv();
    for (const arm of ['own', 'plain20', 'plain56', 'residual20', 'residual56'])
      expect(csv).toContain(`\r\n${arm},trainLoss,,10,`);
    // Unchanged, it is the net that it began as.
    const lossesOf = (arm: string): string[] =>
      csv.split('\r\n').flatMap((row) => (row.startsWith(`${arm},trainLoss,`) ? [row.slice(arm.length)] : []));
    expect(lossesOf('own')).toEqual(lossesOf('plain20'));
    expect(await run.section.locator('[data-verdict]').count()).toBe(1);
    await run.press('remove-model');
    await expect.poll(() => run.section.locator('figure [data-line^="own"]').count()).toBe(0);
    expect(await run.link()).not.toContain('own=');
  });

  it('comes into the lecture view and into a frame, and a broken one is told of', async () => {
    const edited = await openEditor();
    await edited.run.press('run-model');
    await edited.run.waitFor('done', 60);
    const query = new URL(await edited.run.link()).search;
    for (const place of ['lecture', 'embed']) {
      const { example } = await book.open(`${place}/${id}/${query}`);
      const shown = await example(id).ready();
      await expect.poll(() => shown.notes()).toEqual([expect.stringContaining('Your model learns from the data')]);
    }
    const { example } = await book.open(`embed/${id}/?own=plain20.AAAA`);
    await expect.poll(() => example(id).notes()).toEqual([expect.stringContaining('The model of this link was left out.')]);
  });

  it('has a panel that axe finds nothing wrong with, that Tab gets out of, and that fits a phone', async () => {
    const edited = await openEditor();
    const { page, editor } = edited;
    await writeFirst(edited, '{ "type": "flat" },');
    await panel(edited).locator('[data-model-problems]').waitFor();
    expect(await violationsOn(page, ['structure', 'colours'])).toEqual([]);
    await editor.focus();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(
      /^Line 2, column 13: layers\[0\]\.type must be/,
    );
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });

  it('can be written in a plain field where the editor cannot be loaded', async () => {
    const { page, example } = await book.open(`${chapter}?e=${id}&${short}#ex-${id}`);
    await page.route(/codemirror\.[^/]*\.js$/, (route) => route.abort());
    const run = await example(id).ready();
    await run.section.locator('summary', { hasText: 'Edit the model' }).click();
    await run.section.getByText('The editor with completion could not be loaded').waitFor();
    const field = run.section.getByLabel('Layers of your model, as JSON');
    await field.fill('[{ "type": "flatten" }, 3]');
    await run.section.getByText('Line 1, column 25: layers[1] must be a layer in braces').waitFor();
    await field.fill(
      '[{ "type": "flatten" }, { "type": "dense", "units": 10, "init": { "type": "zeros" }, "biasInit": { "type": "zeros" } }]',
    );
    await run.press('run-model');
    await run.waitFor('done', 60);
    expect(await ownLines(run).count()).toBeGreaterThan(0);
  });
});
