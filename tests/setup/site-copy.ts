import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

interface Changes {
  /** Entries of the site's root that may be written to; all others are links. */
  readonly own?: readonly string[];
  readonly without?: readonly string[];
  /** Files to add, by path; their first folder is one of `own`. */
  readonly files?: Readonly<Record<string, string>>;
}

/** The built site with some things changed, in a folder to be removed by `remove`. */
export function copyOfSite(dist: string, { own = [], without = [], files = {} }: Changes): { dir: string; remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'site-'));
  for (const name of readdirSync(dist)) {
    if (!own.includes(name) && !without.includes(name)) symlinkSync(resolve(dist, name), join(dir, name));
  }
  for (const name of own) {
    if (existsSync(join(dist, name))) cpSync(join(dist, name), join(dir, name), { recursive: true });
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return { dir, remove: () => rmSync(dir, { recursive: true }) };
}
