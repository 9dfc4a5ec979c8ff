import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Book } from '../browser/book.ts';
import { contrastSample, markContrastSamples } from './contrast-samples.ts';

const unfold = (): void => {
  for (const drawer of document.querySelectorAll('main details')) drawer.setAttribute('open', '');
};

/** Every rule that WCAG 2.2 has up to level AA, and what axe thinks good besides; those on colours apart, since they take long. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const colourRules = ['color-contrast', 'link-in-text-block'];

type Rules = 'structure' | 'colours';
export type Look = readonly [width: number, theme: 'light' | 'dark', rules: readonly Rules[]];

/** What is wrong with a page as it stands. */
export async function violationsOn(page: Page, rules: Rules): Promise<string[]> {
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

/** That a page, folded and unfolded, scrolls sideways nowhere, and breaks none of these rules. */
export async function expectNothingInTheWay(book: Book, path: string, [width, colorScheme, rules]: Look): Promise<void> {
  const { page } = await book.open(path, { colorScheme, reducedMotion: 'reduce', viewport: { width, height: 900 } });
  expect(await page.locator('html').getAttribute('data-theme')).toBe(colorScheme);
  const content = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);
  expect(await content()).toBeLessThanOrEqual(width);
  await page.evaluate(unfold);
  expect(await content()).toBeLessThanOrEqual(width);
  for (const kind of rules) expect(await violationsOn(page, kind)).toEqual([]);
}
