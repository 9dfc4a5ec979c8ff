import type { Field, Kind } from './fields.ts';
import type { Range } from './json.ts';
import { choicesOf, initializerFamily, layerFamily, layerSchema, type Family } from './schema.ts';

/** What may stand where the reader writes. */
export interface Completion {
  /** What the list shows. */
  readonly label: string;
  /** What is put into the text. */
  readonly apply: string;
  readonly note: string;
}

/** The piece of text that a completion takes the place of, and what may stand there; nothing where the schema has nothing to offer. */
export interface Completions extends Range {
  readonly options: readonly Completion[];
}

/** A list or an object that is open at some place of the text. */
interface Frame {
  readonly sign: '[' | '{';
  /** What stands in it: layers, or the fields of a layer or of an initialisation. */
  readonly family: Family | undefined;
  type: string | undefined;
  readonly names: Set<string>;
  /** In an object: the field whose value comes next, behind its colon. */
  key: string | undefined;
  /** Whether a comma or the start came last, so that something new begins. */
  isFresh: boolean;
}

const token = /"(?:[^"\\\n]|\\.)*"?|[[\]{}:,]|[^\s[\]{}:,"]+/g;

/**
 * What the schema offers at a place of a text, which need not be JSON yet. An object is read to its end, so that what stands behind the
 * place counts as well.
 */
export function completionsAt(text: string, at: number): Completions | undefined {
  const stack: Frame[] = [];
  let found: { readonly frame: Frame | undefined; readonly place: Place; readonly range: Range } | undefined;
  const stop = (range: Range): void => {
    const frame = stack.at(-1);
    found ??= { frame, place: placeIn(frame), range };
  };
  for (const { 0: piece, index } of text.matchAll(token)) {
    const end = index + piece.length;
    if (index >= at) stop({ from: at, to: at });
    // The piece that the place is in, or stands right behind.
    else if (end >= at && !/^[[\]{}:,]$/.test(piece) && !(end === at && isClosed(piece))) stop({ from: index, to: end });
    const depth = stack.length;
    take(piece, stack);
    // Nothing more is learned about an object that has ended.
    if (found !== undefined && stack.length < depth && (found.frame === undefined || !stack.includes(found.frame))) break;
  }
  stop({ from: at, to: at });
  if (found === undefined) return undefined;
  const options = optionsFor(found.frame, found.place, text.slice(found.range.from, found.range.to));
  return options.length === 0 ? undefined : { ...found.range, options };
}

const isClosed = (piece: string): boolean => piece.length > 1 && piece.startsWith('"') && piece.endsWith('"');

/** What comes next within a frame. */
type Place =
  | { readonly kind: 'name' }
  | { readonly kind: 'value'; readonly key: string }
  | { readonly kind: 'item' }
  | { readonly kind: 'none' };

function placeIn(frame: Frame | undefined): Place {
  if (frame === undefined) return { kind: 'none' };
  if (frame.sign === '[') return frame.isFresh ? { kind: 'item' } : { kind: 'none' };
  if (frame.key !== undefined) return { kind: 'value', key: frame.key };
  return frame.isFresh ? { kind: 'name' } : { kind: 'none' };
}

/** Follows one piece of the text. */
function take(piece: string, stack: Frame[]): void {
  const frame = stack.at(-1);
  if (piece === '[' || piece === '{') {
    stack.push({
      sign: piece,
      family: familyWithin(frame, piece),
      type: undefined,
      names: new Set(),
      key: undefined,
      isFresh: true,
    });
  } else if (piece === ']' || piece === '}') {
    stack.pop();
    const outer = stack.at(-1);
    if (outer !== undefined) close(outer);
  } else if (frame === undefined) {
    return;
  } else if (piece === ',') {
    frame.isFresh = true;
    frame.key = undefined;
  } else if (piece === ':') {
    frame.key = [...frame.names].at(-1);
  } else {
    const word = piece.replaceAll('"', '');
    if (frame.sign === '{' && frame.key === undefined) frame.names.add(word);
    else if (frame.key === 'type') frame.type ??= word;
    close(frame);
  }
}

