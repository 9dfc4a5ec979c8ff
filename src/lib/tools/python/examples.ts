import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { PythonClaims } from '../../export/pytorch/claims.ts';
import { claimsInPython } from './claims.ts';

/** Where the registry imports an example from, by its id: `sawtooth` or `'width-curve': widthCurve`. */
function filesOf(registry: string): ReadonlyMap<string, string> {
  const imports = new Map(
    [...registry.matchAll(/^import (\w+) from '(.+)';$/gm)].map(([, name = '', file = '']) => [name, file]),
  );
  const entries = [...registry.matchAll(/^ {2}(?:'?([\w-]+)'?: )?(\w+),$/gm)];
  return new Map(
    entries.flatMap(([, id, name = '']) => {
      const file = imports.get(name);
      return file === undefined ? [] : [[id ?? name, file] as const];
    }),
  );
}

const folderIn = (root: string): string => join(root, 'src/lib/experiments');

/** Files of all examples, by id. */
export function exampleFiles(root: string): ReadonlyMap<string, string> {
  const folder = folderIn(root);
  const files = filesOf(readFileSync(join(folder, 'registry.ts'), 'utf8'));
  return new Map([...files].map(([id, file]) => [id, resolve(folder, file)]));
}

/**
 * The claims of an example in Python.
 *
 * @throws Error where there is no such example.
 */
export function claimsOfExample(id: string, root: string): PythonClaims {
  const file = exampleFiles(root).get(id);
  if (file === undefined) throw new Error(`There is no example "${id}".`);
  return claimsInPython(file);
}
