import { createHash } from 'node:crypto';
import type { PackManifest } from '../../../src/lib/offline/manifest.ts';

export const site = 'https://book.org/deep/';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A site of four files, and the pack of its only chapter. */
export const contents: Readonly<Record<string, string>> = {
  'chapter/': '<script src="/deep/_astro/page.js"></script>',
  '_astro/page.js': 'import "./engine.js"',
  '_astro/engine.js': 'train()',
  'data/x.bin': '0123456789',
};

export function packOf(edition = 'aaaaaaaa', changed: Readonly<Record<string, string>> = {}, chapter = 'chapter'): PackManifest {
  const files = Object.entries({ ...contents, ...changed }).map(([path, text]) => ({
    path: path.replace('chapter/', `${chapter}/`),
    bytes: text.length,
    ...(path.endsWith('/') ? {} : { sha256: sha256(text) }),
  }));
  return { chapter, title: 'The <chapter>', edition, files };
}
