/** An answer that cannot be read: what is wrong with it, as the end of a sentence. */
export class Unreadable extends Error {
  override name = 'Unreadable';
}

export type Fields = Readonly<Record<string, unknown>>;

/** Longest text that is taken from a file; whatever a book writes is shorter. */
const longest = 4000;

export const isRecord = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws Unreadable */
export function asRecord(value: unknown, what: string): Fields {
  if (!isRecord(value)) throw new Unreadable(`${what} is no JSON object`);
  return value;
}

/** @throws Unreadable */
export function text(fields: Fields, name: string): string {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (typeof value !== 'string') throw new Unreadable(`"${name}" is ${value === undefined ? 'missing' : 'no text'}`);
  if (value.length > longest) throw new Unreadable(`"${name}" has ${value.length} characters, more than any answer`);
  return value;
}

/** @throws Unreadable */
export const optionalText = (fields: Fields, name: string): string | undefined =>
  Object.hasOwn(fields, name) ? text(fields, name) : undefined;
