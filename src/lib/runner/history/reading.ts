/** What the storage or a file holds is not a kept run; the text says where, and what stands there. */
export class ReadingError extends Error {
  override name = 'ReadingError';
}

/** A value from outside, and its place there: "log.plain.trainLoss.y[3]". */
export interface Found {
  readonly value: unknown;
  readonly place: string;
}

/** Longest part of a refused value that a message repeats. */
const longestQuote = 40;

function quoted(value: unknown): string {
  const text = value === undefined ? 'missing' : JSON.stringify(value);
  return text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text;
}

/** @throws ReadingError always: "seconds" is "abc"; it must be a number of 0 or more. */
export function refuse({ value, place }: Found, wanted: string): never {
  throw new ReadingError(`"${place}" is ${quoted(value)}; it must be ${wanted}.`);
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** One field of an object. */
export function field(found: Found, name: string): Found {
  if (!isFields(found.value)) refuse(found, 'an object');
  const value = Object.hasOwn(found.value, name) ? found.value[name] : undefined;
  return { value, place: found.place === '' ? name : `${found.place}.${name}` };
}

/** All fields of an object, of which there may be so many. */
export function fields<T>(found: Found, most: number, read: (found: Found, name: string) => T): Readonly<Record<string, T>> {
  if (!isFields(found.value)) refuse(found, 'an object');
  const names = Object.keys(found.value);
  if (names.length > most) throw new ReadingError(`"${found.place}" has ${names.length} entries; it may have ${most} at most.`);
  return Object.fromEntries(names.map((name) => [name, read(field(found, name), name)]));
}

export function items<T>(found: Found, most: number, read: (found: Found) => T): readonly T[] {
  const { value, place } = found;
  if (!Array.isArray(value)) refuse(found, 'a list');
  if (value.length > most) throw new ReadingError(`"${place}" has ${value.length} entries; it may have ${most} at most.`);
  return value.map((item: unknown, i) => read({ value: item, place: `${place}[${i}]` }));
}

export function text(found: Found, longest: number): string {
  const { value } = found;
  if (typeof value !== 'string' || value.length > longest) refuse(found, `a text of at most ${longest} letters`);
  return value;
}

export function oneOf<T extends string>(found: Found, accepted: readonly T[]): T {
  return accepted.find((one) => one === found.value) ?? refuse(found, `one of ${accepted.join(', ')}`);
}

export function numberFrom(found: Found, least: number): number {
  const { value } = found;
  if (typeof value !== 'number' || !(value >= least) || value === Infinity) refuse(found, `a number of ${least} or more`);
  return value;
}

export function wholeFrom(found: Found, least: number): number {
  const value = numberFrom(found, least);
  return Number.isSafeInteger(value) ? value : refuse(found, `a whole number of ${least} or more`);
}

/** A measured number. JSON has none that is not finite: null stands for those. */
export function measured(found: Found): number {
  const { value } = found;
  if (value === null) return Number.NaN;
  return typeof value === 'number' ? value : refuse(found, 'a number, or null where it was not finite');
}
