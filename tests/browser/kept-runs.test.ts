import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { violationsOn } from '../pages/looks.ts';
import { watch, useBook, type OpenPage } from './book.ts';
import type { ExampleOnPage } from './ExampleOnPage.ts';

const book = useBook();

/** The example that trains fastest, two arms and three charts. */
const id = 'shallow-deep-sawtooth';
const address = (settings = ''): string => `circuits/?e=${id}${settings}#ex-${id}`;

/** The drawer of the kept runs, opened. */
async function openDrawer({ section }: ExampleOnPage): Promise<Locator> {
  const drawer = section.locator('details', {
    has: section.page().locator('> summary', { hasText: 'Runs kept on this device' }),
  });
  await drawer.locator('> summary').click();
  await drawer.locator('[data-history]').waitFor();
  return drawer;
}

const button = (place: Locator, name: RegExp | string): Locator => place.getByRole('button', { name });

/** Keys of the lines of kept runs, in the layout of the first chart that the page shows. */
const keptLines = ({ section }: ExampleOnPage): Promise<string[]> =>
  section.evaluate((element) =>
    [...element.querySelectorAll('.panel:first-child .chart > div')]
      .filter((layout) => layout.clientWidth > 0)
      .flatMap((layout) => [...layout.querySelectorAll<SVGElement>('g.kept')].map((line) => line.dataset['line'] ?? '')),
  );

/** Runs the example with a seed, to its end, in a page of the same reader. */
async function runIn(page: Page, seed: number): Promise<OpenPage & { readonly run: ExampleOnPage }> {
  const opened = await watch(page, () => page.goto(book.address(address(`&steps=3000&seed=${seed}`))));
  const run = await opened.example(id).ready();
  await run.press('run');
  await run.waitFor('done', 60);
  return { ...opened, run };
}

/** The drawer, once it has the run of this number: keeping takes a moment. */
async function keptAs(number: number, run: ExampleOnPage): Promise<Locator> {
  const drawer = await openDrawer(run);
  await drawer.locator(`[data-kept="${number}"]`).waitFor();
  return drawer;
}

