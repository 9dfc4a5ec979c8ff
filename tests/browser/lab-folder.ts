import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';

/** A way to put files into a folder of this machine, which goes when the tests of a file are done. */
export function useFolder(): (name: string, files: Readonly<Record<string, Uint8Array>>) => string {
  const folder = mkdtempSync(join(tmpdir(), 'lab-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  return (name, files) => {
    for (const [path, bytes] of Object.entries(files)) {
      const file = join(folder, name, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, bytes);
    }
    return join(folder, name);
  };
}
