import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { withBase } from '../../site/href.ts';
import { policyOf } from '../../site/policy.ts';
import { harden } from './harden.ts';

/** Where Astro puts the files that carry a hash of their content in their name. */
export const assets = '_astro';

/** Brings every page of the built site under the policy. Returns their paths in the folder. */
export function hardenPages(dir: string, base: string): readonly string[] {
  const pages = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'));
  mkdirSync(join(dir, assets), { recursive: true });
  const emit = (extension: string, text: string): string => {
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 10);
    const name = `${assets}/inline.${hash}.${extension}`;
    if (!existsSync(join(dir, name))) writeFileSync(join(dir, name), text);
    return withBase(base, name);
  };
  for (const page of pages) {
    const file = join(dir, page);
    try {
      writeFileSync(file, harden(readFileSync(file, 'utf8'), policyOf(page.split(sep).join('/')), emit));
    } catch (error) {
      throw new Error(`${page} cannot be brought under the Content-Security-Policy.`, { cause: error });
    }
  }
  return pages;
}
