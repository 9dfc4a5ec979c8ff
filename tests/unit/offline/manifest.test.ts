import { describe, expect, it } from 'vitest';
import { bytesOf, parseManifest } from '../../../src/lib/offline/manifest.ts';
import { siteManifest } from '../../../src/lib/offline/siteManifest.ts';
import { packOf } from './packs.ts';

const good = packOf();
const file = good.files[1];

describe('the manifest of a pack', () => {
  it('is read back as it was written, whatever else stands in it', () => {
    expect(parseManifest(JSON.parse(JSON.stringify({ ...good, more: 1 })))).toEqual(good);
    expect(bytesOf(good.files)).toBe(44 + 20 + 7 + 10);
  });

  it.each([
    [null, 'The list is null'],
    ['<html>', 'The list is "<html>"'],
    [{ ...good, files: [] }, 'its "files" must name at least one file'],
    [{ ...good, files: undefined }, 'its "files" must name at least one file'],
    [{ ...good, chapter: '../x' }, '"chapter" is "../x"'],
    [{ ...good, title: ' ' }, '"title" is " "'],
    [{ ...good, edition: undefined }, '"edition" is missing'],
    [{ ...good, files: [7] }, 'A file is 7'],
    [{ ...good, files: [{ ...file, path: '../secret' }] }, '"path" is "../secret"'],
    [{ ...good, files: [{ ...file, path: 'a/../../b' }] }, '"path" is "a/../../b"'],
    [{ ...good, files: [{ ...file, path: '//elsewhere.org/' }] }, '"path" is "//elsewhere.org/"'],
    [{ ...good, files: [{ ...file, path: 'https://elsewhere.org/' }] }, '"path" is "https://elsewhere.org/"'],
    [{ ...good, files: [{ ...file, bytes: -1 }] }, '"bytes" is -1'],
    [{ ...good, files: [{ ...file, bytes: '3' }] }, '"bytes" is "3"'],
    [{ ...good, files: [{ ...file, sha256: 'abc' }] }, '"sha256" is "abc"'],
  ])('that holds %j is refused', (value, why) => {
    expect(() => parseManifest(value)).toThrow(
      `The list of this chapter's files cannot be read: ${why}. Reload the page; if it happens again, the site must be built anew.`,
    );
  });
});

describe('the manifest of the site', () => {
  const answering = (body: string, status = 200) =>
    siteManifest('https://book.org/offline.json', async () => new Response(body, { status }));

  it('is asked past every cache', async () => {
    let cache: RequestCache | undefined;
    const fetch = async (_: string, init: RequestInit): Promise<Response> => {
      cache = init.cache;
      return Response.json(good);
    };
    expect(await siteManifest('https://book.org/offline.json', fetch)).toEqual(good);
    expect(cache).toBe('no-store');
  });

  it('that is missing, that is no JSON, or that cannot be asked for is told of', async () => {
    await expect(answering('', 404)).rejects.toThrow(
      "The list of this chapter's files could not be downloaded: the server answered 404. It is made by npm run build, so a site for authors has none.",
    );
    await expect(answering('<!doctype html>')).rejects.toThrow('cannot be read: The list is "<!doctype html>".');
    await expect(siteManifest('x', () => Promise.reject(new TypeError('Failed to fetch')))).rejects.toThrow(
      'Without a network nothing can be saved (Failed to fetch). Connect, and try again.',
    );
  });
});
