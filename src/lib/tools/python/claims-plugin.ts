import { fileURLToPath } from 'node:url';
import type { PythonClaims } from '../../export/pytorch/claims.ts';
import { claimsInPython } from './claims.ts';
import { exampleFiles } from './examples.ts';

const name = 'virtual:python-claims';
const resolved = `\0${name}`;

/** What Vite asks of a plugin, as far as this one answers. */
interface Plugin {
  readonly name: string;
  readonly resolveId: (id: string) => string | undefined;
  readonly load: (id: string) => string | undefined;
}

/** The module `virtual:python-claims`: the claims of all examples in Python, by id, translated when the site is built. */
export function pythonClaims(root = fileURLToPath(new URL('../../../..', import.meta.url))): Plugin {
  return {
    name: 'python-claims',
    resolveId: (id) => (id === name ? resolved : undefined),
    load(id) {
      if (id !== resolved) return undefined;
      const all: Record<string, PythonClaims> = {};
      for (const [example, file] of exampleFiles(root)) all[example] = claimsInPython(file);
      return `export default ${JSON.stringify(all)};`;
    },
  };
}
