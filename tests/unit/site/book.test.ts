import { expect, test } from 'vitest';
import { pagesOf, readBook } from '../../../src/lib/site/book.ts';
import { sidebarOf } from '../../../src/lib/site/sidebar.ts';
import { chapter, docsOf } from './docs-folder.ts';

const three = {
  'index.mdx': '---\ntitle: Home\n---\n\n## Not in the book\n',
  '05-second/index.mdx': chapter('I', 'second', '## One [#one]\n\n### Deeper [#deeper]\n\n## Two [#two]'),
  '01-first/index.mdx': chapter('I', 'first', 'Text.'),
  '30-last/index.mdx': chapter('III', 'last', '<Equation id="eq-a" name="rule a">\n\n$$\nx\n$$\n\n</Equation>'),
  'references.mdx': '---\ntitle: References\nsidebar:\n  order: 90\n---\n',
  'examples.mdx': '---\ntitle: Gallery\nsidebar:\n  order: 85\n---\n',
  'examples/second-box.mdx': '---\ntitle: Second box\n---\n\n<Experiment id="second-box" />\n',
  'examples/box.mdx': '---\ntitle: Box\ndescription: What it is.\n---\n\n## How [#how]\n',
  'examples/notes.txt': 'no page',
  'notation.md': '---\ntitle: Notation\nsidebar:\n  order: 10\n---\n\n## Symbols\n',
};

test('chapters are numbered through all parts in the order of their folders', () => {
  const { chapters } = readBook(docsOf(three));
  expect(chapters.map(({ number, slug, part }) => [number, slug, part])).toEqual([
    [1, 'first', 'I'],
    [2, 'second', 'I'],
    [3, 'last', 'III'],
  ]);
});

test('sections and equations carry the number of their chapter', () => {
  const [, second, last] = readBook(docsOf(three)).chapters;
  expect(second?.labels.map(({ id, number }) => [id, number])).toEqual([
    ['one', '2.1'],
    ['deeper', '2.1.1'],
    ['two', '2.2'],
  ]);
  expect(last?.labels).toEqual([{ kind: 'equation', id: 'eq-a', number: '3.1', depth: 0, title: 'rule a' }]);
});

test('the home page is in no list, and appendices come in the order they ask for', () => {
  expect(readBook(docsOf(three)).appendices.map(({ slug }) => slug)).toEqual(['notation', 'examples', 'references']);
});

test('a sandbox is a page below the gallery, without a number', () => {
  const book = readBook(docsOf(three));
  const { sandboxes, chapters, appendices } = book;
  expect(sandboxes.map(({ slug, title, description }) => [slug, title, description])).toEqual([
    ['examples/box', 'Box', 'What it is.'],
    ['examples/second-box', 'Second box', ''],
  ]);
  expect(sandboxes[1]?.labels).toEqual([{ kind: 'example', id: 'ex-second-box', number: '1', depth: 0, title: '' }]);
  expect(pagesOf(book)).toEqual([...chapters, ...sandboxes, ...appendices]);
});

test('a book without a folder of sandboxes has none', () => {
  const { '01-first/index.mdx': first } = three;
  const book = readBook(docsOf({ '01-first/index.mdx': first }));
  expect(book.sandboxes).toEqual([]);
  expect(sidebarOf(book).map(({ label }) => label)).toEqual(['I Why deep networks are hard to train']);
});

test('the sidebar has the parts that have chapters, the sandboxes and the appendices', () => {
  expect(sidebarOf(readBook(docsOf(three)))).toEqual([
    {
      label: 'I Why deep networks are hard to train',
      items: [
        { slug: 'first', label: '1 About first' },
        { slug: 'second', label: '2 About second' },
      ],
    },
    { label: 'III Cures', items: [{ slug: 'last', label: '3 About last' }] },
    { label: 'Sandbox', items: [{ slug: 'examples/box' }, { slug: 'examples/second-box' }] },
    { label: 'Appendices', items: [{ slug: 'notation' }, { slug: 'examples' }, { slug: 'references' }] },
  ]);
});

test('planned chapters are those of the plan without a chapter of that title', () => {
  const written = chapter('III', 'residual-learning', '').replace('About residual-learning', 'Residual learning');
  const [, , cures] = readBook(docsOf({ '30-residual-learning/index.mdx': written })).parts;
  expect(cures?.chapters.map(({ title }) => title)).toEqual(['Residual learning']);
  expect(cures?.planned[0]).toBe('Dense connections');
  expect(cures?.planned).not.toContain('Residual learning');
});

test.each([
  ['an unknown part', { '10-a/index.mdx': chapter('IV', 'a', '') }, /10-a\/index\.mdx: part is "IV"; write one of I, II, III/],
  ['no slug', { '10-a/index.mdx': '---\ntitle: A\npart: I\n---\n' }, /10-a\/index\.mdx: a chapter needs a slug/],
  [
    'a part after a later one',
    { '10-a/index.mdx': chapter('II', 'a', ''), '20-b/index.mdx': chapter('I', 'b', '') },
    /20-b\/index\.mdx: a chapter of part I comes after one of part II/,
  ],
  [
    'a heading without an id',
    { '10-a/index.mdx': chapter('I', 'a', 'Text.\n\n## Bare') },
    /10-a\/index\.mdx:9: The heading "Bare" has no id\. End it with an id of your own, for example "## Bare \[#some-words\]"/,
  ],
])('a chapter with %s is refused with the name of its file', (_, pages, message) => {
  expect(() => readBook(docsOf(pages))).toThrow(message);
});
