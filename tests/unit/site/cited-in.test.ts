import { expect, test } from 'vitest';
import { readBook } from '../../../src/lib/site/book.ts';
import { addressOf, usesIn } from '../../../src/lib/site/citedIn.ts';
import { treatmentOf } from '../../../src/lib/site/treatments.ts';
import type { Claim } from '../../../src/lib/site/claims.ts';
import { chapter, docsOf } from './docs-folder.ts';

const book = readBook(
  docsOf({
    '10-first/index.mdx': chapter(
      'I',
      'first',
      [
        'Opening <Cite keys="he16" />.',
        '## One [#one]\n\nText <Cite keys="he16 he15" /> and again <Cite keys="he16" textual />.',
        '### Inner [#inner]\n\n<SourceNote source="S1" claims="S1.1 S1.2">\n\nSee <Cite keys="glorot10" />.\n\n</SourceNote>',
        '### After [#after]\n\n<Experiment id="degradation" />',
        '## Two [#two]\n\n<Figure id="fig-a">\n<Fragment slot="caption">\n\nFrom <Cite keys="he16" />.\n\n</Fragment>\n</Figure>\n\n<SourceNote source="S1" claims="S1.2">\n\nMore.\n\n</SourceNote>',
      ].join('\n\n'),
    ),
    'notation.mdx': '---\ntitle: Notation\n---\n\nSymbols of <Cite keys="he15" />.\n',
  }),
);
const uses = usesIn(book);
const addresses = (places: Parameters<typeof addressOf>[0][] | undefined): string[] => (places ?? []).map(addressOf);

const claim: Claim = { id: 'S1.1', verdict: 'holds', says: 's', holds: 'h', refs: [], chapter: 'Highway networks' };

test('a work is cited in the sections that name it, each once, and on the page itself before the first section', () => {
  expect(addresses([...(uses.cites.get('he16') ?? [])])).toEqual(['/first/', '/first/#one', '/first/#two']);
  expect(addresses([...(uses.cites.get('glorot10') ?? [])])).toEqual(['/first/#inner']);
});

test('citations on pages outside the chapters count too', () => {
  expect(addresses([...(uses.cites.get('he15') ?? [])])).toEqual(['/first/#one', '/notation/']);
});

test('a work that nobody cites has no places', () => {
  expect(uses.cites.has('ng17')).toBe(false);
});

test('a claim is treated where its notes are, with the examples of those sections, also those that come later', () => {
  const treatment = treatmentOf(claim, book, uses);
  expect(treatment.kind === 'noted' && addresses([...treatment.places])).toEqual(['/first/#inner']);
  expect(treatment.examples.map(({ page, label }) => `${page.slug} ${label.number}`)).toEqual(['first 1.1']);
});

test('the section after the example has nothing to do with it', () => {
  const second = uses.claims.get('S1.2')?.map(({ section, examples }) => [section?.id, examples.length]);
  expect(second).toEqual([
    ['inner', 1],
    ['two', 0],
  ]);
});

test('a claim without a note belongs to the chapter of its subject, or to one that is still to be written', () => {
  expect(treatmentOf({ ...claim, id: 'S1.9' }, book, uses)).toEqual({ kind: 'planned', title: 'Highway networks', examples: [] });
  expect(treatmentOf({ ...claim, id: 'S1.9', chapter: 'About first' }, book, uses)).toMatchObject({
    kind: 'written',
    chapter: { number: 1, slug: 'first' },
  });
});

test('the example that a claim names is found wherever it stands, and listed once', () => {
  const named = treatmentOf({ ...claim, example: 'degradation' }, book, uses);
  expect(named.examples.map(({ label }) => label.id)).toEqual(['ex-degradation']);
  expect(treatmentOf({ ...claim, id: 'S1.9', example: 'degradation' }, book, uses).examples).toHaveLength(1);
});