describe('a run that ended', () => {
  it('is kept over a reload, can be named, shown over another, exported, deleted and imported again', async () => {
    const context = await book.newContext();
    const page = await context.newPage();
    await keptAs(1, (await runIn(page, 0)).run);
    const { run, complaints } = await runIn(page, 1);
    await keptAs(2, run);
    await page.reload();
    await run.ready();
    const drawer = await openDrawer(run);
    await expect.poll(() => drawer.locator('[data-kept]').count()).toBe(2);
    const [second, first] = [drawer.locator('[data-kept="2"]'), drawer.locator('[data-kept="1"]')];
    expect(await second.innerText()).toMatch(
      /seed 1, steps 3000 \(preset: 30000\)\. WebAssembly \(processor\), \d+ s of training/,
    );

    await button(first, /^Rename/).click();
    await first.getByLabel('Name of run 1').fill('before');
    await page.keyboard.press('Enter');
    await expect.poll(() => first.innerText()).toContain('before (run 1)');
    // Whoever uses the keyboard is where they were.
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toMatch(/^Rename/);

    await first.getByRole('checkbox').click();
    await expect.poll(() => keptLines(run)).toEqual(['shallow-live-kept-1', 'deep-live-kept-1']);
    await run.press('run');
    await run.waitFor('done', 60);
    // The run of the page over it, with another seed.
    expect(await keptLines(run)).toEqual(['shallow-live-kept-1', 'deep-live-kept-1']);
    const figure = run.section.locator('figure');
    expect(await figure.locator('figcaption').innerText()).toContain(
      'Thin, kept on this device: before (run 1), seed 0 (here 1).',
    );
    expect(await figure.locator('.panel svg desc').first().textContent()).toContain(
      'before: one hidden layer of 120 units: from',
    );
    await figure.locator('summary').click();
    expect(await figure.locator('.words').innerText()).toContain('before (run 1), one hidden layer of 120 units: ');
    expect(await figure.locator('caption', { hasText: /^before \(run 1\):/ }).count()).toBeGreaterThan(0);
    // The run again, with its seed: bit for bit the second.
    await expect.poll(() => drawer.locator('[data-kept="3"]').innerText()).toContain('All its numbers are those of run 2.');

    const [file] = await Promise.all([page.waitForEvent('download'), button(drawer, 'Export all').click()]);
    expect(file.suggestedFilename()).toBe(`${id}-runs.json`);
    const exported = readFileSync(await file.path(), 'utf8');
    expect(exported).toContain('"name":"before"');

    // One deleted, and put back where it was, into the figure too.
    await button(first, /^Delete/).click();
    await expect.poll(() => keptLines(run)).toEqual([]);
    expect(await drawer.getByRole('status').first().innerText()).toBe('Deleted before (run 1).');
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Undo: put back before (run 1)');
    await page.keyboard.press('Enter');
    await expect.poll(() => first.getByRole('checkbox').isChecked()).toBe(true);
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Delete: before (run 1)');
    expect(await keptLines(run)).toHaveLength(2);

    await button(drawer, 'Delete all').click();
    await expect.poll(() => drawer.innerText()).toContain('No run of this example is kept yet.');
    expect(await keptLines(run)).toEqual([]);
    expect(await button(drawer, 'Delete all').isDisabled()).toBe(true);
    await button(drawer, 'Undo: put back 3 runs').click();
    await expect.poll(() => drawer.locator('[data-kept]').count()).toBe(3);
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Delete all');
    await page.keyboard.press('Enter');
    await expect.poll(() => drawer.locator('[data-kept]').count()).toBe(0);

    const path = join(await mkdtemp(join(tmpdir(), 'kept-runs-')), 'runs.json');
    writeFileSync(path, exported);
    await drawer.getByLabel('Import a file of kept runs').setInputFiles(path);
    await expect.poll(() => drawer.getByRole('status').first().innerText()).toBe('Imported 3 runs.');
    await drawer.locator('[data-kept="1"]').getByRole('checkbox').click();
    await expect.poll(() => keptLines(run)).toHaveLength(2);
    expect(complaints).toEqual([]);
  }, 240_000);

  it('is in the other tab when the reader comes back to it, and fits a phone', async () => {
    const context = await book.newContext();
    const page = await context.newPage();
    await page.setViewportSize({ width: 360, height: 900 });
    const { run, complaints } = await runIn(page, 0);
    const drawer = await keptAs(1, run);
    await keptAs(2, (await runIn(await context.newPage(), 1)).run);
    expect(await drawer.locator('[data-kept]').count()).toBe(1);
    await page.bringToFront();
    await page.evaluate(() => dispatchEvent(new Event('focus')));
    await expect.poll(() => drawer.locator('[data-kept]').count()).toBe(2);

    await drawer.locator('[data-kept="2"]').getByRole('checkbox').click();
    await expect.poll(() => keptLines(run)).toHaveLength(2);
    await button(drawer.locator('[data-kept="1"]'), /^Rename/).click();
    await button(drawer.locator('[data-kept="2"]'), /^Delete/).click();
    await button(drawer, 'Undo: put back run 2').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(await violationsOn(page, ['structure', 'colours'])).toEqual([]);

    await button(drawer, 'Undo: put back run 2').click();
    await button(drawer.locator('[data-kept="2"]'), /^Open its settings/).click();
    expect(await run.section.locator('[data-cost]').innerText()).toContain('Seed 1.');
    expect(complaints).toEqual([]);
  }, 240_000);

  it('is kept at the reader’s wish where it was stopped', async () => {
    const { page, example } = await book.open(address('&steps=100000'));
    const run = await example(id).ready();
    await run.press('run');
    await run.waitFor('running');
    await expect.poll(() => run.section.locator('g.live path').first().getAttribute('d')).toBeTruthy();
    await run.press('stop');
    const drawer = await openDrawer(run);
    await expect.poll(() => drawer.innerText()).toContain('No run of this example is kept yet.');
    await button(drawer, 'Keep this run').click();
    await expect.poll(() => drawer.locator('[data-kept="1"]').innerText()).toContain('Stopped before its end.');
    expect(await page.getByRole('button', { name: 'Keep this run' }).count()).toBe(0);
  });
});

it('where the browser gives no storage, an example runs as ever, and the drawer says why nothing is kept', async () => {
  const page = await (await book.newContext()).newPage();
  await page.addInitScript(() => {
    const refuse = (): never => {
      throw new DOMException('The user denied permission to access the database.', 'SecurityError');
    };
    indexedDB.open = refuse;
  });
  const { run, complaints } = await runIn(page, 0);
  expect(await run.notes()).toEqual([]);
  const drawer = await openDrawer(run);
  await expect.poll(() => drawer.getByRole('status').first().innerText()).toMatch(/^This browser lets the page keep nothing/);
  expect(complaints).toEqual([]);
});
