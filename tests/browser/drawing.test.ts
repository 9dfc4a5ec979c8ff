import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useBook, type OpenPage } from './book.ts';
import type { ExampleOnPage } from './ExampleOnPage.ts';

const book = useBook();

const id = 'learning-speeds';
/** Longer than any test that does not wait for its end. */
const long = 'epochs=1000&width=60';

interface Running extends OpenPage {
  readonly run: ExampleOnPage;
}

async function openExample(settings: string, width = 1280): Promise<Running> {
  const opened = await book.open(`vanishing-gradients/?e=${id}&${settings}#ex-${id}`, { viewport: { width, height: 900 } });
  return { ...opened, run: await opened.example(id).ready() };
}

async function start(settings: string, width?: number): Promise<Running> {
  const running = await openExample(settings, width);
  await running.run.press('run');
  await running.run.waitFor('running', 60);
  return running;
}

interface Chart {
  readonly layout: string;
  readonly isShown: boolean;
  /** What its text says of the reader's own run. */
  readonly own: string;
}

/** The figure's charts, each in its three layouts. */
const charts = (run: ExampleOnPage): Promise<Chart[]> =>
  run.section.locator('figure svg[data-layout]').evaluateAll((svgs) =>
    svgs.map((svg) => ({
      layout: svg.getAttribute('data-layout') ?? '',
      isShown: svg.checkVisibility(),
      own: (/.*this run.*/.exec(svg.querySelector('desc')?.textContent ?? '') ?? [''])[0],
    })),
  );

const shown = async (run: ExampleOnPage): Promise<Chart[]> => (await charts(run)).filter(({ isShown }) => isShown);

/** What the first chart, as it is shown, says of the run. It belongs to the arm that starts first. */
const firstOwn = async (run: ExampleOnPage): Promise<string> => (await shown(run))[0]?.own ?? '';

/** Until the browser has shown a frame; before, the page may still be catching up with its new width. */
const nextPicture = (page: Page): Promise<void> =>
  page.evaluate(() => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve))));

const hasOwnLines = async (run: ExampleOnPage): Promise<void> => {
  await expect.poll(() => firstOwn(run)).not.toBe('');
};

/** Every chart says the same in its three layouts. */
async function expectAllUpToDate(run: ExampleOnPage): Promise<void> {
  const texts = (layout: string, all: readonly Chart[]): string[] =>
    all.filter((chart) => chart.layout === layout).map(({ own }) => own);
  const all = await charts(run);
  expect(all).toHaveLength(9);
  expect(texts('wide', all)[0]).not.toBe('');
  expect(texts('medium', all)).toEqual(texts('wide', all));
  expect(texts('narrow', all)).toEqual(texts('wide', all));
}

describe('while an example runs', () => {
  it('the layout that is shown follows, and the one that a narrower window shows is not behind', async () => {
    const { page, run } = await start(long);
    await hasOwnLines(run);
    const before = await firstOwn(run);
    await expect.poll(() => firstOwn(run)).not.toBe(before);
    const later = await firstOwn(run);
    await page.setViewportSize({ width: 360, height: 740 });
    await expect.poll(async () => (await shown(run)).map(({ layout }) => layout)).toEqual(['narrow', 'narrow', 'narrow']);
    await nextPicture(page);
    expect(['', before]).not.toContain(await firstOwn(run));
    await expect.poll(() => firstOwn(run)).not.toBe(later);

    await run.press('pause');
    await run.waitFor('paused');
    await expectAllUpToDate(run);
  });

  it('its words and tables follow once they are unfolded', async () => {
    const { run } = await start(long);
    await hasOwnLines(run);
    const drawer = run.section.locator('figure details');
    await drawer.locator('summary').click();
    await expect.poll(() => drawer.locator('caption').allTextContents()).toContainEqual(expect.stringMatching(/^This run/));
    const words = (): Promise<string> => drawer.locator('.words').innerText();
    const before = await words();
    await expect.poll(words).not.toBe(before);
  });

  it('paper gets all of it', async () => {
    const { page, run } = await start(long);
    await hasOwnLines(run);
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    const printed = await run.section.locator('figure').evaluate((figure) => figure.textContent);
    expect(printed).toContain('This run: ');
    await expectAllUpToDate(run);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  });

  it('a file of its figure has the lines of the run, on a phone too', async () => {
    const { run } = await start(long, 360);
    await hasOwnLines(run);
    const svg = readFileSync(await (await run.download('SVG')).path(), 'utf8');
    expect(svg).toContain('data-line="layer-1-live"');
  });
});

/** Makes the page think that its tab is hidden: what is drawn is not asked for, and timers hardly run. */
async function hide(page: Page): Promise<void> {
  // Headless browsers show all of their pages at once; none can be covered.
  await page.evaluate(() => {
    const hidden = { visibilityState: 'hidden', hidden: true };
    for (const [name, value] of Object.entries(hidden)) {
      Object.defineProperty(document, name, { configurable: true, get: () => value });
    }
    const [timeout, frame] = [setTimeout.bind(window), requestAnimationFrame.bind(window)];
    const later: FrameRequestCallback[] = [];
    Object.assign(window, {
      requestAnimationFrame: (callback: FrameRequestCallback) => later.push(callback),
      setTimeout: (callback: () => void, wait = 0) => timeout(callback, Math.max(wait, 60_000)),
    });
    document.dispatchEvent(new Event('visibilitychange'));
    addEventListener(
      'test-show',
      () => {
        for (const name of Object.keys(hidden)) Reflect.deleteProperty(document, name);
        Object.assign(window, { setTimeout: timeout, requestAnimationFrame: frame });
        for (const callback of later) frame(callback);
        document.dispatchEvent(new Event('visibilitychange'));
      },
      { once: true },
    );
  });
}

it('a run in a hidden tab goes on to its end, loses nothing, and shows its result when the tab is shown again', async () => {
  const { page, run, complaints } = await openExample('epochs=300');
  await run.press('run');
  await hide(page);
  await hasOwnLines(run);
  const early = await firstOwn(run);
  await expect.poll(() => firstOwn(run)).not.toBe(early);
  await run.waitFor('done', 60);
  await page.evaluate(() => dispatchEvent(new Event('test-show')));

  await hasOwnLines(run);
  const ends = (await shown(run)).map(({ own }) => own.endsWith(' at 300.'));
  expect(ends).toEqual([true, true, true]);
  await expectAllUpToDate(run);
  const rows = (await run.csv()).split('\r\n').filter((row) => row.startsWith('two,trainLoss'));
  expect(rows).toHaveLength(301);
  expect(complaints).toEqual([]);
});
