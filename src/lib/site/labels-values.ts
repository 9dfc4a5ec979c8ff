import { LabelError, type JsxElement } from './labels.ts';

/** What an author can write as an attribute without computing: `at="last"`, `layer={-1}`, `over={{ layer: 0 }}`. */
export type Value = string | number | boolean | { readonly [name: string]: Value };

/** A node of the syntax tree that remark-mdx attaches to `{...}`; only its shape is looked at. */
interface Expression {
  readonly type: string;
  readonly value?: unknown;
  readonly operator?: unknown;
  readonly argument?: Expression;
  readonly properties?: readonly Expression[];
  readonly key?: Expression & { readonly name?: string };
  readonly computed?: boolean;
}

/** All attributes of a component with their values. Throws a `LabelError` for one that is computed: a build cannot check it. */
export function valuesOf(node: JsxElement): Record<string, Value> {
  const values: Record<string, Value> = {};
  for (const one of node.attributes) {
    if (one.type !== 'mdxJsxAttribute') throw new LabelError(`<${node.name}> takes no {...}; write its attributes out.`, node);
    if (one.value === null || one.value === undefined) values[one.name] = true;
    else if (typeof one.value === 'string') values[one.name] = one.value;
    else {
      const statement = one.value.data?.estree?.body[0];
      const value = statement?.type === 'ExpressionStatement' ? literal(statement.expression as Expression) : undefined;
      if (value === undefined)
        throw new LabelError(`<${node.name}>: ${one.name}={${one.value.value}} is computed; write the value itself.`, node);
      values[one.name] = value;
    }
  }
  return values;
}

/** The value of a literal, a negative number or an object of these; undefined for all else. */
function literal(expression: Expression): Value | undefined {
  const { type, value, operator, argument, properties } = expression;
  if (type === 'Literal')
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
  if (type === 'UnaryExpression' && operator === '-' && argument !== undefined) {
    const number = literal(argument);
    return typeof number === 'number' ? -number : undefined;
  }
  if (type !== 'ObjectExpression' || properties === undefined) return undefined;
  const entries: [string, Value][] = [];
  for (const { key, computed, value: given } of properties) {
    const name = key?.type === 'Identifier' ? key.name : key?.value;
    const inner = typeof given === 'object' && given !== null ? literal(given as Expression) : undefined;
    if (typeof name !== 'string' || computed === true || inner === undefined) return undefined;
    entries.push([name, inner]);
  }
  return Object.fromEntries(entries);
}
