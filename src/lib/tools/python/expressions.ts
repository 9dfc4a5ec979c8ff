import ts from 'typescript';
import { methods, untranslatable, type Writer } from './methods.ts';
import { property } from './names.ts';
import type { Scope } from './Scope.ts';
import { statements } from './statements.ts';
import { Untranslatable } from './Untranslatable.ts';

const constants: Readonly<Record<string, string>> = {
  'Math.PI': 'math.pi',
  'Math.E': 'math.e',
  'Math.SQRT2': 'math.sqrt(2)',
  'Math.LN2': 'math.log(2)',
  'Number.NaN': 'math.nan',
  'Number.POSITIVE_INFINITY': 'math.inf',
  'Number.MAX_VALUE': '1.7976931348623157e308',
  'Number.EPSILON': '2.0**-52',
};

const functions: Readonly<Record<string, string>> = {
  'Math.abs': 'abs',
  'Math.max': 'max',
  'Math.min': 'min',
  'Math.sqrt': 'math.sqrt',
  'Math.floor': 'math.floor',
  'Math.ceil': 'math.ceil',
  'Math.trunc': 'math.trunc',
  'Math.exp': 'math.exp',
  'Math.log': 'math.log',
  'Math.log2': 'math.log2',
  'Math.log10': 'math.log10',
  'Math.hypot': 'math.hypot',
  'Math.atan2': 'math.atan2',
  'Math.tanh': 'math.tanh',
  'Number.isFinite': 'math.isfinite',
  Number: 'float',
  String: 'str',
};

const operators: Partial<Record<ts.SyntaxKind, string>> = {
  [ts.SyntaxKind.PlusToken]: '+',
  [ts.SyntaxKind.MinusToken]: '-',
  [ts.SyntaxKind.AsteriskToken]: '*',
  [ts.SyntaxKind.SlashToken]: '/',
  [ts.SyntaxKind.PercentToken]: '%',
  [ts.SyntaxKind.AsteriskAsteriskToken]: '**',
  [ts.SyntaxKind.LessThanToken]: '<',
  [ts.SyntaxKind.LessThanEqualsToken]: '<=',
  [ts.SyntaxKind.GreaterThanToken]: '>',
  [ts.SyntaxKind.GreaterThanEqualsToken]: '>=',
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: '==',
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: '!=',
  [ts.SyntaxKind.AmpersandAmpersandToken]: 'and',
  [ts.SyntaxKind.BarBarToken]: 'or',
};

/** An expression of TypeScript in Python. What a lambda has no room for goes before the statement that it stands in. */
export function expression(node: ts.Expression, scope: Scope): string {
  if (ts.isParenthesizedExpression(node)) {
    const text = expression(node.expression, scope);
    return isOperation(node.expression) ? `(${text})` : text;
  }
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isNonNullExpression(node))
    return expression(node.expression, scope);
  if (ts.isNumericLiteral(node)) return node.text;
  if (ts.isStringLiteralLike(node)) return JSON.stringify(node.text);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return 'True';
  if (node.kind === ts.SyntaxKind.FalseKeyword) return 'False';
  if (node.kind === ts.SyntaxKind.NullKeyword) return 'None';
  if (ts.isIdentifier(node)) return identifier(node, scope);
  if (ts.isPropertyAccessExpression(node)) return access(node, scope);
  if (ts.isElementAccessExpression(node))
    return `${operand(node.expression, scope)}[${expression(node.argumentExpression, scope)}]`;
  if (ts.isCallExpression(node)) return call(node, scope);
  if (ts.isArrowFunction(node)) return lambda(node, scope);
  if (ts.isConditionalExpression(node)) {
    const [test, yes, no] = [node.condition, node.whenTrue, node.whenFalse].map((part) => expression(part, scope));
    return `(${yes} if ${test} else ${no})`;
  }
  if (ts.isBinaryExpression(node)) return binary(node, scope);
  if (ts.isPrefixUnaryExpression(node)) return prefixed(node, scope);
  if (ts.isTemplateExpression(node)) return template(node, scope);
  if (ts.isArrayLiteralExpression(node)) return `[${node.elements.map((element) => argument(element, scope)).join(', ')}]`;
  if (ts.isObjectLiteralExpression(node)) return record(node, scope);
  throw new Untranslatable(node);
}

/** Whether it stays one of operators in Python, where `??` is a call. */
const isOperation = (node: ts.Expression): boolean =>
  ts.isBinaryExpression(node) && node.operatorToken.kind !== ts.SyntaxKind.QuestionQuestionToken;

const writer: Writer = { expression, callable: (node, scope) => expression(node, scope) };

/** As what a dot, an index or a call follows. */
function operand(node: ts.Expression, scope: Scope): string {
  const text = expression(node, scope);
  return ts.isArrowFunction(node) ? `(${text})` : text;
}

