import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, test } from 'vitest';
import { readBook } from '../../src/lib/site/book.ts';
import { placeOf, readGlossary } from '../../src/lib/site/glossary.ts';
import { base, builtPages, dist } from './pages.ts';

const pages = new Map(builtPages().map((page) => [page.path, page]));
const { chapters } = readBook();
const glossary = readGlossary();
const page = pages.get('/glossary/');

/** The entry of each term on the page of the glossary, by the id that its heading has. */
const entries = new Map(
  (page?.html.split('<section class="entry').slice(1) ?? []).map((html) => [/<h2 id="([^"]+)"/.exec(html)?.[1] ?? '', html]),
);

/** [section, term] for each use of a term in a built chapter, in order; the section is its id, '' before the first. */
function usesIn(slug: string, sections: ReadonlySet<string>): [string, string][] {
  const uses: [string, string][] = [];
  let section = '';
  for (const [, heading, term] of pages
    .get(`/${slug}/`)
    ?.html.matchAll(/<h[23] id="([^"]+)"|<a\b[^>]*href="[^"]*\/glossary\/#([^"]+)"/g) ?? []) {
    if (heading !== undefined && sections.has(heading)) section = heading;
    if (term !== undefined) uses.push([section, term]);
  }
  return uses;
}

describe('the page of the glossary', () => {
  it('has every term once, in order, under its own id', () => {
    expect([...entries.keys()]).toEqual(glossary.map(({ id }) => placeOf(id)));
    expect(page?.ids).toEqual(expect.arrayContaining([...entries.keys()]));
  });

  it('has a definition under each term, and the way to the section that explains it', () => {
    for (const { id, introduced } of glossary) {
      const html = entries.get(placeOf(id)) ?? '';
      expect(/<p>([^]*?)<\/p>/.exec(html)?.[1]?.length, id).toBeGreaterThan(40);
      const [slug, place] = introduced?.split('#') ?? [];
      if (slug !== undefined) expect(html, id).toContain(`href="${base}${slug}/${place === undefined ? '' : `#${place}`}"`);
    }
  });
});

describe.each(chapters.map((chapter) => [chapter.slug, chapter] as const))('the chapter %s', (slug, { labels }) => {
  const uses = usesIn(slug, new Set(labels.filter(({ kind }) => kind === 'section').map(({ id }) => id)));
  const html = pages.get(`/${slug}/`)?.html ?? '';

  it('links to terms, each of which is in the glossary and leads back to the section', () => {
    expect(uses.length).toBeGreaterThanOrEqual(8);
    for (const [section, term] of uses) {
      expect(page?.ids, term).toContain(term);
      expect(entries.get(term), `${section}: ${term}`).toContain(`href="${base}${slug}/${section === '' ? '' : `#${section}`}"`);
    }
  });

  it('brings one card for each term and each work that it links to', () => {
    const links = [...html.matchAll(/<a\b[^>]*\sdata-card="([^"]+)"/g)].map(([, card]) => card);
    const cards = [...html.matchAll(/<template data-card="([^"]+)"/g)].map(([, card]) => card);
    expect(cards.length).toBeGreaterThan(10);
    expect(cards.toSorted()).toEqual([...new Set(links)].toSorted());
  });

  it('loads the script of the cards once', () => {
    expect(html.match(/<script[^>]*HoverCards/g)).toHaveLength(1);
  });
});

test('the page of notation sets every symbol, and says where it is first used', () => {
  const { html = '', links = [] } = pages.get('/notation/') ?? {};
  const rows = html.match(/<tr>\s*<td/g)?.length ?? 0;
  expect(rows).toBeGreaterThan(30);
  expect(html.match(/<tr>\s*<td[^>]*><span class="katex"/g)).toHaveLength(rows);
  expect(links.filter((href) => /\/(vanishing|exponentials|residual)[a-z-]+\/#/.test(href)).length).toBeGreaterThan(25);
});

test('the cards cost at most three kilobytes, with all that their script asks for but the loader that every script has', () => {
  const assets = join(dist, '_astro');
  const scripts = readdirSync(assets).filter((name) => /^HoverCards.*\.js$/.test(name));
  expect(scripts).toHaveLength(1);
  const asked = new Set(scripts);
  // A set goes on over what is added on the way.
  for (const name of asked)
    for (const [, other = ''] of readFileSync(join(assets, name), 'utf8').matchAll(/["'`]\.\/([\w.-]+\.js)["'`]/g))
      asked.add(other);
  expect(asked.size).toBeLessThan(5);
  const bytes = [...asked]
    .filter((name) => !name.startsWith('preload.'))
    .map((name) => gzipSync(readFileSync(join(assets, name))).length);
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(3000);
});
