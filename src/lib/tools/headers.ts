import type { HeaderRule } from '../site/headers.ts';

/**
 * Reads a `_headers` file as Netlify and Cloudflare Pages do: a line with a path, then its headers, indented. Only what both hosts
 * understand alike is let through.
 *
 * @throws Error that names the line, for anything else.
 */
export function parseHeaders(text: string): readonly HeaderRule[] {
  const rules: { path: string; headers: [string, string][] }[] = [];
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const fault = (what: string): Error => new Error(`_headers, line ${i + 1}: ${what}, got "${line.trim()}".`);
    if (/^\S/.test(line)) {
      rules.push({ path: parsePath(line.trim(), fault), headers: [] });
      continue;
    }
    if (/^\s+!/.test(line)) throw fault('one host removes a header so, others do not understand it');
    const [, name, value] = /^\s+([\w-]+):\s*(\S.*?)\s*$/.exec(line) ?? [];
    if (name === undefined || value === undefined) throw fault('a header is a name, a colon and a value');
    const rule = rules.at(-1);
    if (rule === undefined) throw fault('a header needs a line with its path above it');
    rule.headers.push([name, value]);
  }
  return rules;
}

function parsePath(path: string, fault: (what: string) => Error): string {
  if (!path.startsWith('/')) throw fault('a rule starts with a path from the root, such as /embed/*');
  if (path.slice(0, -1).includes('*') || path.includes('/:')) throw fault('a path may have one * at its end and no placeholder');
  return path;
}

/** The headers of an answer to this path: all matching rules, values of the same name joined, as Cloudflare Pages joins them. */
export function headersOf(rules: readonly HeaderRule[], path: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const [pathname = ''] = path.split(/[?#]/);
  for (const rule of rules.filter((one) => matches(one.path, pathname))) {
    for (const [name, value] of rule.headers) {
      const key = name.toLowerCase();
      const before = found.get(key);
      found.set(key, before === undefined ? value : `${before}, ${value}`);
    }
  }
  return found;
}

const matches = (pattern: string, path: string): boolean =>
  pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
