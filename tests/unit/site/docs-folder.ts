import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of pages as the book has them, made of the given texts; returns its path. */
export function docsOf(pages: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'book-docs-'));
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
