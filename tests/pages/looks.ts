import axe, { type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Book } from '../browser/book.ts';
import { contrastSample, markContrastSamples } from './contrast-samples.ts';
import { insidesOfImages, putBack, setAside } from './set-aside.ts';

/** Every rule that WCAG 2.2 has up to level AA, and what axe thinks good besides; those on colours apart, since they take long. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const colourRules = ['color-contrast', 'link-in-text-block'];

/** Runs where axe is: its rules on colours ask the samples alone. */
const axeSource = `${axe.source};
  axe.configure({
    rules: [
      { id: 'color-contrast', selector: '[${contrastSample}]' },
      { id: 'link-in-text-block', selector: 'a[href][${contrastSample}]' },
    ],
  });`;

const optionsOf: Readonly<Record<Rules, RunOptions>> = {
  structure: { runOnly: tags, rules: Object.fromEntries(colourRules.map((rule) => [rule, { enabled: false }])) },
  colours: { runOnly: { type: 'rule', values: [...colourRules] } },
};

declare global {
  interface Window {
    readonly axe: typeof axe;
  }
}

export type Rules = 'structure' | 'colours';
export type Look = readonly [width: number, theme: 'light' | 'dark', rules: readonly Rules[]];

/** What axe finds wrong in a page, which has no frames. */
export async function axeFinds(page: Page, options: RunOptions = {}): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  const violations = await page.evaluate(async (given) => {
    // Otherwise axe describes every element that is right, which takes longer than to find those that are wrong.
    const results = await window.axe.run({ resultTypes: ['violations'], ...given });
    return results.violations.map(({ id, nodes }) => ({ id, targets: nodes.map(({ target }) => target.join(' ')) }));
  }, options);
  return violations.map(({ id, targets }) => `${id}: ${targets.join(', ')}`);
}

/** What is wrong with a page as it stands: axe looks at as little of it as the rules need. */
export async function violationsOn(page: Page, rules: readonly Rules[]): Promise<string[]> {
  const found: string[] = [];
  for (const each of rules) {
    if (each === 'colours') await page.evaluate(markContrastSamples, contrastSample);
    await page.evaluate(setAside, each === 'colours' ? { allBut: `[${contrastSample}]` } : { these: insidesOfImages });
    try {
      found.push(...(await axeFinds(page, optionsOf[each])));
    } finally {
      await page.evaluate(putBack);
    }
  }
  return found;
}

/** Unfolds what is folded when the page comes, or folds it again. */
const setUnfolded = (page: Page, isUnfolded: boolean): Promise<void> =>
  page.evaluate((open) => {
    for (const drawer of document.querySelectorAll('main details:not([open]), main details[data-unfolded]')) {
      drawer.toggleAttribute('open', open);
      drawer.toggleAttribute('data-unfolded', open);
    }
  }, isUnfolded);

/** That a page, folded and unfolded, scrolls sideways nowhere, and breaks none of these rules. */
async function expectNothingInTheWay(page: Page, [width, colorScheme, rules]: Look): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme });
  await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe(colorScheme);
  const content = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);
  for (const isUnfolded of [false, true]) {
    await setUnfolded(page, isUnfolded);
    expect(await content()).toBeLessThanOrEqual(width);
  }
  expect(await violationsOn(page, rules)).toEqual([]);
}

/** Tests of one page, in one visit: a reader may turn the device and the lights without opening the page again. */
export function testLooks(book: Book, path: string, looks: readonly [Look, ...Look[]]): void {
  describe(`the page ${path}`, () => {
    const [[width, colorScheme]] = looks;
    const visit = book.share(({ open }) =>
      open(path, { colorScheme, reducedMotion: 'reduce', viewport: { width, height: 900 } }),
    );

    it.each(looks)(
      'has nothing in its way and scrolls sideways nowhere, folded or not, at %i pixels in the %s theme',
      async (...look) => {
        const { page } = await visit();
        await expectNothingInTheWay(page, look);
      },
    );

    it('has nothing to complain of, unfolded and in both themes, and asks no other site for anything', async () => {
      const { page, complaints, requests } = await visit();
      await page.emulateMedia({ reducedMotion: 'no-preference' });
      await page.evaluate(() => {
        for (const drawer of document.querySelectorAll('details')) drawer.open = true;
        scrollTo(0, document.body.scrollHeight);
      });
      const themes = page.locator('starlight-theme-select select').first();
      for (const theme of (await themes.count()) > 0 ? ['light', 'dark'] : []) await themes.selectOption(theme, { force: true });
      await page.waitForLoadState('networkidle');
      // What the policy refuses is complained of too.
      expect(complaints).toEqual([]);
      const origin = new URL(page.url()).origin;
      expect(requests.filter((url) => !url.startsWith(origin) && !url.startsWith('data:'))).toEqual([]);
    });
  });
}
