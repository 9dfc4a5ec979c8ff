import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Recording } from '../experiments/recording.ts';
import { readGlossary, type Term } from './glossary.ts';
import type { Bibliography } from './references.ts';

/** What the text draws on: its references, its terms and its recordings. */
export interface Shelf {
  readonly bibliography: () => Bibliography;
  readonly glossary: () => readonly Term[];
  /** Undefined where nothing was recorded under this id. */
  readonly recording: (id: string) => Recording | undefined;
  readonly recordings: () => readonly string[];
}

/**
 * The shelf in `src/content`. Each file is read when it is first asked for, and again only when it has changed. The collections
 * of `content.config.ts` check the same files against their schemas, so their types are taken as they are.
 */
export function shelfIn(content = join(process.cwd(), 'src', 'content')): Shelf {
  const references = join(content, 'references', 'references.json');
  const glossary = join(content, 'glossary');
  const recordings = join(content, 'recordings');
  return {
    bibliography: () => kept(references, [references], () => JSON.parse(readFileSync(references, 'utf8')) as Bibliography),
    glossary: () => kept(glossary, [glossary, ...filesIn(glossary)], () => readGlossary(glossary)),
    recording(id) {
      const file = join(recordings, `${id}.json`);
      if (!existsSync(file)) return undefined;
      return kept(file, [file], () => JSON.parse(readFileSync(file, 'utf8')) as Recording);
    },
    recordings: () => filesIn(recordings).map((file) => file.slice(recordings.length + 1, -'.json'.length)),
  };
}

const cache = new Map<string, { readonly state: string; readonly value: unknown }>();

/** `read()`, again only after one of the files has changed. What stands under a name always has the type that its reader gives. */
function kept<T>(name: string, files: readonly string[], read: () => T): T {
  const state = files.map((file) => `${file} ${statSync(file).mtimeMs}`).join('\n');
  const found = cache.get(name);
  if (found?.state === state) return found.value as T;
  const value = read();
  cache.set(name, { state, value });
  return value;
}

function filesIn(folder: string): string[] {
  return existsSync(folder)
    ? readdirSync(folder)
        .sort()
        .map((name) => join(folder, name))
    : [];
}
