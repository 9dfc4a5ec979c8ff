import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Shard } from '../../datasets/manifest.ts';
import { hashFile, statFile, writeAtomically } from './files.ts';

/**
 * Remembers which shards were found whole, as size and time of change, so that a second call need not hash 230 MB.
 * A shard that is not exactly as remembered is hashed again.
 */
export class Stamp {
  readonly #path: string;
  #marks: Readonly<Record<string, unknown>> = {};
  #added: Record<string, string> = {};

  constructor(path: string) {
    this.#path = path;
  }

  /** A stamp that is missing or unreadable remembers nothing, which costs a second of hashing. */
  async read(): Promise<void> {
    const text = await readFile(this.#path, 'utf8').catch(() => '{}');
    this.#marks = parseObject(text);
  }

  /** Whether the shard in this folder is the pinned one. */
  async isWhole(folder: string, shard: Shard): Promise<boolean> {
    const path = join(folder, shard.file);
    const found = await statFile(path);
    if (found?.size !== shard.bytes) return false;
    const mark = `${shard.sha256} ${found.size} ${found.mtimeMs}`;
    if (this.#marks[shard.file] === mark) return true;
    if ((await hashFile(path, 'sha256')) !== shard.sha256) return false;
    this.#added[shard.file] = mark;
    return true;
  }

  async write(): Promise<void> {
    if (Object.keys(this.#added).length === 0) return;
    this.#marks = { ...this.#marks, ...this.#added };
    this.#added = {};
    await writeAtomically(this.#path, `${JSON.stringify(this.#marks, null, 1)}\n`);
  }
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}
