import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bytesOf, manifestName, parseManifest } from '../../src/lib/offline/manifest.ts';
import { readBook } from '../../src/lib/site/book.ts';
import { dist } from './pages.ts';

const { chapters, sandboxes } = readBook();

describe.each([...chapters, ...sandboxes].map(({ slug, title }) => [slug, title] as const))('the pack of %s', (slug, title) => {
  const manifest = parseManifest(JSON.parse(readFileSync(join(dist, slug, manifestName), 'utf8')));
  const paths = manifest.files.map(({ path }) => path);

  test('names files that are there, as they are', () => {
    expect([manifest.chapter, manifest.title, paths[0]]).toEqual([slug, title, `${slug}/`]);
    expect(new Set(paths).size).toBe(paths.length);
    for (const { path, bytes, sha256 } of manifest.files) {
      const content = readFileSync(join(dist, path, path.endsWith('/') ? 'index.html' : ''));
      expect(content.length, path).toBe(bytes);
      if (sha256 !== undefined) expect(createHash('sha256').update(content).digest('hex'), path).toBe(sha256);
    }
  });

  test('has the engine, faces for the text and for formulas, and is of a size to carry', () => {
    for (const part of [
      /trainer\.worker.*\.js$/,
      /kernels-.*\.wasm$/,
      /kernels-shared.*\.wasm$/,
      /source-serif.*\.woff2$/,
      /KaTeX_Main.*\.woff2$/,
    ])
      expect(
        paths.some((path) => part.test(path)),
        String(part),
      ).toBe(true);
    expect(paths.filter((path) => path.startsWith('pagefind/'))).toEqual([]);
    expect(bytesOf(manifest.files)).toBeLessThan(25e6);
  });

  test('has the views of its examples that the site has', () => {
    const html = readFileSync(join(dist, slug, 'index.html'), 'utf8');
    const ids = [...html.matchAll(/<section[^>]*\sdata-experiment="([^"]+)"/g)].map(([, id = '']) => id);
    const views = ids.flatMap((id) => [`lecture/${id}/`, `embed/${id}/`]).filter((path) => existsSync(join(dist, path)));
    expect(paths).toEqual(expect.arrayContaining(views));
  });
});
