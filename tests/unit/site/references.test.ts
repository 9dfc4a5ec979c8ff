import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  authorsInFull,
  authorsInText,
  citations,
  linkOf,
  yearInText,
  type Bibliography,
} from '../../../src/lib/site/references.ts';

const he = ['He, K.', 'Zhang, X.', 'Ren, S.', 'Sun, J.'];
const bibliography: Bibliography = {
  he15: { authors: he, title: 'Rectifiers', venue: 'ICCV', year: 2015 },
  he16: { authors: he, title: 'Residual', venue: 'CVPR', year: 2016, arxiv: '1512.03385' },
  he16b: { authors: he, title: 'Identity', venue: 'ECCV', year: 2016 },
  glorot10: { authors: ['Glorot, X.', 'Bengio, Y.'], title: 'Difficulty', venue: 'AISTATS', year: 2010 },
  ng17: { authors: ['Ng, A.'], title: 'Video', venue: 'DeepLearningAI', year: 2017 },
  cs231n: { authors: ['Karpathy, A.'], others: true, title: 'Notes', venue: 'Stanford', url: 'https://cs231n.github.io' },
};

const inText = (keys: string): string[] => citations(keys, bibliography).map(({ authors, year }) => `${authors}|${year}`);

test('one, two and more authors', () => {
  expect(inText('ng17 glorot10 he15')).toEqual(['Ng|2017', 'Glorot and Bengio|2010', 'He et al.|2015']);
  expect(authorsInText(bibliography['cs231n'] ?? { authors: [], title: '', venue: '' })).toBe('Karpathy et al.');
});

test('works of the same authors and year get letters in the order of the bibliography', () => {
  expect(yearInText('he16', bibliography)).toBe('2016a');
  expect(yearInText('he16b', bibliography)).toBe('2016b');
  expect(yearInText('he15', bibliography)).toBe('2015');
  expect(yearInText('cs231n', bibliography)).toBe('undated');
});

test('authors are named once for neighbouring works', () => {
  expect(inText('he16 he16b ng17')).toEqual(['He et al.|2016a', '|2016b', 'Ng|2017']);
});

test('a full list of authors reads as a sentence', () => {
  expect(authorsInFull({ authors: he, title: '', venue: '' })).toBe('He, K., Zhang, X., Ren, S. and Sun, J.');
});

test('a work leads to its DOI, else to arXiv, else to its address, else nowhere', () => {
  const base = { authors: ['A'], title: 't', venue: 'v' };
  expect(linkOf({ ...base, doi: '10.1/x', arxiv: '1.2' })).toBe('https://doi.org/10.1/x');
  expect(linkOf({ ...base, arxiv: '1512.03385' })).toBe('https://arxiv.org/abs/1512.03385');
  expect(linkOf({ ...base, url: 'https://a.b' })).toBe('https://a.b');
  expect(linkOf(base)).toBeUndefined();
});

test('an unknown key is refused, with the keys that it may have meant', () => {
  expect(() => citations('he17', bibliography)).toThrow('The bibliography has no "he17". Did you mean he15 or he16 or he16b?');
  expect(() => citations('xyz', bibliography)).toThrow('Add it to src/content/references/references.json.');
  expect(() => citations(' ', bibliography)).toThrow('<Cite> needs keys="..."');
});

test('no two works of the book read alike in the text', () => {
  const file = new URL('../../../src/content/references/references.json', import.meta.url);
  const book = JSON.parse(readFileSync(file, 'utf8')) as Bibliography;
  const read = Object.entries(book).map(([key, work]) => `${authorsInText(work)} ${yearInText(key, book)}`);
  expect(read.length).toBeGreaterThan(40);
  expect(new Set(read).size).toBe(read.length);
});
