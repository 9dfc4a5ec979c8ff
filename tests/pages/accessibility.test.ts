import { describe, expect, it } from 'vitest';
import { useBook } from '../browser/book.ts';
import { isFrame, pages } from '../browser/pages.ts';
import { expectNothingInTheWay, violationsOn, type Look } from './looks.ts';

const book = useBook();

/** A chapter takes axe many seconds: no look is taken that another one implies. A theme changes colours alone, a width the rest. */
const looks: readonly Look[] = [
  [360, 'light', ['structure']],
  [1440, 'light', ['structure', 'colours']],
  [1440, 'dark', ['colours']],
];

describe.each(pages.filter((path) => !isFrame(path)))('the page %s', (path) => {
  it.each(looks)('has nothing in its way and scrolls sideways nowhere, folded or not, at %i pixels in the %s theme', (...look) =>
    expectNothingInTheWay(book, path, look),
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
