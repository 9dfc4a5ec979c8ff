import { relative } from 'node:path';
import { describe, expect, it, test, vi } from 'vitest';
import { findTerm, inOrder, placeOf, readGlossary, type Term } from '../../../src/lib/site/glossary.ts';
import { definitionOf } from '../../../src/lib/site/glossary-definition.ts';
import { closeNames } from '../../../src/lib/site/glossary-names.ts';
import { docsOf } from './docs-folder.ts';

const entry = (fields: string, text = 'Some words.'): string => `---\n${fields}\n---\n\n${text}\n`;

const glossary: readonly Term[] = readGlossary(
  docsOf({
    'fan-in.md': entry('term: fan-in\nforms: [number of inputs]\nintroduced: first#speed'),
    'logits.md': entry('term: logits\nforms: [logit]'),
    'batch-normalisation.md': entry('term: batch normalisation'),
  }),
);

describe('the glossary', () => {
  it('has a term for each file, in the order of a dictionary', () => {
    expect(glossary).toEqual([
      { id: 'batch-normalisation', term: 'batch normalisation', forms: [] },
      { id: 'fan-in', term: 'fan-in', forms: ['number of inputs'], introduced: 'first#speed' },
      { id: 'logits', term: 'logits', forms: ['logit'] },
    ]);
  });

  it('orders by letters, whatever the capitals, hyphens and spaces', () => {
    const terms = [
      'weight decay',
      'Adam',
      'fan-in',
      'mini-batch',
      'activation',
      'MNIST',
      'fanfare',
      'He initialisation',
      'hidden layer',
    ];
    expect(inOrder(terms.map((term) => ({ term }))).map(({ term }) => term)).toEqual([
      'activation',
      'Adam',
      'fanfare',
      'fan-in',
      'He initialisation',
      'hidden layer',
      'mini-batch',
      'MNIST',
      'weight decay',
    ]);
  });

  it('has no entries where there is no folder', () => {
    expect(readGlossary('/nowhere/at/all')).toEqual([]);
  });

  it.each([
    ['a term without its word', { 'a.md': entry('forms: [b]') }, /a\.md:1: term: /],
    ['a field that nobody reads', { 'a.md': entry('term: a\nsee: b') }, /a\.md:1: .*"see"/],
    [
      'a place that is no address',
      { 'a.md': entry('term: a\nintroduced: section 3') },
      /a\.md:1: introduced: write a page and an id on it, such as "residual-learning#block-2015"\./,
    ],
    [
      'words that two terms claim',
      { 'a.md': entry('term: scores'), 'b.md': entry('term: b\nforms: [Scores]') },
      /a\.md and b\.md both claim "scores"; a form belongs to one term\./,
    ],
  ])('refuses %s, and names the file', (_, files, message) => {
    expect(() => readGlossary(docsOf(files))).toThrow(message);
  });
});

describe('a term', () => {
  it('is found by its id, by its words and by other forms of them', () => {
    expect(findTerm(glossary, 'fan-in', 'the inputs that it sums').id).toBe('fan-in');
    expect(findTerm(glossary, undefined, 'Number of\n  inputs').id).toBe('fan-in');
    expect(findTerm(glossary, undefined, ' Logits').id).toBe('logits');
  });

  it('that is unknown is refused, with what comes close', () => {
    expect(() => findTerm(glossary, undefined, 'batch normalization')).toThrow(
      '<Term>batch normalization</Term>: the glossary has no such term. Did you mean "batch normalisation"?',
    );
    expect(() => findTerm(glossary, 'fanin', '')).toThrow(
      '<Term id="fanin">: the glossary has no such term. Did you mean "fan-in"?',
    );
    expect(() => findTerm(glossary, undefined, 'perplexity')).toThrow(
      '<Term>perplexity</Term>: the glossary has no such term. Write it into src/content/glossary/, or give id="..."',
    );
  });

  it('has a place of its own on the page', () => {
    expect(placeOf('fan-in')).toBe('def-fan-in');
  });
});

test('close names come closest first, at most three, and none from afar', () => {
  expect(closeNames('epoc', ['epoch', 'epochs', 'depth', 'seed'])).toEqual(['epoch', 'epochs']);
  expect(closeNames('Gradient', ['gradient norm', 'vanishing gradient', 'gradients', 'gradient'])).toEqual([
    'gradient',
    'gradient norm',
    'gradients',
  ]);
  expect(closeNames('xyz', ['logits', 'seed'])).toEqual([]);
});

describe('a definition', () => {
  it('is HTML with its formulas set', async () => {
    const html = await definitionOf('a', docsOf({ 'a.md': entry('term: a', 'The *length* $\\lVert v \\rVert$.') }));
    expect(html).toContain('<em>length</em>');
    expect(html).toContain('class="katex"');
  });

  it('with a wrong formula fails the build with file, line and reason', async () => {
    // The processor also prints what it throws.
    vi.spyOn(console, 'error').mockImplementationOnce(() => undefined);
    const folder = docsOf({ 'a.md': entry('term: a', 'Fine.\n\nWrong: $\\frac{1$.') });
    await expect(definitionOf('a', folder)).rejects.toThrow(
      `${relative(process.cwd(), folder)}/a.md:7: KaTeX cannot set this formula.`,
    );
  });
});

test('the terms of the book are all there, each with a definition of its own', async () => {
  const book = readGlossary();
  expect(book.length).toBeGreaterThan(40);
  expect(book.map(({ term }) => term)).toEqual(expect.arrayContaining(['logits', 'fan-in', 'degradation', 'option A shortcut']));
  const definitions = await Promise.all(book.map(({ id }) => definitionOf(id)));
  expect(new Set(definitions).size).toBe(book.length);
  for (const [i, html] of definitions.entries()) expect(html.length, book[i]?.term).toBeGreaterThan(60);
});