function identifier(node: ts.Identifier, scope: Scope): string {
  if (node.text === 'undefined') return 'None';
  if (node.text === 'Infinity') return 'math.inf';
  if (node.text === 'NaN') return 'math.nan';
  return scope.lookUp(node);
}

function access(node: ts.PropertyAccessExpression, scope: Scope): string {
  if (node.questionDotToken !== undefined) throw new Untranslatable(node);
  const constant = constants[node.getText()];
  if (constant !== undefined) return constant;
  if (functions[node.getText()] !== undefined) return functions[node.getText()] ?? '';
  const object = operand(node.expression, scope);
  // Among the settings, a length is a setting like any other.
  return node.name.text === 'length' && object !== 'p' ? `len(${object})` : property(object, node.name.text);
}

const argument = (node: ts.Expression, scope: Scope): string =>
  ts.isSpreadElement(node) ? `*${operand(node.expression, scope)}` : expression(node, scope);

function call(node: ts.CallExpression, scope: Scope): string {
  const { expression: callee, arguments: args } = node;
  const name = callee.getText();
  const [first] = args;
  if ((name === 'Math.max' || name === 'Math.min') && args.length === 1 && first !== undefined && ts.isSpreadElement(first))
    return `${functions[name] ?? ''}(${expression(first.expression, scope)})`;
  if (name === 'Math.sign' && first !== undefined) return `math.copysign(1, ${expression(first, scope)})`;
  if (name === 'Math.round' && first !== undefined) return `math.floor(${expression(first, scope)} + 0.5)`;
  if (name === 'Number.isInteger' && first !== undefined) return `float(${expression(first, scope)}).is_integer()`;
  if (name === 'Object.values' && first !== undefined) return `list(${operand(first, scope)}.values())`;
  if (name === 'Object.keys' && first !== undefined) return `list(${operand(first, scope)})`;
  if (name === 'Object.entries' && first !== undefined) return `list(${operand(first, scope)}.items())`;
  if (name === 'Array.from') return counted(node, scope);
  const fn = functions[name];
  if (fn !== undefined) return `${fn}(${args.map((arg) => argument(arg, scope)).join(', ')})`;
  if (ts.isPropertyAccessExpression(callee)) {
    const method = methods[callee.name.text];
    if (untranslatable.has(callee.name.text)) throw new Untranslatable(node);
    if (method !== undefined && callee.questionDotToken === undefined)
      return method(operand(callee.expression, scope), args, scope, writer);
  }
  return `${operand(callee, scope)}(${args.map((arg) => argument(arg, scope)).join(', ')})`;
}

/** `Array.from({ length: n }, (_, i) => ...)`, and `Array.from(values)`. */
function counted(node: ts.CallExpression, scope: Scope): string {
  const [source, fn] = node.arguments;
  if (source === undefined) throw new Untranslatable(node);
  if (!ts.isObjectLiteralExpression(source)) {
    const values = expression(source, scope);
    return fn === undefined ? `list(${values})` : (methods['map']?.(values, [fn], scope, writer) ?? '');
  }
  const [length] = source.properties;
  if (length === undefined || fn === undefined) throw new Untranslatable(node);
  const text = ts.isPropertyAssignment(length) ? expression(length.initializer, scope) : scopeOfShorthand(length, scope);
  // A quotient is a float in Python.
  const count = text.includes('/') ? `int(${text})` : text;
  if (ts.isArrowFunction(fn) && !ts.isBlock(fn.body)) {
    const inner = scope.inner();
    const place = fn.parameters[1];
    const name = place === undefined ? '_' : inner.bind(place.name);
    const result = expression(fn.body, inner);
    if (inner.before.length === 0) return `[${result} for ${name} in range(${count})]`;
  }
  return `[${expression(fn, scope)}(None, place) for place in range(${count})]`;
}

function scopeOfShorthand(node: ts.ObjectLiteralElementLike, scope: Scope): string {
  if (ts.isShorthandPropertyAssignment(node)) return scope.lookUp(node.name);
  throw new Untranslatable(node);
}

/** The parameters of a function, bound in its scope. */
export function parameters(node: ts.SignatureDeclaration, scope: Scope): string {
  return node.parameters
    .map((parameter) => {
      const name = scope.bind(parameter.name);
      if (parameter.dotDotDotToken !== undefined) return `*${name}`;
      if (parameter.initializer !== undefined) return `${name}=${expression(parameter.initializer, scope)}`;
      return parameter.questionToken === undefined ? name : `${name}=None`;
    })
    .join(', ');
}

function lambda(node: ts.ArrowFunction, scope: Scope): string {
  const inner = scope.inner();
  return functionOf(node, scope, inner, parameters(node, inner), () => scope.freshName());
}

