import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useBook, type Doors } from '../browser/book.ts';
import { chapters } from '../browser/pages.ts';
import { reachForAll, readThrough } from '../browser/reading-through.ts';

const book = useBook();

/** Half of what browsers call good. */
const mostShift = 0.05;

/** Bytes of all scripts that a chapter may load before Run, as a host compresses them, also for whoever reaches for each of its examples. */
const mostScripts = 90_000;

declare global {
  interface Window {
    shifts: Shift[];
  }
}

interface Shift {
  readonly value: number;
  readonly inText: boolean;
}

/** As browsers report it; TypeScript's library does not know it yet. */
interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly sources: readonly { readonly node: Node | null }[];
}

/** Layout shifts from the first moment on. */
function record(): void {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries() as LayoutShift[]) {
      const inText = sources.some(({ node }) => document.querySelector('main')?.contains(node));
      window.shifts.push({ value, inText });
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

const sumOf = async (page: Page, counts: (shift: Shift) => boolean): Promise<number> =>
  (await page.evaluate(() => window.shifts)).filter(counts).reduce((sum, { value }) => sum + value, 0);

interface Script {
  readonly name: string | undefined;
  readonly bytes: number;
}

/** What a reader saw who opened a page and read it to its end. */
interface Reading {
  /** Shifts of anything until all had arrived, and of the text until the end. */
  readonly whileLoading: number;
  readonly ofText: number;
  readonly scripts: readonly Script[];
}

/** Who only leafs through the page, and who reaches for each of its examples, so that all are awake. */
type Reader = 'leafs through' | 'reaches for all';

async function read({ newContext }: Doors, path: string, width: number, reader: Reader): Promise<Reading> {
  const page = await (await newContext({ viewport: { width, height: 900 } })).newPage();
  const scripts = new Map<string, Promise<Buffer>>();
  page.on('response', (response) => {
    if (/javascript/.test(response.headers()['content-type'] ?? '')) scripts.set(response.url(), response.body());
  });
  await page.addInitScript(record);
  const late = Promise.withResolvers<void>();
  await page.route('**/*.woff2', async (route) => {
    await late.promise;
    await route.continue();
  });
  await page.goto(book.address(path), { waitUntil: 'domcontentloaded' });
  // Drawn with the fonts of the device, at least twice.
  await page.evaluate(async () => {
    for (let frame = 0; frame < 10; frame++) await new Promise(requestAnimationFrame);
  });
  late.resolve();
  await page.evaluate(() => document.fonts.ready);
  await page.waitForLoadState('networkidle');
  const whileLoading = await sumOf(page, () => true);
  if (reader === 'reaches for all') await reachForAll(page);
  // The list of sections in the margin follows the reader; the text must not move.
  await readThrough(page);
  const ofText = await sumOf(page, ({ inText }) => inText);
  const sizes = [...scripts].map(async ([url, body]) => ({ name: url.split('/').at(-1), bytes: gzipSync(await body).length }));
  return { whileLoading, ofText, scripts: await Promise.all(sizes) };
}

/** A page stands still on every screen; what it fetches is the same on all. */
const visits: readonly (readonly [width: number, reader: Reader])[] = [
  [360, 'reaches for all'],
  [768, 'leafs through'],
  [1440, 'reaches for all'],
];

describe.each(visits)('on a screen of %i pixels, for whoever %s,', (width, reader) => {
  describe.each(['', ...chapters])('the page "%s"', (path) => {
    const reading = book.share((doors) => read(doors, path, width, reader));

    it('stands still, though its fonts come late, and its text while it is read', async () => {
      const { whileLoading, ofText } = await reading();
      expect(whileLoading).toBeLessThan(mostShift);
      expect(ofText).toBeLessThan(mostShift);
    });

    it('loads no more scripts than allowed', async () => {
      const { scripts } = await reading();
      // The home page, which has no example, loads few.
      expect(scripts.length).toBeGreaterThan(path === '' ? 0 : 5);
      const total = scripts.reduce((sum, { bytes }) => sum + bytes, 0);
      expect(total, JSON.stringify(scripts.toSorted((a, b) => b.bytes - a.bytes))).toBeLessThanOrEqual(mostScripts);
    });
  });
});
