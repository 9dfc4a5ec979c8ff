import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useBook } from '../browser/book.ts';
import { isFrame, pages } from '../browser/pages.ts';
import { contrastSample, markContrastSamples } from './contrast-samples.ts';

const book = useBook();

const unfold = (): void => {
  for (const drawer of document.querySelectorAll('main details')) drawer.setAttribute('open', '');
};

/** Every rule that WCAG 2.2 has up to level AA, and what axe thinks good besides; those on colours apart, since they take long. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const colourRules = ['color-contrast', 'link-in-text-block'];

type Theme = 'light' | 'dark';
type Rules = 'structure' | 'colours';
type Look = readonly [width: number, theme: Theme, rules: readonly Rules[]];

/** A chapter takes axe many seconds: no look is taken that another one implies. A theme changes colours alone, a width the rest. */
const looks: readonly Look[] = [
  [360, 'light', ['structure']],
  [1440, 'light', ['structure', 'colours']],
  [1440, 'dark', ['colours']],
];

/** A page of one example shows what its chapter shows too. */
const looksAtFrame: readonly Look[] = [
  [360, 'light', ['structure', 'colours']],
  [1440, 'dark', ['colours']],
];

/** What is wrong with a page as it stands. */
async function violationsOn(page: Page, rules: Rules): Promise<string[]> {
  // Otherwise axe describes every element that is right, which takes longer than to find those that are wrong. Nothing here has frames.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  if (rules === 'colours') {
    await page.evaluate(markContrastSamples, contrastSample);
    axe.withRules(colourRules).include(`[${contrastSample}]`);
  } else {
    axe.withTags(tags).disableRules(colourRules);
  }
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

describe.each(pages)('the page %s', (path) => {
  it.each(isFrame(path) ? looksAtFrame : looks)(
    'has nothing in its way and scrolls sideways nowhere, folded or not, at %i pixels in the %s theme',
    async (width, colorScheme, rules) => {
      const { page } = await book.open(path, { colorScheme, reducedMotion: 'reduce', viewport: { width, height: 900 } });
      expect(await page.locator('html').getAttribute('data-theme')).toBe(colorScheme);
      const content = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);
      expect(await content()).toBeLessThanOrEqual(width);
      await page.evaluate(unfold);
      expect(await content()).toBeLessThanOrEqual(width);
      for (const kind of rules) expect(await violationsOn(page, kind)).toEqual([]);
    },
  );
});

describe('what these tests would find', () => {
  it('is a faint word among thousands of readable ones, and a field without a name', async () => {
    const { page } = await book.open('residual-learning/');
    await page.evaluate(() => {
      const paragraphs = document.querySelectorAll('main p');
      const word = document.createElement('span');
      word.id = 'faint';
      word.textContent = 'faint';
      word.style.color = '#aaaaaa';
      const field = document.createElement('input');
      field.id = 'nameless';
      paragraphs[paragraphs.length - 1]?.append(word, field);
    });
    expect(await violationsOn(page, 'colours')).toEqual(['color-contrast: #faint']);
    expect(await violationsOn(page, 'structure')).toEqual([expect.stringMatching(/^label: .*#nameless/)]);
  });
});
