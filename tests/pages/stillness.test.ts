import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useBook } from '../browser/book.ts';
import { chapters } from '../browser/pages.ts';
import { readThrough } from '../browser/reading-through.ts';

const book = useBook();

/** Half of what browsers call good. */
const most = 0.05;

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

describe.each([360, 768, 1440])('on a screen of %i pixels', (width) => {
  it.each(['', ...chapters])(
    'the page "%s" stands still, though its fonts come late, and its text while it is read',
    async (path) => {
      const page = await (await book.newContext({ viewport: { width, height: 900 } })).newPage();
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
      expect(await sumOf(page, () => true)).toBeLessThan(most);

      // The list of sections in the margin follows the reader; the text must not move.
      await readThrough(page);
      expect(await sumOf(page, ({ inText }) => inText)).toBeLessThan(most);
    },
  );
});
