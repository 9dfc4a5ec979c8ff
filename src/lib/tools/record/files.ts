import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Recording } from '../../experiments/recording.ts';

const folder = 'src/content/recordings';

export const recordingFile = (id: string): string => `${folder}/${id}.json`;

/** The recording of an example, or undefined where none was made yet. */
export function readRecording(id: string): Recording | undefined {
  try {
    return JSON.parse(readFileSync(recordingFile(id), 'utf8')) as Recording;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`${recordingFile(id)} cannot be read. Make it again: npm run record -- ${id}`, { cause: error });
  }
}

/** Whole or not at all: written beside its place, then moved there. */
export function writeRecording(recording: Recording): void {
  mkdirSync(folder, { recursive: true });
  const file = recordingFile(recording.experiment);
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, stringify(recording));
  renameSync(draft, file);
}

/** JSON with a list of numbers or texts on one line each, so that a change shows as a change of that line. */
export function stringify(value: unknown, indent = ''): string {
  const deeper = `${indent} `;
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== 'object')) return JSON.stringify(value);
    return `[\n${value.map((item) => deeper + stringify(item, deeper)).join(',\n')}\n${indent}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => `${deeper}${JSON.stringify(key)}: ${stringify(item, deeper)}`);
    return `{\n${entries.join(',\n')}\n${indent}}${indent === '' ? '\n' : ''}`;
  }
  return JSON.stringify(value);
}

const engines = ['assemblyscript', 'pure-rand'];

/** Versions of the packages whose arithmetic a recording depends on. */
export function engineVersions(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    engines.map((name) => {
      const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { readonly version: string };
      return [name, version];
    }),
  );
}
