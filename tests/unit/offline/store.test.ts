import { beforeEach, describe, expect, it } from 'vitest';
import type { PackManifest } from '../../../src/lib/offline/manifest.ts';
import { PackStore } from '../../../src/lib/offline/PackStore.ts';
import { FakeCaches } from './FakeCaches.ts';
import { packOf, site } from './packs.ts';

let fake: FakeCaches;
let store: PackStore;
beforeEach(() => {
  fake = new FakeCaches();
  store = new PackStore(fake.storage, site);
});

async function put(manifest: PackManifest, text = 'kept', paths = manifest.files): Promise<void> {
  for (const file of paths) await store.put(manifest, file, new Response(text));
}
async function save(manifest: PackManifest, day: string, text?: string): Promise<void> {
  await put(manifest, text);
  await store.complete(manifest, new Date(day));
}

describe('a pack in the storage', () => {
  it('is saved once it was completed, and not before', async () => {
    const manifest = packOf();
    await put(manifest);
    expect(await store.find('chapter')).toBe(undefined);
    await store.complete(manifest, new Date('2026-11-21'));
    expect(await store.find('chapter')).toEqual({ manifest, savedAt: new Date('2026-11-21') });
  });

  it('lacks the files that were not put, of which it knows the bytes that are there', async () => {
    const manifest = packOf();
    await put(manifest, 'kept', manifest.files.slice(0, 2));
    expect(await store.missing(manifest)).toEqual(manifest.files.slice(2));
    expect(await store.arrived(manifest)).toBe(44 + 20);
  });

  it('makes no cache for a reader who only looks', async () => {
    expect(await store.missing(packOf())).toHaveLength(4);
    expect(await store.find('chapter')).toBe(undefined);
    expect(fake.caches.size).toBe(0);
  });

  it('replaces other editions of its chapter only when it is complete', async () => {
    await save(packOf('aaaaaaaa'), '2026-11-20');
    await put(packOf('bbbbbbbb'));
    expect((await store.find('chapter'))?.manifest.edition).toBe('aaaaaaaa');
    await store.complete(packOf('bbbbbbbb'), new Date('2026-11-21'));
    expect((await store.saved()).map(({ manifest }) => manifest.edition)).toEqual(['bbbbbbbb']);
  });

  it('leaves nothing of a download that an edition overtook', async () => {
    await save(packOf('aaaaaaaa'), '2026-11-20');
    await put(packOf('bbbbbbbb'));
    await store.dropStale(packOf('cccccccc'));
    expect([...fake.caches.keys()]).toEqual(['book-pack /deep/ chapter aaaaaaaa']);
  });

  it('goes with all its editions, and leaves other chapters and other sites of the host alone', async () => {
    fake.caches.set('of another site', new Map());
    fake.caches.set('book-pack /deeper/ chapter aaaaaaaa', new Map());
    await save(packOf(), '2026-11-20');
    await put(packOf('bbbbbbbb'));
    await save(packOf('aaaaaaaa', {}, 'chapter-two'), '2026-11-20');
    await store.remove('chapter');
    expect(await store.isEmpty()).toBe(false);
    await store.remove('chapter-two');
    expect(await store.isEmpty()).toBe(true);
    expect(fake.caches.size).toBe(2);
  });

  it.each(['no JSON', '{}', '{"chapter":"chapter"}'])('whose manifest is "%s" counts as not saved', async (text) => {
    await save(packOf(), '2026-11-20');
    const headers = { 'X-Saved-At': '2026-11-20T00:00:00.000Z' };
    fake.caches.get('book-pack /deep/ chapter aaaaaaaa')?.set(`${site}chapter/offline.json`, new Response(text, { headers }));
    expect(await store.saved()).toEqual([]);
  });
});

describe('an answer from the storage', () => {
  it('is found by its path, whatever the query and the hash say', async () => {
    await save(packOf(), '2026-11-20');
    expect(await (await store.match(`${site}chapter/?e=degradation#ex-degradation`))?.text()).toBe('kept');
    expect(await store.match(`${site}other/`)).toBe(undefined);
    expect(await store.match('https://elsewhere.org/deep/chapter/')).toBe(undefined);
  });

  it('comes from a pack that is complete, while a new edition arrives', async () => {
    await put(packOf('00000000'), 'half');
    await save(packOf('aaaaaaaa', {}, 'chapter'), '2026-11-20', 'whole').then(() => put(packOf('00000000'), 'half'));
    expect(await (await store.match(`${site}chapter/`))?.text()).toBe('whole');
  });
});
