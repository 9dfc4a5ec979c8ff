import { describe, it } from 'vitest';
import { useBook } from '../browser/book.ts';
import { isFrame, pages } from '../browser/pages.ts';
import { expectNothingInTheWay, type Look } from './looks.ts';

const book = useBook();

/** Every example is seen in its chapter, in all looks. Alone it is narrow and light in a frame, wide and dark in a lecture. */
const lookAt = (path: string): Look =>
  path.startsWith('embed/') ? [360, 'light', ['structure', 'colours']] : [1440, 'dark', ['structure', 'colours']];

describe('a page of one example', () => {
  it.each(pages.filter(isFrame))('%s has nothing in its way and scrolls sideways nowhere, folded or not', (path) =>
    expectNothingInTheWay(book, path, lookAt(path)),
  );
});
