import type { Layer } from '../layers.ts';
import { JsonError, parseJson, type JsonNode, type Range } from './json.ts';
import { mostCharacters, mostLayers, mostNested } from './bounds.ts';
import type { Field, FieldKind, Kind } from './fields.ts';
import { nearest, orList, type Problem } from './problems.ts';
import { choicesOf, initializerFamily, layerFamily, type Family } from './schema.ts';

/** The layers that a text describes, or all that is wrong with it; and where each layer stands, by its path: "layers[2].branch[0]". */
export interface Reading {
  readonly layers: readonly Layer[] | undefined;
  readonly problems: readonly Problem[];
  readonly places: ReadonlyMap<string, Range>;
}

/** Reads a model from JSON: a list of layers, each field within its bounds. Never throws. */
export function readModel(text: string): Reading {
  if (text.length > mostCharacters) {
    const message = `The text of a model may have ${mostCharacters} characters, got ${text.length}.`;
    return { layers: undefined, problems: [{ message, from: 0, to: text.length }], places: new Map() };
  }
  const reader = new ModelReader();
  try {
    const layers = reader.layers(parseJson(text), 'layers', 1);
    // Each value was held against the schema, which is as wide as the type.
    const { problems, places } = reader;
    return { layers: problems.length === 0 ? (layers as readonly Layer[]) : undefined, problems, places };
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return { layers: undefined, problems: [{ message: error.message, ...error.range }], places: new Map() };
  }
}

/** Longest piece of a refused value that a message repeats. */
const longestQuote = 24;

class ModelReader {
  readonly problems: Problem[] = [];
  readonly places = new Map<string, Range>();
  #count = 0;

  layers(node: JsonNode, path: string, depth: number): unknown {
    if (node.kind !== 'array')
      return this.#refuse(node, `${path} must be a list of layers in square brackets, got ${told(node)}.`);
    if (depth > mostNested)
      return this.#refuse(node, `${path} lies too deep: lists of layers may be nested ${mostNested} deep. Take a level out.`);
    if (node.items.length === 0) return this.#refuse(node, `${path} must have at least one layer, got an empty list.`);
    return node.items.map((item, i) => {
      const place = `${path}[${i}]`;
      this.places.set(place, item);
      this.#count += 1;
      if (this.#count === mostLayers + 1)
        this.#refuse(item, `A model may have ${mostLayers} layers, those within others counted, and ${place} is one more.`);
      return this.#member(layerFamily, item, place, depth);
    });
  }

  /** A value of a union: an object whose `type` says which fields it has. */
  #member(family: Family, node: JsonNode, path: string, depth: number): unknown {
    const names = Object.keys(family.kinds);
    if (node.kind !== 'object')
      return this.#refuse(
        node,
        `${path} must be ${article(family.noun)} in braces, such as { "type": "${names[0]}", … }, got ${told(node)}.`,
      );
    const type = node.entries.find(({ name }) => name === 'type');
    if (type === undefined)
      return this.#refuse(node, `${path}.type is missing. The types of ${article(family.noun)} are ${orList(names)}.`);
    const { value } = type;
    const name = value.kind === 'string' ? value.value : undefined;
    if (name === undefined || !Object.hasOwn(family.kinds, name)) {
      const meant = name === undefined ? undefined : nearest(name, names);
      const help = meant === undefined ? '' : ` Did you mean "${meant}"?`;
      return this.#refuse(value, `${path}.type must be ${orList(names)}, got ${told(value)}.${help}`);
    }
    const kind = family.kinds[name];
    return kind === undefined ? undefined : { type: name, ...this.#fields(kind, name, node, path, depth) };
  }

  #fields(kind: Kind, type: string, node: Extract<JsonNode, { kind: 'object' }>, path: string, depth: number): object {
    const names = Object.keys(kind.fields);
    for (const { name, key } of node.entries) {
      if (name === 'type' || Object.hasOwn(kind.fields, name)) continue;
      const meant = nearest(name, names);
      const known =
        names.length === 0
          ? `${article(type)} has none but its type`
          : `${article(type)} has ${orList(names).replace(' or ', ' and ')}`;
      this.#refuse(key, `${path}.${cut(name)} is not known: ${known}.${meant === undefined ? '' : ` Did you mean "${meant}"?`}`);
    }
    const read: Record<string, unknown> = {};
    // In the order of the schema, so that equal models have equal texts.
    for (const [name, field] of Object.entries(kind.fields)) {
      const entry = node.entries.find((candidate) => candidate.name === name);
      const place = `${path}.${name}`;
      if (entry !== undefined) read[name] = this.#value(field, entry.value, place, depth);
      else if (field.isOptional !== true) {
        const message = `${place} is missing: ${field.note}. It must be ${wanted(field)}, for example ${JSON.stringify(field.usual)}.`;
        this.#refuse(node, message);
      }
    }
    return read;
  }

  #value(field: Field, node: JsonNode, path: string, depth: number): unknown {
    const refuse = (): null => this.#refuse(node, `${path} must be ${wanted(field)}, got ${told(node)}.`);
    switch (field.kind) {
      case 'number': {
        if (node.kind === 'string' && isWord(field, node.value)) return node.value;
        if (node.kind !== 'number' || !(node.value >= field.low && node.value <= field.high)) return refuse();
        return field.isWhole && !Number.isInteger(node.value) ? refuse() : node.value;
      }
      case 'choice': {
        if (node.kind !== 'number' && node.kind !== 'string') return refuse();
        return choicesOf(field).find((choice) => choice === node.value) ?? refuse();
      }
      case 'flag':
        return node.kind === 'word' && node.value === true ? true : refuse();
      case 'initializer':
        return this.#member(initializerFamily, node, path, depth);
      case 'layers':
        if (node.kind === 'string' && isWord(field, node.value)) return node.value;
        return node.kind === 'array' ? this.layers(node, path, depth + 1) : refuse();
      default:
        throw field satisfies never;
    }
  }

  #refuse(range: Range, message: string): null {
    this.problems.push({ message, from: range.from, to: range.to });
    return null;
  }
}

const isWord = ({ words = {} }: Extract<FieldKind, { kind: 'number' | 'layers' }>, text: string): boolean =>
  Object.hasOwn(words, text);

const article = (noun: string): string => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;

const cut = (text: string): string => (text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text);

/** What a field must hold, behind "must be". */
export function wanted(field: FieldKind): string {
  const or = 'words' in field ? Object.keys(field.words ?? {}).map((word) => `"${word}"`) : [];
  switch (field.kind) {
    case 'number': {
      const range = `${field.isWhole ? 'a whole number' : 'a number'} from ${field.low} to ${field.high}`;
      return orList([range, ...or]);
    }
    case 'choice':
      return orList(choicesOf(field).map((choice) => JSON.stringify(choice)));
    case 'flag':
      return 'true, or left out';
    case 'initializer':
      return 'an initialisation in braces';
    case 'layers':
      return orList([...or, 'a list of layers in square brackets']);
    default:
      throw field satisfies never;
  }
}

/** A refused value, as a message repeats it. */
function told(node: JsonNode): string {
  switch (node.kind) {
    case 'array':
      return 'a list';
    case 'object':
      return 'braces';
    case 'string':
      return JSON.stringify(cut(node.value));
    case 'number':
    case 'word':
      return String(node.value);
    default:
      throw node satisfies never;
  }
}
