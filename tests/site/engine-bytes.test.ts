import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { engineBytes } from '../../src/lib/runner/cost.ts';

const assets = join(process.env['DIST'] ?? 'dist', '_astro');

/** Scripts and binaries that a script names, those that they name, and so on: all that a worker may load, on any device. */
function namedFrom(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file) || !existsSync(join(assets, file))) return found;
  found.add(file);
  if (file.endsWith('.js')) {
    const names = readFileSync(join(assets, file), 'utf8').match(/[\w.-]+\.(js|wasm)\b/g) ?? [];
    for (const name of names) namedFrom(name, found);
  }
  return found;
}

it('the cost of an example counts the whole engine, every backend with it, as a host compresses it', () => {
  const worker = readdirSync(assets).find((file) => file.startsWith('trainer.worker'));
  const files = [...namedFrom(worker ?? '')];
  expect(files.filter((file) => file.endsWith('.wasm'))).toHaveLength(2);
  expect(files.length).toBeGreaterThan(5);
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(join(assets, file))).length, 0);
  // "Downloads at most" is what the reader is told, so it may say too much, by a tenth, and not too little.
  expect(bytes).toBeLessThanOrEqual(engineBytes);
  expect(bytes).toBeGreaterThan(0.9 * engineBytes);
});
