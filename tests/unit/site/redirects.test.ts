import { expect, test } from 'vitest';
import { redirectPage } from '../../../src/lib/site/redirectPages.ts';
import { addressText, movedFrom, parseRedirects, readRedirects, redirected } from '../../../src/lib/site/redirects.ts';
import { docsOf } from './docs-folder.ts';

const redirects = parseRedirects({
  '/old/': '/new/',
  '/old/#gone': '/elsewhere/#found',
  '/kept/#a': '/kept/#b',
  '/merged/': '/kept/#b',
});

const leadsTo = (path: string, id?: string): string | undefined => {
  const target = redirected({ path, id }, redirects);
  return target === undefined ? undefined : addressText(target);
};

test('a page that has moved takes its ids along, but for those with an entry of their own', () => {
  expect(leadsTo('/old/')).toBe('/new/');
  expect(leadsTo('/old/', 'eq-a')).toBe('/new/#eq-a');
  expect(leadsTo('/old/', 'gone')).toBe('/elsewhere/#found');
});

test('a page that has become a part of another leads there whatever the id', () => {
  expect(leadsTo('/merged/', 'eq-a')).toBe('/kept/#b');
});

test('an id that has moved says nothing about its page', () => {
  expect(leadsTo('/kept/', 'a')).toBe('/kept/#b');
  expect(leadsTo('/kept/')).toBeUndefined();
  expect(leadsTo('/kept/', 'c')).toBeUndefined();
});

test('a page carries the ids that have left it, and a page that has moved carries none', () => {
  expect(movedFrom('/kept/', redirects)).toEqual([{ id: 'a', to: '/kept/#b' }]);
  expect(movedFrom('/old/', redirects)).toEqual([]);
});

test.each([
  ['an address without its slashes', { '/old': '/new/' }, '"/old" is no address of the book; write "/page/" for a page'],
  ['an address of another site', { '/old/': 'https://example.org/' }, '"https://example.org/" is no address of the book'],
  ['a target that is no text', { '/old/': 1 }, '"/old/" must lead to an address, not to 1.'],
  [
    'a target that has moved on',
    { '/a/': '/b/', '/b/': '/c/' },
    '"/a/" leads to "/b/", which has moved itself; let it lead to "/c/".',
  ],
  [
    'a target on a page that has moved on',
    { '/a/#x': '/b/#y', '/b/': '/c/' },
    '"/a/#x" leads to "/b/#y", which has moved itself; let it lead to "/c/#y".',
  ],
])('%s is refused', (_, entries, message) => {
  expect(() => parseRedirects(entries)).toThrow(message);
});

test('the faults of a file are told with its name', () => {
  const file = `${docsOf({ 'redirects.json': '{ "/old": "/new/" }' })}/redirects.json`;
  expect(() => readRedirects(file)).toThrow(/redirects\.json: "\/old" is no address/);
});

test('the page at a former address names the new one for search engines, for readers without scripts, and for the script', () => {
  const html = redirectPage(
    { path: '/old/', to: '/new/', ids: { gone: '/elsewhere/#found' } },
    '/course',
    new URL('https://example.org/course/'),
  );
  expect(html).toContain('<link rel="canonical" href="https://example.org/course/new/" />');
  expect(html).toContain('<noscript><meta http-equiv="refresh" content="0; url=/course/new/" /></noscript>');
  expect(html).toContain('<a href="/course/new/">');
  expect(html).toContain('src="/course/moved.js"');
  expect(html).toContain('data-ids="{&quot;gone&quot;:&quot;/course/elsewhere/#found&quot;}"');
});
