import { PackError } from './errors.ts';

/** One file of a pack. */
export interface PackFile {
  /** Below the base of the site; a page ends with a slash: "residual-learning/". */
  readonly path: string;
  /** As stored, unpacked. */
  readonly bytes: number;
  /** Hexadecimal. Pages have none: some hosts add to them on the way. */
  readonly sha256?: string;
}

/** What has to be kept so that a chapter or a sandbox opens and its examples run without a network. Written by the build, one a page. */
export interface PackManifest {
  /** Slug of the chapter or of the sandbox. */
  readonly chapter: string;
  readonly title: string;
  /** Changes with every file of the pack. */
  readonly edition: string;
  readonly files: readonly PackFile[];
}

/** Beside the page of its chapter. */
export const manifestName = 'offline.json';

export const bytesOf = (files: readonly PackFile[]): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

/** Reads a manifest that came over the network or out of a storage. @throws {PackError} where it is none. */
export function parseManifest(value: unknown): PackManifest {
  const { chapter, title, edition, files } = recordOf(value, 'The list');
  if (!Array.isArray(files) || files.length === 0) throw unreadable('its "files" must name at least one file');
  return {
    chapter: textOf(chapter, 'chapter', /^[a-z0-9-]+(?:\/[a-z0-9-]+)*$/),
    title: textOf(title, 'title', /\S/),
    edition: textOf(edition, 'edition', /^[0-9a-f]{8,64}$/),
    files: files.map(parseFile),
  };
}

function parseFile(value: unknown): PackFile {
  const { path, bytes, sha256 } = recordOf(value, 'A file');
  const file = {
    // No way out of the site: neither to another host nor to a folder above.
    path: textOf(path, 'path', /^(?!.*(?:^|\/)\.\.?(?:\/|$))(?!\/)[\w./@-]+$/),
    bytes: bytesFrom(bytes),
  };
  return sha256 === undefined ? file : { ...file, sha256: textOf(sha256, 'sha256', /^[0-9a-f]{64}$/) };
}

function bytesFrom(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw unreadable(`"bytes" is ${printed(value)}`);
  return value as number;
}

function textOf(value: unknown, name: string, form: RegExp): string {
  if (typeof value !== 'string' || !form.test(value)) throw unreadable(`"${name}" is ${printed(value)}`);
  return value;
}

function recordOf(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw unreadable(`${what} is ${printed(value)}`);
  return value as Record<string, unknown>;
}

const printed = (value: unknown): string => (value === undefined ? 'missing' : JSON.stringify(value));

const unreadable = (why: string): PackError =>
  new PackError(
    `The list of this chapter's files cannot be read: ${why}. Reload the page; if it happens again, the site must be built anew.`,
  );
