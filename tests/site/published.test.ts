import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lostAddresses, readPublished, unpublished } from '../../src/lib/site/published.ts';
import { addressText, readRedirects } from '../../src/lib/site/redirects.ts';
import { allBuiltPages, dist } from './pages.ts';

const pages = allBuiltPages();
const published = readPublished();
const redirects = readRedirects();

test('no published page or id has disappeared without a redirect', () => {
  expect(Object.keys(published).length).toBeGreaterThan(5);
  expect(lostAddresses(published, pages, redirects)).toEqual([]);
});

test('the list of published ids is up to date; "npm run ids" brings it there', () => {
  expect(unpublished(published, pages).map(addressText)).toEqual([]);
});

test('every redirect is in place: a page at each former address, an entry on the page that an id has left', () => {
  expect(redirects.length).toBeGreaterThan(0);
  for (const { from, to } of redirects) {
    const page = pages.find(({ path }) => path === from.path);
    expect(page, addressText(from)).toBeDefined();
    if (from.id === undefined) expect(page?.isRedirect, addressText(from)).toBe(true);
    else if (page?.isRedirect === false) expect(page.movedIds).toContain(from.id);
    expect(page?.html).toContain(addressText(to));
  }
});

test('every redirect leads to a place of the book', () => {
  for (const { to } of redirects) {
    const target = pages.find(({ path }) => path === to.path);
    expect(target?.isRedirect, addressText(to)).toBe(false);
    if (to.id !== undefined) expect(target?.publishedIds).toContain(to.id);
  }
});

test('pages at former addresses are not in the sitemap', () => {
  const sitemap = readFileSync(`${dist}/sitemap-0.xml`, 'utf8');
  expect(sitemap).toContain('/references/');
  for (const { path } of pages.filter(({ isRedirect }) => isRedirect)) expect(sitemap).not.toContain(path);
});
