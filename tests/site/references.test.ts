import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readBook } from '../../src/lib/site/book.ts';
import { addressOf, usesIn } from '../../src/lib/site/citedIn.ts';
import { claimAnchor, readClaimIds, verdictNames } from '../../src/lib/site/claims.ts';
import { base, builtPages, dist } from './pages.ts';

const pages = new Map(builtPages().map((page) => [page.path, page]));
const references = pages.get('/references/')?.html ?? '';
const sources = pages.get('/sources/')?.html ?? '';
const uses = usesIn(readBook());
const under = (address: string): string => `${base.slice(0, -1)}${address}`;

/** The markup of one entry, from its id to the next entry. */
const partOf = (html: string, tag: string, id: string): string =>
  new RegExp(`<${tag}[^>]* id="${id}"[^]*?</${tag}>`).exec(html)?.[0] ?? '';

test('every work leads back to each section that cites it', () => {
  expect(uses.cites.size).toBeGreaterThan(10);
  for (const [key, places] of uses.cites) {
    const entry = partOf(references, 'li', key);
    for (const place of places) expect(entry, key).toContain(`href="${under(addressOf(place))}"`);
  }
});

test('a work leads to the claims that are judged by it', () => {
  expect(partOf(references, 'li', 'glorot10')).toContain(`href="${under('/sources/#s2-26')}"`);
});

test('every work has its BibTeX entry on the page, the same as in the file', () => {
  const file = readFileSync(join(dist, 'references.bib'), 'utf8');
  const keys = [...file.matchAll(/^@\w+\{(\w+),$/gm)].map(([, key = '']) => key);
  expect(keys.length).toBeGreaterThan(40);
  expect(pages.get('/references/')?.publishedIds.toSorted()).toEqual(keys.toSorted());
  for (const key of keys) expect(partOf(references, 'li', key)).toContain(`{${key},`);
  expect(references).toContain(`href="${under('/references.bib')}"`);
});

test('every claim of the sources stands on their page with a verdict in words', () => {
  for (const id of readClaimIds()) {
    const claim = partOf(sources, 'article', claimAnchor(id));
    expect(claim, id).toContain('The source says');
    const verdict = /data-verdict="(\w+)"/.exec(claim)?.[1];
    expect(verdictNames, id).toContain(verdict);
    expect(claim.toLowerCase()).toContain(verdict);
    expect(claim, id).toMatch(/Treated in|Belongs to|Will be treated in/);
  }
});

test('a claim with a note leads to it, and the note to the claim', () => {
  expect(uses.claims.size).toBeGreaterThan(20);
  for (const [id, places] of uses.claims) {
    const claim = partOf(sources, 'article', claimAnchor(id));
    for (const place of places) {
      expect(claim, id).toContain(`href="${under(addressOf(place))}"`);
      expect(pages.get(`/${place.page.slug}/`)?.links).toContain(under(`/sources/#${claimAnchor(id)}`));
    }
  }
});

test('a claim leads to the example that treats it', () => {
  expect(partOf(sources, 'article', 's1-11')).toContain(`href="${under('/residual-learning/#ex-degradation')}"`);
});
