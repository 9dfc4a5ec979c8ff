import { expect, test } from 'vitest';
import { readBook } from '../../../src/lib/site/book.ts';
import { neighboursOf } from '../../../src/lib/site/neighbours.ts';
import { chapter, docsOf } from './docs-folder.ts';

const book = readBook(
  docsOf({
    '20-second/index.mdx': chapter('II', 'second', 'Text.'),
    '10-first/index.mdx': chapter('I', 'first', 'Text.'),
    'examples/box.mdx': '---\ntitle: Box\n---\n',
    'references.mdx': '---\ntitle: References\nsidebar:\n  order: 90\n---\n',
    'notation.mdx': '---\ntitle: Notation\nsidebar:\n  order: 10\n---\n',
  }),
);
const told = (slug: string): string[] => {
  const { previous, next } = neighboursOf(book, slug);
  return [previous, next].map((page) => (page === undefined ? '' : `${page.path} ${page.kind} ${page.title}`));
};

test('chapters follow each other over parts, from the contents to the appendices', () => {
  expect(told('')).toEqual(['', '/first/ Chapter 1 About first']);
  expect(told('first')).toEqual(['/  Contents', '/second/ Chapter 2 About second']);
  expect(told('second')).toEqual(['/first/ Chapter 1 About first', '/notation/ Appendix Notation']);
});

test('appendices come in their own order, and the last page has none after it', () => {
  expect(told('notation')).toEqual(['/second/ Chapter 2 About second', '/references/ Appendix References']);
  expect(told('references')).toEqual(['/notation/ Appendix Notation', '']);
});

test('a page that is no place of the book has no neighbours', () => {
  expect(neighboursOf(book, '404')).toEqual({});
  expect(neighboursOf(book, 'examples/box')).toEqual({});
});
