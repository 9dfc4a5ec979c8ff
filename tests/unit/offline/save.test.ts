import { beforeEach, describe, expect, it } from 'vitest';
import type { Fetch } from '../../../src/lib/offline/download.ts';
import type { PackManifest } from '../../../src/lib/offline/manifest.ts';
import { PackStore } from '../../../src/lib/offline/PackStore.ts';
import { savePack } from '../../../src/lib/offline/save.ts';
import { FakeCaches } from './FakeCaches.ts';
import { contents, packOf, site } from './packs.ts';

let fake: FakeCaches;
let store: PackStore;
let asked: string[];
beforeEach(() => {
  fake = new FakeCaches();
  store = new PackStore(fake.storage, site);
  asked = [];
});

const signal = new AbortController().signal;
const total = 44 + 20 + 7 + 10;

/** A site that answers with these contents; an error is thrown, a number is a status. */
const serving =
  (answers: Readonly<Record<string, string | number | Error>> = contents): Fetch =>
  async (url, { cache }) => {
    const path = url.slice(site.length);
    asked.push(`${path} ${cache}`);
    const answer = answers[path] ?? contents[path] ?? 404;
    if (answer instanceof Error) throw answer;
    if (typeof answer === 'number') return new Response('', { status: answer });
    const headers = { 'Content-Encoding': 'gzip', 'Content-Length': '9', 'Cross-Origin-Embedder-Policy': 'require-corp' };
    return new Response(answer, { headers });
  };

async function save(fetch: Fetch, manifest: PackManifest = packOf(), progress: number[] = [], stop = signal): Promise<void> {
  const saving = { manifest, store, fetch, free: async () => 2_000_000, now: () => new Date('2026-11-21') };
  await savePack(saving, (done) => progress.push(done), stop);
}

describe('saving a pack', () => {
  it('keeps every file with the headers of the host, and tells how far it is', async () => {
    const progress: number[] = [];
    await save(serving(), packOf(), progress);
    expect(progress[0]).toBe(0);
    expect(progress.at(-1)).toBe(total);
    const kept = await store.match(`${site}_astro/engine.js`);
    expect(await kept?.text()).toBe('train()');
    expect(Object.fromEntries(kept?.headers ?? [])).toEqual({
      'content-type': 'text/plain;charset=UTF-8',
      'cross-origin-embedder-policy': 'require-corp',
    });
    expect((await store.find('chapter'))?.savedAt).toEqual(new Date('2026-11-21'));
  });

  it('asks the host itself for pages, and for files only what caches cannot answer rightly', async () => {
    await save(serving());
    expect(asked.sort()).toEqual(['_astro/engine.js default', '_astro/page.js default', 'chapter/ reload', 'data/x.bin default']);
  });

  it('goes on where it was left', async () => {
    const breaking: Fetch = async (url, init) => {
      if (!url.endsWith('.bin')) return serving()(url, init);
      while ((await store.missing(packOf())).length > 1) await new Promise((later) => setTimeout(later));
      throw new TypeError('Failed to fetch');
    };
    await expect(save(breaking)).rejects.toThrow('Failed to fetch');
    asked = [];
    const progress: number[] = [];
    await save(serving(), packOf(), progress);
    expect(asked).toEqual(['data/x.bin default']);
    expect(progress.at(-1)).toBe(total);
  });

  it('asks again for a file that is not the right one, and takes its bytes back', async () => {
    let copies = 0;
    const progress: number[] = [];
    const fetch: Fetch = (url, init) =>
      serving(url.endsWith('.bin') && copies++ === 0 ? { 'data/x.bin': 'an older copy' } : {})(url, init);
    await save(fetch, packOf(), progress);
    expect(asked.filter((what) => what.startsWith('data/'))).toEqual(['data/x.bin default', 'data/x.bin reload']);
    expect(progress.at(-1)).toBe(total);
  });

  it('stops at once when asked, with the reason given, and saves nothing as complete', async () => {
    const stopping = new AbortController();
    const stopAtData: Fetch = async (url, init) => {
      if (url.endsWith('.bin')) stopping.abort(new Error('enough'));
      init.signal?.throwIfAborted();
      return serving()(url, init);
    };
    await expect(save(stopAtData, packOf(), [], stopping.signal)).rejects.toThrow('enough');
    expect(await store.find('chapter')).toBe(undefined);
  });
});

describe('a pack that cannot be saved', () => {
  it.each([
    [
      'because the network went',
      { 'data/x.bin': new TypeError('Failed to fetch') },
      'data/x.bin could not be downloaded (Failed to fetch). Check the connection. What has arrived is kept: press Resume.',
    ],
    [
      'because the server refuses a file',
      { 'data/x.bin': 503 },
      'data/x.bin could not be downloaded: the server answered 503. What has arrived is kept: press Resume. If it happens again, reload the page first.',
    ],
    [
      'because a file is cut short',
      { 'data/x.bin': '012345678' },
      'data/x.bin did not arrive as the site made it: 10 bytes were announced, 9 came. What has arrived is kept: press Resume. If it happens again, reload the page first.',
    ],
    [
      'because a file is another one',
      { 'data/x.bin': '9876543210' },
      'data/x.bin did not arrive as the site made it: 10 bytes were announced, 10 came, not the same ones. What has arrived is kept: press Resume. If it happens again, reload the page first.',
    ],
    [
      'because the page is of a newer edition',
      { 'chapter/': '<script src="/deep/_astro/newer.js"></script>' },
      'chapter/ needs newer.js, which is not on the list: the site seems to have changed just now. Reload the page and save again.',
    ],
  ])('%s says so', async (_, answers, message) => {
    await expect(save(serving(answers))).rejects.toMatchObject({ name: 'PackError', message });
    expect(await store.find('chapter')).toBe(undefined);
  });

  it('because the storage is full says how much is to come and how much there is', async () => {
    const big = packOf('aaaaaaaa', { 'data/x.bin': 'x'.repeat(3_000_000) });
    fake.room = 1000;
    await expect(save(serving({ 'data/x.bin': 'x'.repeat(3_000_000) }), big)).rejects.toThrow(
      /^The storage is full: \d\.\d MB are still to come, and the browser gives this site 2\.0 MB more\. Remove another saved chapter, or make room on the device\. What has arrived is kept: press Resume\.$/,
    );
  });

  it('because the storage fails otherwise says why', async () => {
    store.put = () => Promise.reject(new Error('disk error'));
    await expect(save(serving())).rejects.toThrow(
      / could not be stored \(disk error\)\. What has arrived is kept: press Resume\.$/,
    );
  });

  it('because files went away while others came says how many', async () => {
    store.put = async () => undefined;
    await expect(save(serving())).rejects.toThrow(
      '4 files are not in the storage any more: the browser or another page cleared it. Press Resume to fetch what is missing.',
    );
  });
});
