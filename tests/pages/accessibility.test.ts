import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useBook } from '../browser/book.ts';
import { isFrame, pages } from '../browser/pages.ts';

const book = useBook();

const unfold = (): void => {
  for (const drawer of document.querySelectorAll('main details')) drawer.setAttribute('open', '');
};

/** Every rule that WCAG 2.2 has up to level AA, and what axe thinks good besides. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Rules that see colours; the theme changes nothing else. */
const colourRules = ['color-contrast', 'link-in-text-block'];

type Look = readonly [width: number, theme: 'light' | 'dark'];

/** A chapter takes axe a quarter of a minute: no look is taken that another one implies. */
const looks: readonly Look[] = [
  [360, 'light'],
  [1440, 'light'],
  [1440, 'dark'],
];

/** A page of one example shows what its chapter shows too. */
const looksAtFrame: readonly Look[] = [
  [360, 'light'],
  [1440, 'dark'],
];

/** What is wrong with a page as it stands. */
async function violationsOn(page: Page, theme: Look[1]): Promise<string[]> {
  // Otherwise axe describes every element that is right, which takes longer than to find those that are wrong. Nothing here has frames.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const { violations } = await (theme === 'light' ? axe.withTags(rules) : axe.withRules(colourRules)).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

describe.each(pages)('the page %s', (path) => {
  it.each(isFrame(path) ? looksAtFrame : looks)(
    'has nothing in its way, at %i pixels in the %s theme',
    async (width, colorScheme) => {
      const { page } = await book.open(path, { colorScheme, reducedMotion: 'reduce', viewport: { width, height: 900 } });
      expect(await page.locator('html').getAttribute('data-theme')).toBe(colorScheme);
      await page.evaluate(unfold);
      expect(await violationsOn(page, colorScheme)).toEqual([]);
    },
  );

  it('scrolls sideways nowhere on a phone of 360 pixels, folded or not', async () => {
    const { page } = await book.open(path, { viewport: { width: 360, height: 740 } });
    const width = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);
    expect(await width()).toBeLessThanOrEqual(360);
    await page.evaluate(unfold);
    expect(await width()).toBeLessThanOrEqual(360);
  });
});
