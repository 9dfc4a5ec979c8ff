import { existsSync, readFileSync } from 'node:fs';
import { extname, join, posix } from 'node:path';
import { assetsNamedIn } from '../../offline/assets.ts';
import { fontsFor } from './fonts.ts';
import { assets } from './pages.ts';

/**
 * Paths of all files that these pages of the built site may ask for by themselves: scripts and styles, those that they name, and so
 * on, workers and binaries among them, and fonts for the letters that the pages hold.
 */
export function closureOf(dir: string, pages: readonly string[], base: string): readonly string[] {
  const html = pages.map((page) => readFileSync(join(dir, page, 'index.html'), 'utf8'));
  const letters = new Set(html.join(''));
  const found = new Set<string>();
  const visit = (path: string): void => {
    if (found.has(path) || !existsSync(join(dir, path))) return;
    found.add(path);
    for (const next of namedBy(dir, path, letters, base)) visit(next);
  };
  for (const text of html) {
    for (const name of assetsNamedIn(text)) visit(`${assets}/${name}`);
    for (const path of filesLinkedFrom(text, base)) visit(path);
  }
  return [...found].sort();
}

function namedBy(dir: string, path: string, letters: ReadonlySet<string>, base: string): readonly string[] {
  const text = (): string => readFileSync(join(dir, path), 'utf8');
  if (extname(path) === '.css') {
    return fontsFor(text(), letters).map((url) =>
      url.startsWith(base) ? url.slice(base.length) : posix.join(posix.dirname(path), url),
    );
  }
  if (extname(path) !== '.js') return [];
  // A bundle names its chunks, workers and binaries in many forms; each is the file's name, which carries a hash.
  return [...text().matchAll(/[\w.@-]+\.(?:js|css|wasm)\b/g)].map(([name]) => `${assets}/${name}`);
}

/** Icons and pictures of a page that lie elsewhere than with the hashed files. */
function filesLinkedFrom(html: string, base: string): readonly string[] {
  const tags = html.match(/<(?:img|source|link)\b[^>]*>/g) ?? [];
  return tags
    .filter((tag) => !tag.startsWith('<link') || /\srel="[^"]*\b(?:icon|preload)\b/.test(tag))
    .flatMap((tag) => [...tag.matchAll(/\s(?:href|src)="([^"#?]+)"/g)].map(([, url = '']) => url))
    .filter((url) => url.startsWith(base) && extname(url) !== '')
    .map((url) => url.slice(base.length));
}