/** A name or a value has ended. */
function close(frame: Frame): void {
  frame.isFresh = false;
  frame.key = undefined;
}

/** What stands in a list or in braces that open here. */
function familyWithin(frame: Frame | undefined, sign: '[' | '{'): Family | undefined {
  if (frame === undefined) return sign === '[' ? layerFamily : undefined;
  if (frame.sign === '[') return sign === '{' ? frame.family : undefined;
  const kind = frame.key === undefined ? undefined : fieldOf(frame, frame.key)?.kind;
  if (kind === 'layers') return sign === '[' ? layerFamily : undefined;
  return kind === 'initializer' && sign === '{' ? initializerFamily : undefined;
}

/** The field of an object; before its type is known, any that goes by the name. */
function fieldOf({ family, type }: Frame, name: string): Field | undefined {
  const kinds = family?.kinds ?? {};
  const all = type !== undefined && Object.hasOwn(kinds, type) ? [kinds[type]] : Object.values(kinds);
  return all.find((kind) => kind !== undefined && Object.hasOwn(kind.fields, name))?.fields[name];
}

/** @param written what already stands there. */
function optionsFor(frame: Frame | undefined, place: Place, written: string): readonly Completion[] {
  const family = frame?.family;
  if (frame === undefined || family === undefined) return [];
  switch (place.kind) {
    case 'item':
      return templates(family);
    case 'name':
      return namesIn(frame, family, written.replaceAll('"', ''));
    case 'value':
      return place.key === 'type' ? types(family) : valuesOf(fieldOf(frame, place.key));
    case 'none':
      return [];
    default:
      throw place satisfies never;
  }
}

const quoted = (text: string): string => JSON.stringify(text);

const types = ({ kinds }: Family): readonly Completion[] =>
  Object.entries(kinds).map(([type, { note }]) => ({ label: quoted(type), apply: quoted(type), note }));

/** Whole members of a family, with the usual values of the fields that must be there. */
const templates = ({ kinds }: Family): readonly Completion[] =>
  Object.entries(kinds).map(([type, kind]) => ({ label: type, apply: template(type, kind), note: kind.note }));

function template(type: string, { fields }: Kind): string {
  const needed = Object.entries(fields).filter(([, { isOptional }]) => isOptional !== true);
  return `{ ${[`"type": ${quoted(type)}`, ...needed.map(([name, { usual }]) => `${quoted(name)}: ${spaced(usual)}`)].join(', ')} }`;
}

/** JSON in one line with blanks in it. */
const spaced = (value: unknown): string =>
  JSON.stringify(value, undefined, 1).replaceAll(/\n\s*/g, ' ').replaceAll('[ ', '[').replaceAll(' ]', ']');

function namesIn({ type, names }: Frame, { kinds }: Family, written: string): readonly Completion[] {
  const kind = type !== undefined && Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (kind === undefined)
    return names.has('type') && written !== 'type' ? [] : [{ label: 'type', apply: '"type": ', note: 'which one' }];
  return Object.entries(kind.fields)
    .filter(([name]) => !names.has(name) || name === written)
    .map(([name, { note, usual }]) => ({ label: name, apply: `${quoted(name)}: ${spaced(usual)}`, note }));
}

function valuesOf(field: Field | undefined): readonly Completion[] {
  if (field === undefined) return [];
  const words = 'words' in field ? (field.words ?? {}) : {};
  const fromWords = Object.entries(words).map(([word, note]) => ({ label: quoted(word), apply: quoted(word), note }));
  switch (field.kind) {
    case 'choice':
      return choicesOf(field).map((choice) => ({
        label: quoted(choice as string),
        apply: quoted(choice as string),
        note: field.values[choice] ?? '',
      }));
    case 'flag':
      return [{ label: 'true', apply: 'true', note: field.note }];
    case 'initializer':
      return templates(initializerFamily);
    case 'layers':
      return [...fromWords, { label: '[ … ]', apply: `[${template('activation', layerSchema.activation)}]`, note: field.note }];
    case 'number':
      return [
        ...fromWords,
        { label: String(field.usual), apply: String(field.usual), note: `from ${field.low} to ${field.high}` },
      ];
    default:
      throw field satisfies never;
  }
}
