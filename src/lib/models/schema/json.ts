/** Where a piece of text begins and ends, in characters. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export type JsonNode = Range &
  (
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'string'; readonly value: string }
    | { readonly kind: 'word'; readonly value: true | false | null }
    | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
    | { readonly kind: 'object'; readonly entries: readonly JsonEntry[] }
  );

export interface JsonEntry {
  readonly name: string;
  readonly key: Range;
  readonly value: JsonNode;
}

/** A text that is no JSON, where it stops being that. */
export class JsonError extends Error {
  override name = 'JsonError';
  readonly range: Range;
  constructor(message: string, range: Range) {
    super(message);
    this.range = range;
  }
}

/** Lists and objects within each other: deeper, and a text would be made to break its reader. */
const deepest = 32;

/**
 * Parses JSON (RFC 8259) and keeps where each value stands, so that what is wrong with one can be shown there.
 *
 * @throws JsonError at the first place where the text is no JSON, or an object names a field twice, or nests deeper than a model can.
 */
export function parseJson(text: string): JsonNode {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const stringPattern = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const wordPattern = /[A-Za-z_$][\w$]*/y;
const words: Readonly<Record<string, true | false | null>> = { true: true, false: false, null: null };

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): JsonNode {
    this.#skip();
    const from = this.#at;
    if (depth > deepest) throw this.#wrong(`Lists and objects are nested more than ${deepest} deep here.`);
    const sign = this.#text[from];
    if (sign === '[') return this.#array(depth);
    if (sign === '{') return this.#object(depth);
    if (sign === '"') return { kind: 'string', value: this.#string(), from, to: this.#at };
    const number = this.#match(numberPattern);
    if (number !== undefined) return { kind: 'number', value: Number(number), from, to: this.#at };
    const word = this.#match(wordPattern);
    if (word === undefined) throw this.#wrong(`A value is expected here, got ${this.#next()}.`);
    const known = Object.hasOwn(words, word) ? words[word] : undefined;
    if (known === undefined) throw this.#wrong(`${word} needs double quotes around it: "${word}".`, from);
    return { kind: 'word', value: known, from, to: this.#at };
  }

  end(): void {
    this.#skip();
    if (this.#at < this.#text.length) throw this.#wrong(`The model ends before this: there is ${this.#next()} too many.`);
  }

  #array(depth: number): JsonNode {
    const from = this.#at;
    const items: JsonNode[] = [];
    this.#list(']', () => items.push(this.value(depth + 1)));
    return { kind: 'array', items, from, to: this.#at };
  }

  #object(depth: number): JsonNode {
    const from = this.#at;
    const entries: JsonEntry[] = [];
    this.#list('}', () => {
      const start = this.#at;
      if (this.#text[start] !== '"')
        throw this.#wrong(`The name of a field, in double quotes, is expected here, got ${this.#next()}.`);
      const name = this.#string();
      const key = { from: start, to: this.#at };
      if (entries.some((entry) => entry.name === name))
        throw new JsonError(`"${name}" stands here twice. Leave one of them out.`, key);
      this.#skip();
      if (this.#text[this.#at] !== ':') throw this.#wrong(`A colon is expected behind "${name}", got ${this.#next()}.`);
      this.#at += 1;
      entries.push({ name, key, value: this.value(depth + 1) });
    });
    return { kind: 'object', entries, from, to: this.#at };
  }

  /** What stands between brackets, parted by commas. */
  #list(closing: ']' | '}', item: () => void): void {
    this.#at += 1;
    this.#skip();
    if (this.#text[this.#at] === closing) {
      this.#at += 1;
      return;
    }
    for (;;) {
      item();
      this.#skip();
      const sign = this.#text[this.#at];
      if (sign === closing) {
        this.#at += 1;
        return;
      }
      if (sign !== ',') throw this.#wrong(`A comma or ${closing} is expected here, got ${this.#next()}.`);
      const comma = this.#at;
      this.#at += 1;
      this.#skip();
      if (this.#text[this.#at] === closing)
        throw new JsonError(`Nothing follows this comma. Leave it out.`, { from: comma, to: comma + 1 });
    }
  }

  #string(): string {
    const text = this.#match(stringPattern);
    if (text === undefined) throw this.#wrong('This text in double quotes has no end, or holds a sign that must be escaped.');
    return JSON.parse(text) as string;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #skip(): void {
    while (/[ \t\r\n]/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }

  /** The next sign, as a sentence names it. */
  #next(): string {
    const sign = this.#text.codePointAt(this.#at);
    return sign === undefined ? 'the end of the text' : `"${String.fromCodePoint(sign)}"`;
  }

  #wrong(message: string, from = this.#at): JsonError {
    return new JsonError(message, { from, to: Math.max(this.#at, Math.min(from + 1, this.#text.length)) });
  }
}
