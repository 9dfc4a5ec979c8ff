/**
 * A parameter of an example: its label, default, bounds, control and text form in one object.
 *
 * The slider, the permalink, the worker message and the recording all read this object, so they cannot disagree about
 * what a legal value is. Text is the only form in which a value crosses an edge.
 */
export interface Param<T> {
  readonly label: string;
  /** One sentence for the reader: what turning it does. */
  readonly help: string;
  readonly default: T;
  readonly control: Control;
  /** Text to value. Throws a {@link ParamError} that names the accepted range and the text it got. */
  parse(text: string): T;
  /** Value to text, such that `parse(format(v))` is `v`. */
  format(value: T): string;
}

export type Control =
  | {
      readonly kind: 'slider';
      readonly min: number;
      readonly max: number;
      readonly step: number;
      readonly scale: 'linear' | 'log';
    }
  | { readonly kind: 'select'; readonly options: readonly Option[] };

export interface Option {
  readonly value: string;
  readonly label: string;
}

/** `any` because a schema holds parameters of different value types; `Values` recovers each one. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type ParamSchema = Readonly<Record<string, Param<any>>>;

export type Values<S extends ParamSchema> = {
  readonly [K in keyof S]: S[K] extends Param<infer T> ? T : never;
};

export class ParamError extends Error {
  override name = 'ParamError';
}

/** Longest text a parameter will look at; anything longer is refused unread. */
const longestText = 64;

/** Longest part of a refused text that an error message repeats. */
const longestQuote = 24;

const quote = (text: string): string => (text.length > longestQuote ? `"${text.slice(0, longestQuote)}…"` : `"${text}"`);

/** A decimal number in plain or exponent notation: no hexadecimal, no blanks, no "Infinity". */
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function parseNumber(label: string, text: string, min: number, max: number): number {
  const value = text.length <= longestText && decimal.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) {
    throw new ParamError(`${label} must be a number between ${min} and ${max}, got ${quote(text)}.`);
  }
  return value;
}

interface NumberOptions {
  readonly label: string;
  readonly help: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly scale?: 'linear' | 'log';
}

export function number(options: NumberOptions): Param<number> {
  const { label, help, min, max, scale = 'linear' } = options;
  return {
    label,
    help,
    default: options.default,
    control: { kind: 'slider', min, max, step: options.step ?? (max - min) / 100, scale },
    parse: (text) => parseNumber(label, text, min, max),
    format: String,
  };
}

export function integer(options: NumberOptions): Param<number> {
  const { label, min, max } = options;
  return {
    ...number({ ...options, step: options.step ?? 1 }),
    parse(text) {
      const value = parseNumber(label, text, min, max);
      if (!Number.isInteger(value)) throw new ParamError(`${label} must be a whole number, got ${quote(text)}.`);
      return value;
    },
  };
}

interface ChoiceOptions<C extends Readonly<Record<string, string>>> {
  readonly label: string;
  readonly help: string;
  /** Value to the words that the reader sees. */
  readonly options: C;
  readonly default: keyof C & string;
}

export function choice<const C extends Readonly<Record<string, string>>>(options: ChoiceOptions<C>): Param<keyof C & string> {
  const entries = Object.entries(options.options).map(([value, label]) => ({ value, label }));
  return {
    label: options.label,
    help: options.help,
    default: options.default,
    control: { kind: 'select', options: entries },
    format: (value) => value,
    parse(text) {
      if (!entries.some(({ value }) => value === text)) {
        const accepted = entries.map(({ value }) => value).join(', ');
        throw new ParamError(`${options.label} must be one of ${accepted}, got ${quote(text)}.`);
      }
      return text;
    },
  };
}

export function defaults<S extends ParamSchema>(schema: S): Values<S> {
  return mapSchema(schema, (param) => param.default);
}

/** Every value in its text form: what a permalink, a worker message and a recording carry. */
export type TextValues = Readonly<Record<string, string>>;

export function formatValues<S extends ParamSchema>(schema: S, values: Values<S>): TextValues {
  return Object.fromEntries(Object.entries(schema).map(([name, param]) => [name, param.format(values[name])]));
}

/** Parses a whole set, throwing at the first bad one: for edges where a wrong value is a bug (worker, recording). */
export function parseValues<S extends ParamSchema>(schema: S, texts: TextValues): Values<S> {
  const unknown = Object.keys(texts).find((name) => !Object.hasOwn(schema, name));
  if (unknown !== undefined) throw new ParamError(`There is no parameter ${quote(unknown)} here.`);
  return mapSchema(schema, (param, name) => {
    const text = texts[name];
    return text === undefined ? param.default : param.parse(text);
  });
}

/**
 * Builds the values of a schema by asking `value` for each parameter. The cast is the one place where TypeScript cannot
 * follow that `Object.entries` visits each key of `S` with its own `Param`.
 */
function mapSchema<S extends ParamSchema>(schema: S, value: (param: S[string], name: string) => unknown): Values<S> {
  const entries = Object.entries(schema).map(([name, param]) => [name, value(param as S[string], name)]);
  return Object.fromEntries(entries) as Values<S>;
}
