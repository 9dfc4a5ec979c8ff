/** A value of a spec in Python. */
export function literal(value: unknown): string {
  if (value === undefined || value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return number(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  throw new TypeError(`There is no way to print ${JSON.stringify(value)} in Python.`);
}

export function number(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'math.nan' : value > 0 ? 'math.inf' : '-math.inf';
}

/** `f(a, b, name=c)`; a keyword whose value is absent is left out. */
export function called(
  fn: string,
  positional: readonly string[],
  keywords: Readonly<Record<string, string | undefined>> = {},
): string {
  const named = Object.entries(keywords).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
  return `${fn}(${[...positional, ...named].join(', ')})`;
}

/** `plain20` is `plain20`, `half-none` is `half_none`, and `threeStandard` is `three_standard`. */
export const snake = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/\W/g, '_')
    .toLowerCase();
