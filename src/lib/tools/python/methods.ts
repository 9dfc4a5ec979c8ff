import ts from 'typescript';
import type { Scope } from './Scope.ts';
import { Untranslatable } from './Untranslatable.ts';

/** How the functions that work through an array are written in Python. */
export interface Writer {
  expression(node: ts.Expression, scope: Scope): string;
  /** A function as something to call, defined before where a lambda has no room for it. */
  callable(node: ts.Expression, scope: Scope): string;
}

/** `for value in values`, with or without the place, and what is made of each value. */
interface Loop {
  readonly head: string;
  readonly each: string;
  readonly result: string;
}

/** A loop that a comprehension has room for: over a function given on the spot, or by its name. */
function loop(writer: Writer, values: string, fn: ts.Expression, scope: Scope): Loop {
  if (ts.isArrowFunction(fn) && !ts.isBlock(fn.body)) {
    const inner = scope.inner();
    const [first, second] = fn.parameters;
    const each = first === undefined ? '_' : inner.bind(first.name);
    const head =
      second === undefined ? `for ${each} in ${values}` : `for ${inner.bind(second.name)}, ${each} in enumerate(${values})`;
    const result = writer.expression(fn.body, inner);
    if (inner.before.length === 0) return { head, each, result };
  }
  const isAboutPlaces = ts.isArrowFunction(fn) && fn.parameters.length > 1;
  const called = writer.callable(fn, scope);
  return isAboutPlaces
    ? { head: `for place, each in enumerate(${values})`, each: 'each', result: `${called}(each, place)` }
    : { head: `for each in ${values}`, each: 'each', result: `${called}(each)` };
}

/** The function of a `reduce` that wants the place too, over pairs of a place and a value. */
function withPlaces(fn: ts.Expression, scope: Scope, writer: Writer): string | undefined {
  if (!ts.isArrowFunction(fn) || ts.isBlock(fn.body)) return undefined;
  const [sum, value, place] = fn.parameters;
  if (sum === undefined || value === undefined || place === undefined) return undefined;
  const inner = scope.inner();
  const head = inner.bind(sum.name);
  inner.bindAs(place.name, 'pair[0]');
  inner.bindAs(value.name, 'pair[1]');
  const result = writer.expression(fn.body, inner);
  if (inner.before.length > 0) throw new Untranslatable(fn);
  return `lambda ${head}, pair: ${result}`;
}

type Method = (values: string, args: readonly ts.Expression[], scope: Scope, writer: Writer) => string;

/** @throws Untranslatable where an argument is missing. */
const only = (args: readonly ts.Expression[]): ts.Expression => {
  const [first] = args;
  if (first === undefined) throw new Error('A method that works through an array needs a function.');
  return first;
};

const comprehension =
  (write: (loop: Loop) => string): Method =>
  (values, args, scope, writer) =>
    write(loop(writer, values, only(args), scope));

const condition = (write: (called: string, values: string) => string): Method => {
  return (values, args, scope, writer) => write(writer.callable(only(args), scope), values);
};

const withArguments =
  (write: (values: string, args: readonly string[]) => string): Method =>
  (values, args, scope, writer) =>
    write(
      values,
      args.map((arg) => writer.expression(arg, scope)),
    );

/** Methods of JavaScript that have none: whatever else is called behind a dot is a function that a record holds. */
export const untranslatable: ReadonlySet<string> = new Set(
  (
    'toString toLocaleString toExponential valueOf replace replaceAll split trim padStart padEnd charAt charCodeAt codePointAt match ' +
    'matchAll normalize repeat substring toUpperCase toLowerCase localeCompare fill pop shift unshift splice sort reverse copyWithin ' +
    'has get set add delete clear call apply bind then catch lastIndexOf reduceRight values with test exec forEach push'
  ).split(' '),
);

/** The methods of arrays, and of texts, that have a translation. */
export const methods: Readonly<Record<string, Method>> = {
  map: comprehension(({ head, result }) => `[${result} ${head}]`),
  flatMap: comprehension(({ head, result }) => `[part ${head} for part in ${result}]`),
  filter: comprehension(({ head, each, result }) => `[${each} ${head} if ${result}]`),
  some: comprehension(({ head, result }) => `any(${result} ${head})`),
  every: comprehension(({ head, result }) => `all(${result} ${head})`),
  find: comprehension(({ head, each, result }) => `next((${each} ${head} if ${result}), None)`),
  findLast: (values, ...rest) =>
    comprehension(({ head, each, result }) => `next((${each} ${head} if ${result}), None)`)(`reversed(${values})`, ...rest),
  findIndex: condition((called, values) => `place_of(${called}, ${values})`),
  findLastIndex: condition((called, values) => `last_place_of(${called}, ${values})`),
  reduce: (values, args, scope, writer) => {
    const [fn, start] = args;
    if (fn === undefined) throw new Error('reduce() needs a function.');
    if (/^\((\w+), (\w+)\) => \1 \+ \2$/.test(fn.getText()) && start?.getText() === '0') return `sum(${values})`;
    const about = withPlaces(fn, scope, writer);
    if (about !== undefined && start !== undefined)
      return `reduce(${about}, enumerate(${values}), ${writer.expression(start, scope)})`;
    const rest = start === undefined ? '' : `, ${writer.expression(start, scope)}`;
    return `reduce(${writer.callable(fn, scope)}, ${values}${rest})`;
  },
  flat: withArguments((values) => `[part for each in ${values} for part in each]`),
  at: withArguments((values, [place]) => `${values}[${place ?? '0'}]`),
  slice: withArguments((values, [from = '', to = '']) => `${values}[${from === '0' ? '' : from}:${to}]`),
  includes: withArguments((values, [value = '']) => `(${value} in ${values})`),
  indexOf: withArguments((values, [value = '']) => `${values}.index(${value})`),
  concat: withArguments((values, args) => `[*${values}${args.map((arg) => `, *${arg}`).join('')}]`),
  toReversed: withArguments((values) => `${values}[::-1]`),
  keys: withArguments((values) => `range(len(${values}))`),
  entries: withArguments((values) => `enumerate(${values})`),
  join: withArguments((values, [between = '","']) => `${between}.join(map(str, ${values}))`),
  toFixed: withArguments((value, [digits = '0']) => `format(${value}, ".${digits}f")`),
  toPrecision: withArguments((value, [digits = '3']) => `format(${value}, ".${digits}g")`),
  startsWith: withArguments((text, [start = '']) => `${text}.startswith(${start})`),
  endsWith: withArguments((text, [end = '']) => `${text}.endswith(${end})`),
  toSorted: (values, args) => {
    const [fn] = args;
    if (fn === undefined) return `sorted(${values})`;
    if (!ts.isArrowFunction(fn)) throw new Untranslatable(fn);
    const text = fn.getText().replaceAll(/\s+/g, ' ');
    if (text === '(a, b) => a - b') return `sorted(${values})`;
    if (text === '(a, b) => b - a') return `sorted(${values}, reverse=True)`;
    throw new Untranslatable(fn);
  },
};
