import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { pagesOf, readBook } from '../../src/lib/site/book.ts';
import { base, builtPages, dist } from './pages.ts';

const book = readBook();
const paths = ['/', ...pagesOf(book).map(({ slug }) => `/${slug}/`)];
const pages = new Map(builtPages().map((page) => [page.path, page]));
const htmlOf = (path: string): string => pages.get(path)?.html ?? '';

/** The one value of a tag of the head. Throws where there is none, or more than one. */
function only(html: string, pattern: RegExp): string {
  const found = [...(html.split('</head>')[0] ?? '').matchAll(pattern)].map(([, value = '']) => value);
  expect(found, String(pattern)).toHaveLength(1);
  return found[0] ?? '';
}
const meta = (html: string, name: string): string =>
  only(html, new RegExp(`<meta (?:name|property)="${name}" content="([^"]*)"`, 'g'));
const canonical = (html: string): string => only(html, /<link rel="canonical" href="([^"]*)"/g);
const linkedData = (html: string): Record<string, unknown> =>
  JSON.parse(only(html, /<script type="application\/ld\+json">(.*?)<\/script>/gs)) as Record<string, unknown>;

/** From an address of the published site to a file of the built one. */
const fileOf = (address: string): string => join(dist, new URL(address).pathname.slice(base.length));

describe.each(paths)('the head of %s', (path) => {
  const html = htmlOf(path);

  test('has one canonical address, which is its own, and which is shared', () => {
    const address = new URL(canonical(html));
    expect(address.pathname).toBe(base + path.slice(1));
    expect(meta(html, 'og:url')).toBe(address.href);
  });

  test('has a title and a description for search and sharing', () => {
    expect(only(html, /<title>([^<]*)<\/title>/g)).toContain('Deep, and Trainable');
    expect(meta(html, 'description').length).toBeGreaterThan(40);
    expect(meta(html, 'og:description')).toBe(meta(html, 'description'));
    expect(meta(html, 'twitter:card')).toBe('summary_large_image');
    expect(meta(html, 'og:title')).not.toBe('');
  });

  test('asks for the two fonts that its styles begin with, from files that they name', () => {
    const fonts = [...html.matchAll(/<link rel="preload" href="([^"]*)" as="font" type="font\/woff2" crossorigin>/g)];
    const names = fonts.map(([, href = '']) => href);
    expect(names.map((name) => name.replace(/^.*\/|\..*$/g, ''))).toEqual([
      'source-serif-4-latin-wght-normal',
      'inter-latin-wght-normal',
    ]);
    const sheets = [...html.matchAll(/<link rel="stylesheet" href="([^"]*)"/g)].map(([, href = '']) => href);
    const css = sheets.map((href) => readFileSync(join(dist, href.slice(base.length)), 'utf8')).join('');
    for (const name of names) expect(css).toContain(`url(${name})`);
  });

  test('names a card that is there, of the size that it says', async () => {
    const file = fileOf(meta(html, 'og:image'));
    expect(meta(html, 'twitter:image')).toBe(meta(html, 'og:image'));
    const { width, height, format } = await sharp(file).metadata();
    expect([width, height, format]).toEqual([1200, 630, 'png']);
    expect([meta(html, 'og:image:width'), meta(html, 'og:image:height')]).toEqual(['1200', '630']);
    expect(readFileSync(file).length).toBeLessThan(60_000);
  });

  test('tells what the page is in the words of schema.org', () => {
    const data = linkedData(html);
    expect(data['@context']).toBe('https://schema.org');
    expect(data['url']).toBe(canonical(html));
    expect(data['license']).toContain('creativecommons.org/licenses/by/4.0');
    if (path !== '/') expect(data['isPartOf']).toMatchObject({ url: canonical(htmlOf('/')) });
  });
});

test('no two pages have the same address, title, description or card', () => {
  for (const read of [
    canonical,
    (html: string) => only(html, /<title>([^<]*)<\/title>/g),
    (html: string) => meta(html, 'description'),
    (html: string) => meta(html, 'og:image'),
  ]) {
    const values = paths.map((path) => read(htmlOf(path)));
    expect(new Set(values).size).toBe(values.length);
  }
});

test('the sitemap has every page of the book, and no view for slides or frames', () => {
  const index = readFileSync(join(dist, 'sitemap-index.xml'), 'utf8');
  const maps = [...index.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, address = '']) => fileOf(address));
  expect(maps.every((file) => existsSync(file))).toBe(true);
  const listed = maps.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, address = '']) => address),
  );
  expect(listed).toEqual(expect.arrayContaining(paths.map((path) => canonical(htmlOf(path)))));
  expect(listed.filter((address) => /\/(lecture|embed)\//.test(address))).toEqual([]);
});

test('the page for lost readers is neither found nor shared', () => {
  const html = htmlOf('/404.html');
  expect(meta(html, 'robots')).toBe('noindex');
  expect(html).not.toContain('rel="canonical"');
  expect(html).not.toContain('og:image');
});

describe.each(book.chapters.map(({ slug, number }) => [slug, number] as const))('the chapter %s', (slug, number) => {
  const html = htmlOf(`/${slug}/`);

  test('can be cited with its address and edition, without scripts', () => {
    const text = html.slice(html.indexOf('id="cite-bibtex"'));
    expect(text).toContain(`@incollection{deep-and-trainable:${slug},`);
    expect(text).toContain(`chapter   = {${number}}`);
    expect(text).toContain(`url       = {${canonical(html)}}`);
    expect(text).toMatch(/Version \d+\.\d+\.\d+, (commit [0-9a-f]{7}|unversioned copy)/);
  });

  test('says how long it is', () => {
    expect(html).toMatch(/About \d+ minutes? to read/);
  });

  test('leads to the next page of the book and back', () => {
    // Sandboxes stand beside the book's order: their way back is the gallery.
    const order = ['/', ...[...book.chapters, ...book.appendices].map((page) => `/${page.slug}/`)];
    const place = order.indexOf(`/${slug}/`);
    const link = (rel: string): string | undefined =>
      new RegExp(`<a href="([^"]*)" rel="${rel}"`).exec(html)?.[1]?.slice(base.length - 1);
    expect([link('prev'), link('next')]).toEqual([order[place - 1], order[place + 1]]);
  });
});
