import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { headersFile } from '../../src/lib/site/headers.ts';
import { contentSecurityPolicy, fetchingPolicy } from '../../src/lib/site/policy.ts';
import { base, builtPages, dist } from './pages.ts';

/** A tag's attributes, and the text of a script or a style. */
interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly text: string;
}

/** All tags of a page, by another reading of HTML than that of the build. */
function tagsOf(html: string): Tag[] {
  const tags: Tag[] = [];
  let at = html.indexOf('<');
  while (at !== -1) {
    const [whole, name = ''] =
      /^<([a-z][\w-]*)((?:\s+[^\s=>"'/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?|\s*\/)*)\s*>/i.exec(
        html.slice(at, at + 1_000_000),
      ) ?? [];
    if (whole === undefined) {
      at = html.indexOf('<', at + 1);
      continue;
    }
    const pairs = [...whole.slice(name.length + 1).matchAll(/([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?/g)];
    const attributes = new Map(pairs.map(([, key = '', a, b, c]) => [key.toLowerCase(), a ?? b ?? c ?? ''] as const));
    const raw = ['script', 'style'].includes(name.toLowerCase());
    const end = raw ? html.toLowerCase().indexOf(`</${name.toLowerCase()}`, at) : at + whole.length;
    tags.push({ name: name.toLowerCase(), attributes, text: raw ? html.slice(at + whole.length, end) : '' });
    at = html.indexOf('<', end);
  }
  return tags;
}

const isData = (type = ''): boolean => /json$/.test(type);

describe.each(builtPages().map(({ path, html }) => [path, tagsOf(html)] as const))('the page %s', (path, tags) => {
  test('has the policy before any script, style or link', () => {
    const policies = tags.filter(({ attributes }) => attributes.get('http-equiv') === 'Content-Security-Policy');
    expect(policies.map(({ attributes }) => attributes.get('content'))).toEqual([
      /^\/?transfer-lab\//.test(path) ? fetchingPolicy : contentSecurityPolicy,
    ]);
    const place = tags.findIndex((tag) => tag === policies[0]);
    expect(tags.slice(0, place).map(({ name }) => name)).toEqual(['html', 'head'].slice(0, place));
  });

  test('has no script and no style in itself, no handlers in attributes and no addresses that are scripts', () => {
    const inline = tags.filter(
      ({ name, attributes }) => name === 'script' && !attributes.has('src') && !isData(attributes.get('type')),
    );
    expect(inline.map(({ text }) => text)).toEqual([]);
    expect(tags.filter(({ name }) => name === 'style').map(({ text }) => text)).toEqual([]);
    const attributes = tags.flatMap((tag) => [...tag.attributes]);
    expect(attributes.length).toBeGreaterThan(0);
    expect(attributes.filter(([name, value]) => /^on/.test(name) || /^\s*javascript:/i.test(value))).toEqual([]);
  });
});

test('the headers beside the pages are those of the site and of its base', () => {
  expect(readFileSync(join(dist, '_headers'), 'utf8')).toBe(headersFile(base));
});

test('the service worker is one file at the root, which names no other', () => {
  const worker = readFileSync(join(dist, 'sw.js'), 'utf8');
  expect(worker).not.toMatch(/\bimport\b|importScripts|process\.env/);
  expect(existsSync(join(dist, 'sw.css'))).toBe(false);
});
