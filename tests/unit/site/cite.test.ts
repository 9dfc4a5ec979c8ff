import { expect, test } from 'vitest';
import { apa, bibtex, isLocal, type Cited } from '../../../src/lib/site/cite.ts';

const cited: Cited = {
  slug: 'residual-learning',
  number: 9,
  title: 'Residual learning',
  address: 'https://example.org/deep_book/residual-learning/',
  edition: { version: '1.2.3', commit: 'a1b2c3d', isChanged: false },
  date: { day: '2026-11-03', kind: 'changed' },
};

test('BibTeX has the chapter, the book, the edition and the address', () => {
  expect(bibtex(cited)).toBe(`@incollection{deep-and-trainable:residual-learning,
  author    = {{The authors of Deep, and Trainable}},
  title     = {Residual learning},
  booktitle = {Deep, and Trainable: An executable textbook on why deep networks are hard to train, and what fixes them},
  chapter   = {9},
  year      = {2026},
  month     = nov,
  note      = {Version 1.2.3, commit a1b2c3d, last changed on 3 November 2026. CC BY 4.0},
  url       = {https://example.org/deep_book/residual-learning/},
}`);
});

test('signs that TeX reads as commands are escaped, but not in the address', () => {
  const text = bibtex({ ...cited, title: 'R&D: 50 % of #1_b' });
  expect(text).toContain(String.raw`title     = {R\&D: 50 \% of \#1\_b}`);
  expect(text).toContain('{https://example.org/deep_book/');
});

test('APA has the day, the chapter in the book, the edition and the address', () => {
  const { before, book, after, address } = apa(cited);
  expect(before + book + after + address).toBe(
    'The authors of Deep, and Trainable. (2026, November 3). Residual learning. In Deep, and Trainable: An executable textbook ' +
      'on why deep networks are hard to train, and what fixes them (version 1.2.3, commit a1b2c3d, chapter 9). ' +
      'https://example.org/deep_book/residual-learning/',
  );
});

test('a copy without a history says that it is unversioned', () => {
  const copy: Cited = { ...cited, edition: { version: '1.2.3', isChanged: false }, date: { day: '2027-01-02', kind: 'built' } };
  expect(bibtex(copy)).toContain('note      = {Version 1.2.3, unversioned copy, built on 2 January 2027. CC BY 4.0}');
  expect(apa(copy).after).toContain('(version 1.2.3, unversioned copy, chapter 9)');
});

test('addresses that only this machine can open are known', () => {
  for (const address of ['http://localhost:4321/', 'http://127.0.0.1/x/', 'http://[::1]:80/'])
    expect(isLocal(address)).toBe(true);
  for (const address of ['https://example.org/', 'https://localhost.example.org/']) expect(isLocal(address)).toBe(false);
});
