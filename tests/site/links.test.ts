import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { base, builtPages, dist } from './pages.ts';

const pages = builtPages();
const idsOf = new Map(pages.map(({ path, ids }) => [path, new Set(ids)]));

/** Why a link of the page leads nowhere; undefined for one that is right, or that leaves the site. */
function fault(from: string, href: string): string | undefined {
  const url = new URL(href, `http://book${base.slice(0, -1)}${from}`);
  if (url.host !== 'book') return undefined;
  if (!url.pathname.startsWith(base)) return `${href} leaves the base ${base}`;
  const path = `/${decodeURIComponent(url.pathname.slice(base.length))}`;
  const ids = idsOf.get(path);
  if (ids === undefined) {
    return path.endsWith('/') || !existsSync(join(dist, path)) ? `${href} leads to no page` : undefined;
  }
  const id = decodeURIComponent(url.hash.slice(1));
  return id === '' || ids.has(id) ? undefined : `${href}: that page has no id "${id}"`;
}

test('the site has its pages', () => {
  for (const path of ['/', '/references/', '/404.html']) expect(idsOf.has(path), path).toBe(true);
  expect(pages.filter(({ html }) => html.includes('class="page-title')).length).toBeGreaterThan(3);
});

test.each(pages.map((page) => [page.path, page] as const))(
  'every link on %s leads to a page and a place of the site',
  (path, { links }) => {
    expect(links.length).toBeGreaterThan(0);
    expect(links.map((href) => fault(path, href)).filter((found) => found !== undefined)).toEqual([]);
  },
);

test.each(pages.map((page) => [page.path, page] as const))('no id on %s is there twice', (_, { ids }) => {
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
});

test('every page but the one for lost readers can be reached from the home page', () => {
  const reached = new Set(['/']);
  for (const path of reached) {
    for (const href of pages.find((page) => page.path === path)?.links ?? []) {
      const url = new URL(href, `http://book${base.slice(0, -1)}${path}`);
      const target = `/${url.pathname.slice(base.length)}`;
      if (url.host === 'book' && idsOf.has(target)) reached.add(target);
    }
  }
  expect(pages.map(({ path }) => path).filter((path) => !reached.has(path) && path !== '/404.html')).toEqual([]);
});
