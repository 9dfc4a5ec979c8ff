import { expect, test } from 'vitest';
import { readBook } from '../../../src/lib/site/book.ts';
import { besidesData, bookData, chapterData, printLinkedData } from '../../../src/lib/site/jsonld.ts';
import { chapter, docsOf } from './docs-folder.ts';

const book = readBook(
  docsOf({
    '10-first/index.mdx': chapter('I', 'first', 'Text.'),
    'notation.mdx': '---\ntitle: Notation\ndescription: Signs.\n---\n',
  }),
);
const at = { home: 'https://example.org/book/', edition: { version: '1.2.3', commit: 'a1b2c3d', isChanged: false } };
const page = { image: 'https://example.org/book/og/x.png', date: { day: '2026-11-03', kind: 'changed' as const } };
const [first] = book.chapters;
const [notation] = book.appendices;
if (first === undefined || notation === undefined) throw new Error('The book of this test has a chapter and an appendix.');

test('the book names its chapters, its authors, its licence and its edition', () => {
  expect(bookData(book, at, page)).toMatchObject({
    '@context': 'https://schema.org',
    '@id': 'https://example.org/book/#book',
    name: 'Deep, and Trainable',
    author: { name: 'The authors of Deep, and Trainable' },
    license: 'https://creativecommons.org/licenses/by/4.0/',
    version: 'version 1.2.3, commit a1b2c3d',
    hasPart: [{ '@type': 'Chapter', name: 'About first', position: 1, url: 'https://example.org/book/first/' }],
  });
});

test('a chapter is part of that very book, with its number, its date and its reading time', () => {
  expect(chapterData(first, at, { ...page, minutes: 35 })).toMatchObject({
    '@type': ['Chapter', 'LearningResource'],
    name: 'About first',
    position: 1,
    url: 'https://example.org/book/first/',
    dateModified: '2026-11-03',
    timeRequired: 'PT35M',
    isPartOf: { '@id': 'https://example.org/book/#book' },
  });
});

test('the day of a build is no date of the text', () => {
  const data = besidesData(notation, at, { ...page, date: { day: '2026-11-03', kind: 'built' } });
  expect(data).toMatchObject({ '@type': 'CreativeWork', name: 'Notation', description: 'Signs.' });
  expect(printLinkedData(data)).not.toContain('dateModified');
});

test('printed, it stays the same data, and nothing in it can end the element around it', () => {
  const text = printLinkedData({ name: 'About </script><b>' });
  expect(text).not.toContain('<');
  expect(JSON.parse(text)).toEqual({ name: 'About </script><b>' });
});
