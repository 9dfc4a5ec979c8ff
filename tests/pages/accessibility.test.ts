import AxeBuilder from '@axe-core/playwright';
import { describe, expect, it } from 'vitest';
import { useBook } from '../browser/book.ts';
import { pages } from '../browser/pages.ts';

const book = useBook();

const unfold = (): void => {
  for (const drawer of document.querySelectorAll('main details')) drawer.setAttribute('open', '');
};

/** Every rule that WCAG 2.2 has up to level AA, and what axe thinks good besides. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Rules that see colours; the theme changes nothing else. */
const colourRules = ['color-contrast', 'link-in-text-block'];

const widths = [360, 1440] as const;

const themes = ['light', 'dark'] as const;

describe.each(pages)('the page %s', (path) => {
  it.each(widths.flatMap((width) => themes.map((theme) => [width, theme] as const)))(
    'has nothing in its way, at %i pixels in the %s theme',
    async (width, colorScheme) => {
      const { page } = await book.open(path, { colorScheme, reducedMotion: 'reduce', viewport: { width, height: 900 } });
      expect(await page.locator('html').getAttribute('data-theme')).toBe(colorScheme);
      await page.evaluate(unfold);
      const axe = new AxeBuilder({ page });
      const { violations } = await (colorScheme === 'light' ? axe.withTags(rules) : axe.withRules(colourRules)).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([]);
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
