import { describe, expect, it } from 'vitest';
import { useBook } from '../browser/book.ts';
import { isFrame, pages } from '../browser/pages.ts';
import { testLooks, violationsOn, type Look } from './looks.ts';

const book = useBook();

/** One page of each kind. */
const wideOnes: readonly string[] = [
  '',
  'residual-learning/',
  'examples/',
  'notation/',
  'sources/',
  'transfer-lab/',
  'your-answers/',
];

/**
 * A chapter takes axe many seconds: no look is taken that another one implies. A theme changes colours alone. What a wide screen has
 * besides a narrow one stands around the text, and is the same on all pages of a kind.
 */
const looksAt = (path: string): readonly [Look, ...Look[]] => [
  [360, 'light', ['structure']],
  [1440, 'light', wideOnes.includes(path) ? ['structure', 'colours'] : ['colours']],
  [1440, 'dark', ['colours']],
];

for (const path of pages) if (!isFrame(path)) testLooks(book, path, looksAt(path));

it('looks at a page of each kind in all looks', () => {
  expect(wideOnes.filter((path) => !pages.includes(path))).toEqual([]);
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
    const faint = 'color-contrast: #faint';
    const nameless: unknown = expect.stringMatching(/^label: .*#nameless/);
    expect(await violationsOn(page, ['colours'])).toEqual([faint]);
    expect(await violationsOn(page, ['structure'])).toEqual([nameless]);
    expect((await violationsOn(page, ['structure', 'colours'])).toSorted()).toEqual([faint, nameless]);
  });

  it('is a link that its colour alone tells from the words around it', async () => {
    const { page } = await book.open('how-it-is-built/');
    await page.evaluate(() => {
      const paragraph = document.querySelector('main p');
      paragraph?.insertAdjacentHTML('beforeend', '<a id="hidden-link" href="/">a link</a> among words');
      const link = document.getElementById('hidden-link');
      link?.setAttribute('style', 'text-decoration: none; color: color-mix(in srgb, currentcolor 90%, blue)');
    });
    expect(await violationsOn(page, ['colours'])).toEqual(['link-in-text-block: #hidden-link']);
  });
});
