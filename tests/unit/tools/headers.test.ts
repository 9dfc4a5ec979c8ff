import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { headerRules, headersFile } from '../../../src/lib/site/headers.ts';
import { contentSecurityPolicy, fetchingPolicy } from '../../../src/lib/site/policy.ts';
import { headersOf, parseHeaders } from '../../../src/lib/tools/headers.ts';

describe('a _headers file', () => {
  it('is read as paths with their headers, without comments', () => {
    const text = '# why\n/*\n  X-Frame-Options: DENY\n  # more\n  Referrer-Policy:same-origin  \r\n\n/embed/*\n\tX-Other: a: b\n';
    expect(parseHeaders(text)).toEqual([
      {
        path: '/*',
        headers: [
          ['X-Frame-Options', 'DENY'],
          ['Referrer-Policy', 'same-origin'],
        ],
      },
      { path: '/embed/*', headers: [['X-Other', 'a: b']] },
    ]);
  });

  it.each([
    ['  X-A: 1', '_headers, line 1: a header needs a line with its path above it, got "X-A: 1".'],
    ['/*\n  ! X-A', '_headers, line 2: one host removes a header so, others do not understand it, got "! X-A".'],
    ['/*\n  X-A', '_headers, line 2: a header is a name, a colon and a value, got "X-A".'],
    ['/*\n  X-A:  ', '_headers, line 2: a header is a name, a colon and a value, got "X-A:".'],
    ['https://a.b/*', '_headers, line 1: a rule starts with a path from the root, such as /embed/*, got "https://a.b/*".'],
    ['/*/a', '_headers, line 1: a path may have one * at its end and no placeholder, got "/*/a".'],
    ['/a/:b', '_headers, line 1: a path may have one * at its end and no placeholder, got "/a/:b".'],
  ])('that says %j is refused', (text, message) => {
    expect(() => parseHeaders(text)).toThrow(new Error(message));
  });
});

describe('the headers of an answer', () => {
  const rules = parseHeaders('/*\n  X-A: 1\n  X-B: 1\n/in/*\n  x-b: 2\n/in/page/\n  X-C: 3\n');

  it.each([
    ['/', { 'x-a': '1', 'x-b': '1' }],
    ['/in/', { 'x-a': '1', 'x-b': '1, 2' }],
    ['/in/page/?q=/#x', { 'x-a': '1', 'x-b': '1, 2', 'x-c': '3' }],
    ['/inside', { 'x-a': '1', 'x-b': '1' }],
    ['/other/?to=/in/', { 'x-a': '1', 'x-b': '1' }],
  ])('to %s come from all rules that match its path', (path, expected) => {
    expect(Object.fromEntries(headersOf(rules, path))).toEqual(expected);
  });
});

describe.each([
  ['/', ''],
  ['/deep/book/', '/deep/book'],
])("the book's headers below %s", (base, prefix) => {
  const rules = parseHeaders(headersFile(base));
  const of = (path: string): Record<string, string> => Object.fromEntries(headersOf(rules, prefix + path));

  it('are what the file says', () => {
    expect(rules).toEqual(headerRules(base));
  });

  it('isolate every page, and let isolated pages of others use its files', () => {
    for (const path of ['/', '/residual-learning/', '/embed/degradation/', '/_astro/x.js']) {
      expect(of(path)).toMatchObject({
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'cross-origin-resource-policy': 'cross-origin',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
      });
    }
  });

  it('let nobody frame a page, except those of one example alone', () => {
    expect(of('/residual-learning/')).toMatchObject({
      'x-frame-options': 'DENY',
      'content-security-policy': fetchingPolicy,
    });
    expect(of('/lecture/degradation/')['content-security-policy']).not.toContain('frame-ancestors');
    // Browsers ignore X-Frame-Options where a policy names the ancestors.
    expect(of('/embed/degradation/')['content-security-policy']).toBe(`${fetchingPolicy}, frame-ancestors *`);
  });

  it('let no worker fetch from other addresses, whether a host joins policies or takes the last', () => {
    for (const path of ['/_astro/lab.worker-x.js', '/_astro/trainer.worker-x.js', '/pagefind/pagefind-worker.js', '/sw.js'])
      expect(of(path)['content-security-policy']).toBe(`${fetchingPolicy}, ${contentSecurityPolicy}`);
  });

  it('name nothing outside of the base', () => {
    for (const { path } of rules) expect(path.startsWith(base)).toBe(true);
  });
});

it('the settings for nginx and Apache in the README send the same headers', () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  const [nginx = '', apache = ''] = [...readme.matchAll(/```(?:nginx|apache)\n([^]*?)```/g)].map(([, text = '']) => text);
  const rules = headerRules('/');
  const [all, ...narrow] = rules.filter(({ path }) => path !== '/embed/*');
  const embed = rules.find(({ path }) => path === '/embed/*');
  for (const [name, value] of all?.headers ?? []) {
    expect(nginx).toContain(`add_header ${name} "${value}" always;`);
    expect(apache).toContain(`Header always set ${name} "${value}"`);
  }
  for (const [name, value] of embed?.headers ?? []) {
    expect(nginx).toContain(`~^/embed/ "${value}"`);
    expect(nginx).toContain(`add_header ${name} $book_frames always;`);
    expect(apache).toContain(`Header always append ${name} "${value}"`);
  }
  const paths = narrow.map(({ path }) => path.replace(/\*$/, '').replace('.', '\\.'));
  expect(paths.length).toBe(3);
  expect(nginx).toContain(`~^(${paths.join('|')}) "${contentSecurityPolicy}"`);
  expect(nginx).toContain('add_header Content-Security-Policy $book_scripts always;');
  expect(apache).toContain(
    `<LocationMatch "^(${paths.join('|')})">\n  Header always append Content-Security-Policy "${contentSecurityPolicy}"`,
  );
});
