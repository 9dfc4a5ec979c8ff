import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';

const folders: string[] = [];
afterAll(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

/** A folder of pages as the book has them, made of the given texts; returns its path. It goes when the tests end. */
export function docsOf(pages: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'book-docs-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(pages)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return folder;
}

/** A chapter's text with its frontmatter. */
export const chapter = (part: string, slug: string, body: string): string =>
  `---\ntitle: About ${slug}\nslug: ${slug}\npart: ${part}\n---\n\n${body}\n`;
