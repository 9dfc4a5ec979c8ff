import AxeBuilder from '@axe-core/playwright';
import { describe, expect, it } from 'vitest';
import { useBook } from './book.ts';
import { pages } from './pages.ts';

const book = useBook();

const unfold = (): void => {
  for (const drawer of document.querySelectorAll('main details')) drawer.setAttribute('open', '');
};

/** Rules that see colours; the theme changes nothing else. */
const colourRules = ['color-contrast', 'link-in-text-block'];

describe.each(pages)('the page %s', (path) => {
  it.each(['light', 'dark'] as const)('has nothing serious in its way, in the %s theme', async (colorScheme) => {
    const { page } = await book.open(path, { colorScheme, reducedMotion: 'reduce' });
    expect(await page.locator('html').getAttribute('data-theme')).toBe(colorScheme);
    await page.evaluate(unfold);
    const axe = new AxeBuilder({ page });
    const { violations } = await (colorScheme === 'light' ? axe : axe.withRules(colourRules)).analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([]);
  });

  it('scrolls sideways nowhere on a phone of 360 pixels, folded or not', async () => {
    const { page } = await book.open(path, { viewport: { width: 360, height: 740 } });
    const width = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);
    expect(await width()).toBeLessThanOrEqual(360);
    await page.evaluate(unfold);
    expect(await width()).toBeLessThanOrEqual(360);
  });
});
