import ts from 'typescript';
import { expression, indented, parameters } from './expressions.ts';
import { methods } from './methods.ts';
import { pythonName } from './names.ts';
import type { Scope } from './Scope.ts';
import { Untranslatable } from './Untranslatable.ts';

/** The statements of a function in Python, a line each. */
export function statements(nodes: readonly ts.Statement[], scope: Scope): string[] {
  return nodes.flatMap((node) => statement(node, scope));
}

function statement(node: ts.Statement, scope: Scope): string[] {
  if (ts.isVariableStatement(node)) return node.declarationList.declarations.flatMap((declared) => variable(declared, scope));
  if (ts.isReturnStatement(node))
    return node.expression === undefined
      ? ['return']
      : behind(scope, () => `return ${expression(node.expression ?? fail(node), scope)}`);
  if (ts.isBlock(node)) return statements(node.statements, scope);
  if (ts.isIfStatement(node)) return conditional(node, scope);
  if (ts.isForOfStatement(node)) return loop(node, scope);
  if (ts.isForStatement(node)) return counting(node, scope);
  if (ts.isExpressionStatement(node)) return doing(node.expression, scope);
  if (ts.isFunctionDeclaration(node)) return definition(node, scope);
  if (ts.isThrowStatement(node)) return [thrown(node, scope)];
  throw new Untranslatable(node);
}

/** An error as the one that means the same. */
function thrown({ expression: error }: ts.ThrowStatement, scope: Scope): string {
  if (!ts.isNewExpression(error)) throw new Untranslatable(error);
  const [text] = error.arguments ?? [];
  return `raise ValueError(${text === undefined ? '' : expression(text, scope)})`;
}

const fail = (node: ts.Node): never => {
  throw new Untranslatable(node);
};

/** A line, with what has to go before it. */
function behind(scope: Scope, write: () => string): string[] {
  const line = write();
  return [...scope.before.splice(0), line];
}

function variable({ name, initializer }: ts.VariableDeclaration, scope: Scope): string[] {
  if (initializer === undefined) throw new Untranslatable(name);
  return behind(scope, () => {
    const value = expression(initializer, scope);
    if (ts.isIdentifier(name)) return `${scope.bind(name)} = ${value}`;
    // A name alone can be taken apart as it is.
    if (/^[\w.]+$/.test(value)) {
      scope.bind(name, value);
      return '';
    }
    const whole = scope.bind(name, pythonName(`parts${name.pos}`));
    return `${whole} = ${value}`;
  }).filter((line) => line !== '');
}

/** A function with a name, as statements that define it. */
export function definition(node: ts.FunctionDeclaration, scope: Scope): string[] {
  if (node.name === undefined || node.body === undefined) throw new Untranslatable(node);
  const inner = scope.inner();
  const name = scope.bind(node.name);
  const head = parameters(node, inner);
  return [`def ${name}(${head}):`, ...statements(node.body.statements, inner).map(indented), ''];
}

function conditional({ expression: test, thenStatement, elseStatement }: ts.IfStatement, scope: Scope): string[] {
  const lines = behind(scope, () => `if ${expression(test, scope)}:`);
  lines.push(...statement(thenStatement, scope).map(indented));
  if (elseStatement !== undefined) lines.push('else:', ...statement(elseStatement, scope).map(indented));
  return lines;
}

function loop({ initializer, expression: values, statement: body }: ts.ForOfStatement, scope: Scope): string[] {
  const declared = ts.isVariableDeclarationList(initializer) ? initializer.declarations[0] : undefined;
  if (declared === undefined) throw new Untranslatable(initializer);
  const over = expression(values, scope);
  const each = scope.bind(declared.name);
  return [...scope.before.splice(0), `for ${each} in ${over}:`, ...statement(body, scope).map(indented)];
}

function counting(node: ts.ForStatement, scope: Scope): string[] {
  const { initializer, condition, incrementor, statement: body } = node;
  if (initializer === undefined || condition === undefined || incrementor === undefined) throw new Untranslatable(node);
  if (!ts.isVariableDeclarationList(initializer)) throw new Untranslatable(node);
  return [
    ...initializer.declarations.flatMap((declared) => variable(declared, scope)),
    ...behind(scope, () => `while ${expression(condition, scope)}:`),
    ...statement(body, scope).map(indented),
    ...doing(incrementor, scope).map(indented),
  ];
}

const assignments: Partial<Record<ts.SyntaxKind, string>> = {
  [ts.SyntaxKind.EqualsToken]: '=',
  [ts.SyntaxKind.PlusEqualsToken]: '+=',
  [ts.SyntaxKind.MinusEqualsToken]: '-=',
  [ts.SyntaxKind.AsteriskEqualsToken]: '*=',
  [ts.SyntaxKind.SlashEqualsToken]: '/=',
};

/** An expression for what it does. */
function doing(node: ts.Expression, scope: Scope): string[] {
  if (ts.isBinaryExpression(node)) {
    const sign = assignments[node.operatorToken.kind];
    if (sign !== undefined)
      return behind(scope, () => `${expression(node.left, scope)} ${sign} ${expression(node.right, scope)}`);
  }
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { name, expression: object } = node.expression;
    if (name.text === 'push')
      return behind(
        scope,
        () => `${expression(object, scope)} += [${node.arguments.map((arg) => expression(arg, scope)).join(', ')}]`,
      );
    if (name.text === 'forEach' && methods['map'] !== undefined) return forEach(object, node, scope);
  }
  throw new Untranslatable(node);
}

function forEach(object: ts.Expression, node: ts.CallExpression, scope: Scope): string[] {
  const [fn] = node.arguments;
  if (fn === undefined || !ts.isArrowFunction(fn)) throw new Untranslatable(node);
  const values = expression(object, scope);
  const [first, second] = fn.parameters;
  const each = first === undefined ? '_' : scope.bind(first.name);
  const head =
    second === undefined ? `for ${each} in ${values}:` : `for ${scope.bind(second.name)}, ${each} in enumerate(${values}):`;
  const body = ts.isBlock(fn.body) ? statements(fn.body.statements, scope) : doing(fn.body, scope);
  return [...scope.before.splice(0), head, ...body.map(indented)];
}
