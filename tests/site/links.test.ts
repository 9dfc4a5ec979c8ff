import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { base, builtPages, dist } from './pages.ts';

/** Hosts that answer on plain HTTP only. */
const withoutTls = ['neuralnetworksanddeeplearning.com'];

/** The book's own address, which a page has in what is to be cited; a copy that nobody has told its host has this machine's. */
const own = new URL(process.env['SITE_URL'] ?? 'http://localhost:4321').origin;

/** The same book, built as `tests/run.ts` does it for a host that gives it a folder of its own. */
const site = { name: 'the site', dir: dist, under: base };
const subPath = { name: 'the site under a path', dir: '.cache/dist-sub-path', under: '/deep/book/' };

describe.each([site, subPath])('in $name', ({ dir, under }) => {
  const pages = builtPages(dir);
  const byPath = new Map(pages.map((page) => [page.path, page]));
  const each = pages.map((page) => [page.path, page] as const);
  const urlOf = (path: string, href: string): URL =>
    new URL(href.startsWith(`${own}/`) ? href.slice(own.length) : href, `http://book${under.slice(0, -1)}${path}`);

  /** Why a link of the page leads nowhere; undefined for one that is right. */
  function fault(from: string, href: string): string | undefined {
    const url = urlOf(from, href);
    if (url.host !== 'book') return outside(url);
    if (!url.pathname.startsWith(under)) return `${href} leaves the base ${under}`;
    const path = `/${decodeURIComponent(url.pathname.slice(under.length))}`;
    const page = byPath.get(path);
    if (page === undefined) {
      return path.endsWith('/') || !existsSync(join(dir, path)) ? `${href} leads to no page` : undefined;
    }
    const id = decodeURIComponent(url.hash.slice(1));
    if (page.movedIds.includes(id)) return `${href}: "${id}" has moved; see src/content/redirects.json`;
    return id === '' || page.ids.includes(id) ? undefined : `${href}: that page has no id "${id}"`;
  }

  test.each(each)('every link on %s leads to a page and a place of the site, or to a safe address outside', (path, { links }) => {
    expect(links.length).toBeGreaterThan(0);
    expect(links.map((href) => fault(path, href)).filter((found) => found !== undefined)).toEqual([]);
  });

  test.each(each)('everything that %s loads is there', (path, { html }) => {
    const loaded = [...html.matchAll(/<(?:script|img|link)\b[^>]*?\s(?:src|href)="([^"]+)"[^>]*>/g)]
      .filter(([tag]) => !/rel="(canonical|alternate|sitemap)"/.test(tag))
      .map(([, address = '']) => urlOf(path, address));
    expect(loaded.length).toBeGreaterThan(0);
    const missing = loaded.filter(
      ({ host, pathname }) => host !== 'book' || !existsSync(join(dir, pathname.slice(under.length - 1))),
    );
    expect(missing.map(({ href }) => href)).toEqual([]);
  });

  test.each(each)('no id on %s is there twice', (_, { ids }) => {
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  test('every page but the one for lost readers can be reached from the home page', () => {
    const reached = new Set(['/']);
    for (const path of reached) {
      for (const href of byPath.get(path)?.links ?? []) {
        const url = urlOf(path, href);
        const target = `/${url.pathname.slice(under.length)}`;
        if (url.host === 'book' && byPath.has(target)) reached.add(target);
      }
    }
    expect(pages.map(({ path }) => path).filter((path) => !reached.has(path) && path !== '/404.html')).toEqual([]);
  });
});

function outside({ href, protocol, hostname }: URL): string | undefined {
  if (/^(localhost|127\.|0\.0\.0\.0|\[)/.test(hostname)) return `${href} is an address of this machine`;
  return protocol === 'https:' || withoutTls.includes(hostname) ? undefined : `${href} is not https`;
}

test('the site has its pages', () => {
  const pages = builtPages();
  for (const path of ['/', '/references/', '/sources/', '/404.html']) expect(pages.map((page) => page.path)).toContain(path);
  expect(pages.filter(({ html }) => html.includes('class="page-title')).length).toBeGreaterThan(3);
});

test.each([
  ['http://example.org/', 'is not https'],
  ['http://localhost:4321/', 'is an address of this machine'],
  ['https://127.0.0.1/', 'is an address of this machine'],
  ['javascript:void 0', 'is not https'],
])('a link to %s would be found', (href, fault) => {
  expect(outside(new URL(href))).toContain(fault);
});
