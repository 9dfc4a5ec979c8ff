import { useBook } from '../browser/book.ts';
import { isFrame, pages } from '../browser/pages.ts';
import { testLooks, type Look } from './looks.ts';

const book = useBook();

/** Every example is seen in its chapter, in all looks. Alone it is narrow and light in a frame, wide and dark in a lecture. */
const lookAt = (path: string): Look =>
  path.startsWith('embed/') ? [360, 'light', ['structure', 'colours']] : [1440, 'dark', ['structure', 'colours']];

for (const path of pages.filter(isFrame)) testLooks(book, path, [lookAt(path)]);
