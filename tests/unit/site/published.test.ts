import { expect, test } from 'vitest';
import { parseBuiltPage } from '../../../src/lib/site/builtPages.ts';
import { lostAddresses, unpublished, withPages } from '../../../src/lib/site/published.ts';
import { addressText, parseRedirects } from '../../../src/lib/site/redirects.ts';

const page = (path: string, ...ids: string[]) =>
  parseBuiltPage(path, ids.map((id) => `<div class="sl-heading-wrapper level-h2"><h2 id="${id}">T</h2></div>`).join(''));

const published = { '/a/': ['one', 'two'] };

test('headings, numbered things, and what says that it lasts are published; what components make for themselves is not', () => {
  const { publishedIds, movedIds } = parseBuiltPage(
    '/a/',
    `<h1 id="_top">T</h1><div class="sl-heading-wrapper level-h2"><h2 id="one">One</h2><a href="#one"></a></div>
     <h2 id="starlight__on-this-page">On this page</h2>
     <div class="equation" id="eq-a"></div><figure id="fig-a"></figure><section class="x" id="exr-a"></section>
     <section id="ex-degradation" data-experiment="degradation"><h3 id="ex-degradation-title">T</h3></section>
     <dt id="def-depth">Depth</dt><li id="he16" data-anchor>He</li><span id="note-1">Note</span>
     <p id="eq-old" data-moved>Moved</p><script>const x = '<h2 id="no">';</script>`,
  );
  expect(publishedIds).toEqual(['one', 'eq-a', 'fig-a', 'exr-a', 'ex-degradation', 'def-depth', 'he16']);
  expect(movedIds).toEqual(['eq-old']);
});

test('new pages and ids are added in order, and nothing is removed', () => {
  const pages = [page('/b/', 'z', 'y'), page('/a/', 'one', 'three')];
  expect(unpublished(published, pages).map(addressText)).toEqual(['/b/', '/b/#z', '/b/#y', '/a/#three']);
  expect(withPages(published, pages)).toEqual({ '/a/': ['one', 'three', 'two'], '/b/': ['y', 'z'] });
});

test('neither the page for lost readers nor one at a former address is published', () => {
  const former = parseBuiltPage('/old/', '<noscript><meta http-equiv="refresh" content="0; url=/a/" /></noscript>');
  expect(unpublished({}, [page('/404.html', 'x'), former])).toEqual([]);
});

test('nothing is lost as long as everything is there, or has an entry that leads to something', () => {
  expect(lostAddresses(published, [page('/a/', 'one', 'two')], [])).toEqual([]);
  expect(lostAddresses(published, [page('/a/', 'one', 'new')], parseRedirects({ '/a/#two': '/a/#new' }))).toEqual([]);
  expect(lostAddresses(published, [page('/b/', 'one', 'two')], parseRedirects({ '/a/': '/b/' }))).toEqual([]);
});

test('what is gone is named, with the way to mend it', () => {
  expect(lostAddresses(published, [page('/a/', 'one')], [])).toEqual([
    '/a/#two was published and is gone. If it has moved, add "/a/#two": "/where/it/is/#now" to src/content/redirects.json; ' +
      'if nothing took its place, let it lead to what comes closest.',
  ]);
});

test('an entry that leads nowhere is no way out', () => {
  expect(lostAddresses(published, [page('/b/', 'one')], parseRedirects({ '/a/': '/b/' }))).toEqual([
    '/a/#two leads to /b/#two, which does not exist. Mend its entry in src/content/redirects.json, or add one for "/a/#two" itself.',
  ]);
});
