import { beforeEach, describe, expect, it } from 'vitest';
import { keptFirst, networkFirst, pageFirst } from '../../../src/lib/offline/answer.ts';
import { PackStore } from '../../../src/lib/offline/PackStore.ts';
import { wayOf, type Asked } from '../../../src/lib/offline/routes.ts';
import { FakeCaches } from './FakeCaches.ts';
import { packOf, site } from './packs.ts';

describe('the way of a request', () => {
  const asked = (path: string, more: Partial<Asked> = {}): Asked => ({
    url: site + path,
    method: 'GET',
    mode: 'cors',
    cache: 'default',
    range: null,
    ...more,
  });

  it.each([
    ['a page', asked('chapter/?e=x', { mode: 'navigate' }), 'page'],
    ['a page that is reloaded', asked('chapter/', { mode: 'navigate', cache: 'no-cache' }), 'page'],
    ['a file whose name tells its content', asked('_astro/page.B3x9.js'), 'fixed'],
    ['data with a checksum', asked('data/x.bin'), 'fixed'],
    ['another file', asked('favicon.svg'), 'file'],
    ['the script of the worker itself', asked('sw.js'), 'file'],
  ])('%s: %#', (_, request, way) => {
    expect(wayOf(request, site)).toBe(way);
  });

  it.each([
    ['of another host', asked('', { url: 'https://elsewhere.org/deep/' })],
    ['of another part of the host', asked('', { url: 'https://book.org/other/' })],
    ['that sends something', asked('chapter/', { method: 'POST' })],
    ['for a part of a file', asked('data/x.bin', { range: 'bytes=0-9' })],
    ['past every cache', asked('data/x.bin', { cache: 'reload' })],
    ['that no cache may keep', asked('_astro/page.js', { cache: 'no-store' })],
    ["for what the site's edition is", asked('chapter/offline.json')],
  ])('a request %s is left to the browser', (_, request) => {
    expect(wayOf(request, site)).toBe(undefined);
  });
});

describe('the service worker', () => {
  let store: PackStore;
  let asked = 0;
  const page = `${site}chapter/`;
  const online = async (): Promise<Response> => {
    asked++;
    return new Response('from the site');
  };
  const offline = (): Promise<Response> => Promise.reject(new TypeError('Failed to fetch'));
  const failing = async (): Promise<Response> => new Response('busy', { status: 502 });
  const text = async (answer: Promise<Response>): Promise<string> => (await answer).text();

  beforeEach(async () => {
    asked = 0;
    store = new PackStore(new FakeCaches().storage, site);
    const manifest = packOf();
    for (const file of manifest.files) await store.put(manifest, file, new Response('kept'));
    await store.complete(manifest, new Date('2026-11-21'));
  });

  it('answers fixed files from the packs without asking, and asks for others', async () => {
    expect(await text(keptFirst(`${site}data/x.bin`, store, online))).toBe('kept');
    expect(asked).toBe(0);
    expect(await text(keptFirst(`${site}data/y.bin`, store, online))).toBe('from the site');
    await expect(keptFirst(`${site}data/y.bin`, store, offline)).rejects.toThrow('Failed to fetch');
  });

  it.each([networkFirst, pageFirst])('answers from the site where it can, and else from the packs: %o', async (answer) => {
    expect(await text(answer(page, store, online))).toBe('from the site');
    expect(await text(answer(page, store, offline))).toBe('kept');
    expect(await text(answer(page, store, failing))).toBe('kept');
    expect((await answer(`${site}other/`, store, failing)).status).toBe(502);
  });

  it('passes on what the site says of a page that is gone', async () => {
    const gone = async (): Promise<Response> => new Response('', { status: 404 });
    expect((await pageFirst(page, store, gone)).status).toBe(404);
  });

  it('leads from an address without its slash to the page', async () => {
    const answer = await pageFirst(page.slice(0, -1), store, offline);
    expect([answer.status, answer.headers.get('Location')]).toEqual([302, page]);
  });

  it('says of a page that is not saved that it is not, and names those that are', async () => {
    const answer = await pageFirst(`${site}other/`, store, offline);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('Content-Security-Policy')).toBe("default-src 'none'");
    const html = await answer.text();
    expect(html).toContain('This page needs a network: it is not saved on this device.');
    expect(html).toContain(`<li><a href="${page}">The &lt;chapter></a></li>`);
    await store.remove('chapter');
    expect(await text(pageFirst(`${site}other/`, store, offline))).not.toContain('<ul>');
  });
});
