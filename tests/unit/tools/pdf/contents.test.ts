import { describe, expect, test } from 'vitest';
import { readBook } from '../../../../src/lib/site/book.ts';
import { contentsOf, printedPages } from '../../../../src/lib/tools/pdf/contents.ts';
import { contentsPages, runningHeads, titlePage } from '../../../../src/lib/tools/pdf/front.ts';
import { chapter, docsOf } from '../../site/docs-folder.ts';

const book = readBook(
  docsOf({
    '10-first/index.mdx': chapter('I', 'first', '## One [#one]\n\n### Deeper [#deeper]\n\n## Two [#two]'),
    '20-second/index.mdx': chapter('III', 'second', 'Text.'),
    'notation.mdx': '---\ntitle: Notation & signs\n---\n',
    'examples.mdx': '---\ntitle: Gallery\n---\n',
    'transfer-lab.mdx': '---\ntitle: A lab\n---\n',
  }),
);

test('chapters and appendices are printed, the gallery and the lab are not', () => {
  expect(printedPages(book)).toEqual([
    { slug: 'first', number: '1', title: 'About first' },
    { slug: 'second', number: '2', title: 'About second' },
    { slug: 'notation', number: '', title: 'Notation & signs' },
  ]);
});

test('the contents name parts that have chapters, chapters, and their main sections; then what stands behind', () => {
  const lines = contentsOf(book).map(({ number, title, lines }) => [number, title, lines.map(({ target }) => target)]);
  expect(lines).toEqual([
    ['I', 'Why deep networks are hard to train', ['first', 'first--one', 'first--two']],
    ['III', 'Cures', ['second']],
    ['', 'Appendices', ['solutions', 'notation']],
  ]);
});

describe('the front pages', () => {
  test('link every line of the contents to its place, and leave room for the page', () => {
    const html = contentsPages(contentsOf(book));
    expect(html).toContain('<a href="#first--one"><span class="number">1.1</span><span class="words">One</span>');
    expect(html).toContain('data-page-of="first--one"');
    expect(html).toContain('Notation &amp; signs');
  });

  test('give each chapter a running head of its own', () => {
    const css = runningHeads([{ slug: 'first', number: '1', title: 'The "first"' }]);
    expect(css).toContain('#first { page: of-first; }');
    expect(css).toContain(String.raw`content: "1` + '\u2002' + String.raw`The \"first\""`);
  });

  test('tell the edition, its date and the address', () => {
    const html = titlePage({
      address: 'https://example.org/?a&b',
      edition: { version: '1.2.3', commit: 'a1b2c3d', isChanged: false },
      date: { day: '2026-11-03', kind: 'changed' },
    });
    expect(html).toContain('Version 1.2.3, commit a1b2c3d, last changed on 3 November 2026.');
    expect(html).toContain('<a href="https://example.org/?a&amp;b">');
  });
});
