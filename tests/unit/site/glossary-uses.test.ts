import { expect, test } from 'vitest';
import { readBook } from '../../../src/lib/site/book.ts';
import type { Term } from '../../../src/lib/site/glossary.ts';
import { introductionOf, usesOfTerms } from '../../../src/lib/site/glossary-uses.ts';
import { chapter, docsOf } from './docs-folder.ts';

const logits: Term = { id: 'logits', term: 'logits', forms: ['scores'] };
const seed: Term = { id: 'seed', term: 'seed', forms: [] };

const book = readBook(
  docsOf({
    '10-first/index.mdx': chapter(
      'I',
      'first',
      'Before all sections, <Term>logits</Term>.\n\n## Speed [#speed]\n\nThe <Term id="logits">numbers</Term>.\n\n' +
        '### Deeper [#deeper]\n\n<Figure id="fig-a">\n\n<Term>Scores</Term> and <Term>scores</Term>.\n\n</Figure>',
    ),
    '20-second/index.mdx': chapter(
      'I',
      'second',
      '## Chance [#chance]\n\nA <Term>seed</Term>.\n\n#### Small print\n\n<Term>logits</Term>',
    ),
    'notation.mdx': '---\ntitle: Notation\n---\n\n<Term>seed</Term>\n',
  }),
);

test('a term leads back to each section that uses it, once, in reading order', () => {
  const uses = usesOfTerms(book, [logits, seed]);
  expect(uses.get('logits')).toEqual([
    { href: '/first/', name: 'chapter 1', title: 'About first' },
    { href: '/first/#speed', name: 'section 1.1', title: 'Speed' },
    { href: '/first/#deeper', name: 'section 1.1.1', title: 'Deeper' },
    { href: '/second/#chance', name: 'section 2.1', title: 'Chance' },
  ]);
  expect(uses.get('seed')?.map(({ href }) => href)).toEqual(['/second/#chance', '/notation/']);
});

test('a term knows the chapter, section, equation or figure that introduces it', () => {
  const names = ['first', 'first#deeper', 'first#fig-a'].map((introduced) => introductionOf({ ...seed, introduced }, book)?.name);
  expect(names).toEqual(['chapter 1', 'section 1.1.1', 'figure 1.1']);
  expect(introductionOf(seed, book)).toBeUndefined();
});

test.each([
  ['third#speed', 'there is no such page. There are: first, second, notation.'],
  ['first#sped', 'that page has no such id. Close to it: speed'],
  ['first#elsewhere', 'that page has no such id. It has: speed, deeper, fig-a.'],
])('a place that the book lacks, %s, fails the build with file and line', (introduced, message) => {
  const folder = docsOf({ 'seed.md': `---\nterm: seed\nintroduced: ${introduced}\n---\n\nWords.\n` });
  const place = (): unknown => introductionOf({ ...seed, introduced }, book, folder);
  expect(place).toThrow(`seed.md:3: introduced is "${introduced}"; `);
  expect(place).toThrow(message);
});