/** A function of the parameters that stand in `head`: a lambda, or where that has no room for it, one that is defined before. */
export function functionOf(node: ts.ArrowFunction, scope: Scope, inner: Scope, head: string, nameIt: () => string): string {
  if (!ts.isBlock(node.body)) {
    const result = expression(node.body, inner);
    if (inner.before.length === 0) return `lambda${head === '' ? '' : ` ${head}`}: ${result}`;
    inner.before.push(`return ${result}`);
  } else inner.before.push(...statements(node.body.statements, inner));
  const name = nameIt();
  scope.before.push(`def ${name}(${head}):`, ...inner.before.map(indented), '');
  return name;
}

export const indented = (line: string): string => (line === '' ? '' : `    ${line}`);

function binary(node: ts.BinaryExpression, scope: Scope): string {
  const { left, right, operatorToken } = node;
  if (operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken) return otherwise(left, right, scope);
  const [a, b] = [expression(left, scope), expression(right, scope)];
  if (b === 'None' && operatorToken.kind === ts.SyntaxKind.EqualsEqualsEqualsToken) return `${a} is None`;
  if (b === 'None' && operatorToken.kind === ts.SyntaxKind.ExclamationEqualsEqualsToken) return `${a} is not None`;
  // In a comprehension too, it gives a new value to the variable of the function around it.
  if (operatorToken.kind === ts.SyntaxKind.PlusEqualsToken && ts.isIdentifier(left)) return `(${a} := ${a} + ${b})`;
  const operator = operators[operatorToken.kind];
  if (operator === undefined) throw new Untranslatable(node);
  return `${a} ${operator} ${b}`;
}

/** `a ?? b`. An index that may lie beyond the ends is what it is for, most of the time. */
function otherwise(left: ts.Expression, right: ts.Expression, scope: Scope): string {
  const instead = expression(right, scope);
  if (ts.isElementAccessExpression(left)) {
    const [values, place] = [operand(left.expression, scope), expression(left.argumentExpression, scope)];
    // A first number is there wherever anything was measured; without one, Python says so.
    const isSure = /^\d+$/.test(place) && instead === 'math.nan';
    return isSure ? `${values}[${place}]` : `item(${values}, ${place}, ${instead})`;
  }
  const text = expression(left, scope);
  if (ts.isCallExpression(left) && left.expression.getText().endsWith('.at') && instead === 'math.nan') return text;
  return `otherwise(${text}, ${instead})`;
}

function prefixed(node: ts.PrefixUnaryExpression, scope: Scope): string {
  const text = expression(node.operand, scope);
  if (node.operator === ts.SyntaxKind.ExclamationToken) return `not ${/^[\w.()]+$/.test(text) ? text : `(${text})`}`;
  if (node.operator === ts.SyntaxKind.MinusToken) return `-${text}`;
  if (node.operator === ts.SyntaxKind.PlusToken) return `+${text}`;
  throw new Untranslatable(node);
}

function template(node: ts.TemplateExpression, scope: Scope): string {
  const braces = (text: string): string => JSON.stringify(text).slice(1, -1).replaceAll('{', '{{').replaceAll('}', '}}');
  const parts = node.templateSpans.map((span) => ({
    value: expression(span.expression, scope),
    text: braces(span.literal.text),
  }));
  const head = braces(node.head.text);
  if (parts.some(({ value }) => /["\\]/.test(value))) {
    const text = head + parts.map((part) => `{}${part.text}`).join('');
    return `"${text}".format(${parts.map(({ value }) => value).join(', ')})`;
  }
  return `f"${head}${parts.map(({ value, text }) => `{${value}}${text}`).join('')}"`;
}

function record(node: ts.ObjectLiteralExpression, scope: Scope): string {
  const entries = node.properties.map((entry): { key?: string; value: string } => {
    if (ts.isSpreadAssignment(entry)) return { value: expression(entry.expression, scope) };
    if (ts.isShorthandPropertyAssignment(entry)) return { key: entry.name.text, value: scope.lookUp(entry.name) };
    if (!ts.isPropertyAssignment(entry)) throw new Untranslatable(entry);
    const { name, initializer } = entry;
    if (ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isNumericLiteral(name))
      return { key: name.text, value: expression(initializer, scope) };
    throw new Untranslatable(entry);
  });
  const [held, evidence] = ['held', 'evidence'].map((key) => entries.find((entry) => entry.key === key)?.value);
  if (entries.length === 2 && held !== undefined && evidence !== undefined) return `found(${held}, ${evidence})`;
  const texts = entries.map(({ key, value }) => (key === undefined ? `**${value}` : `${JSON.stringify(key)}: ${value}`));
  return `Record({${texts.join(', ')}})`;
}
