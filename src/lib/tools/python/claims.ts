import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import ts from 'typescript';
import type { PythonClaim, PythonClaims } from '../../export/pytorch/claims.ts';
import { expression, functionOf, indented } from './expressions.ts';
import { pythonName } from './names.ts';
import { Scope } from './Scope.ts';
import { definition } from './statements.ts';
import { Untranslatable } from './Untranslatable.ts';

/**
 * The claims of an example in Python, from its source: a claim is a function, and a function cannot be printed from a spec. A claim whose
 * source has no translation says so in place of one.
 */
export function claimsInPython(file: string): PythonClaims {
  return new Translation().claims(file);
}

interface Declared {
  readonly file: string;
  readonly node: ts.VariableDeclaration | ts.FunctionDeclaration;
}

class Translation {
  readonly #sources = new Map<string, ts.SourceFile>();
  /** By file and name. */
  readonly #names = new Map<string, string>();
  #steps = 0;
  /** Constants and functions that the claims use, in an order in which they can be defined. */
  #definitions: string[] = [];

  claims(file: string): PythonClaims {
    const list = this.#claimsIn(this.#source(file));
    const claims = list.map((node, i): PythonClaim => {
      const [kept, names] = [this.#definitions, new Map(this.#names)];
      this.#definitions = [...kept];
      try {
        return this.#claim(node, file, i + 1);
      } catch (error) {
        if (!(error instanceof Untranslatable)) throw error;
        this.#definitions = kept;
        this.#names.clear();
        for (const [key, name] of names) this.#names.set(key, name);
        return { why: error.message };
      }
    });
    return { definitions: this.#definitions, claims };
  }

  #source(file: string): ts.SourceFile {
    const known = this.#sources.get(file);
    if (known !== undefined) return known;
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    this.#sources.set(file, source);
    return source;
  }

  /** The elements of `claims: [...]` of what the file defines. */
  #claimsIn(source: ts.SourceFile): readonly ts.Expression[] {
    let found: readonly ts.Expression[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isPropertyAssignment(node) && node.name.getText() === 'claims' && ts.isArrayLiteralExpression(node.initializer))
        found = node.initializer.elements;
      else ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  }

  #claim(node: ts.Expression, file: string, number: number): PythonClaim {
    if (!ts.isCallExpression(node)) throw new Untranslatable(node);
    const [, , test, needs] = node.arguments;
    if (test === undefined) throw new Untranslatable(node);
    const scope = this.#scope(file);
    const holds = given(test, scope, ['arms', 'p'], `claim_${number}`);
    const condition = needs === undefined ? undefined : this.#condition(needs, scope, `condition_${number}`);
    this.#definitions.push(...scope.before);
    return { test: holds, ...(condition !== undefined && { applies: condition }) };
  }

  #condition(needs: ts.Expression, scope: Scope, name: string): string {
    if (ts.isObjectLiteralExpression(needs)) {
      const own = needs.properties.find((entry) => entry.name?.getText() === 'isMet');
      if (own !== undefined && ts.isPropertyAssignment(own) && ts.isArrowFunction(own.initializer))
        return given(own.initializer, scope, ['p'], name);
    }
    return ts.isIdentifier(needs) ? this.#namedCondition(needs, scope) : `${expression(needs, scope)}.isMet`;
  }

  /** A condition that several claims name, as a function of that name. Its words are in the spec. */
  #namedCondition(name: ts.Identifier, scope: Scope): string {
    const declared = this.#declared(name.text, name.getSourceFile().fileName);
    const initializer =
      declared === 'finder' || declared?.node.kind !== ts.SyntaxKind.VariableDeclaration ? undefined : declared.node.initializer;
    const isMet =
      initializer !== undefined && ts.isObjectLiteralExpression(initializer)
        ? initializer.properties.find((entry) => entry.name?.getText() === 'isMet')
        : undefined;
    if (declared === undefined || declared === 'finder' || isMet === undefined || !ts.isPropertyAssignment(isMet))
      return `${expression(name, scope)}.isMet`;
    const key = `${declared.file} ${name.text}.isMet`;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const own = this.#unused(pythonName(name.text));
    this.#names.set(key, own);
    const outside = this.#scope(declared.file);
    const value = given(isMet.initializer, outside, ['p'], own);
    this.#definitions.push(...defined(own, value, outside.before));
    return own;
  }

  #unused(name: string): string {
    return [...this.#names.values()].includes(name) ? `${name}_${this.#names.size}` : name;
  }

  #scope(file: string): Scope {
    return new Scope(undefined, {
      lookUp: (name) => this.#global(name, file),
      freshName: () => `step_${(this.#steps += 1)}`,
    });
  }

  /** A name of a module: defined once, before what uses it. */
  #global(node: ts.Identifier, file: string): string {
    const declared = this.#declared(node.text, file);
    if (declared === undefined) throw new Untranslatable(node);
    if (declared === 'finder') return pythonName(node.text);
    const key = `${declared.file} ${node.text}`;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const name = this.#unused(pythonName(node.text));
    this.#names.set(key, name);
    const lines = this.#define(declared, name);
    this.#definitions.push(...lines);
    return name;
  }

  #define({ node, file }: Declared, name: string): string[] {
    const scope = this.#scope(file);
    if (ts.isFunctionDeclaration(node)) {
      const [head = '', ...body] = definition(node, scope);
      return [head.replace(/^def \w+/, `def ${name}`), ...body];
    }
    const { initializer } = node;
    if (initializer === undefined) throw new Untranslatable(node);
    const value = expression(initializer, scope);
    return ts.isArrowFunction(initializer) ? defined(name, value, scope.before) : [...scope.before, `${name} = ${value}`];
  }

  #declared(name: string, file: string): Declared | 'finder' | undefined {
    for (const node of this.#source(file).statements) {
      if (ts.isFunctionDeclaration(node) && node.name?.text === name) return { node, file };
      if (ts.isVariableStatement(node)) {
        const found = node.declarationList.declarations.find((each) => ts.isIdentifier(each.name) && each.name.text === name);
        if (found !== undefined) return { node: found, file };
      }
      if (ts.isImportDeclaration(node)) {
        const found = this.#imported(node, name, file);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  #imported(node: ts.ImportDeclaration, name: string, file: string): Declared | 'finder' | undefined {
    const bindings = node.importClause?.namedBindings;
    if (bindings === undefined || !ts.isNamedImports(bindings) || !ts.isStringLiteral(node.moduleSpecifier)) return undefined;
    const element = bindings.elements.find((each) => each.name.text === name);
    if (element === undefined) return undefined;
    const from = resolve(dirname(file), node.moduleSpecifier.text);
    if (from.endsWith('/experiments/claims.ts')) return 'finder';
    return existsSync(from) ? this.#declared((element.propertyName ?? element.name).text, from) : undefined;
  }
}

/** A function under a name of its own, from a lambda or from the function that it had to become. */
function defined(name: string, value: string, before: readonly string[]): string[] {
  const asLambda = /^lambda ?([^:]*): ([\s\S]*)$/.exec(value);
  if (asLambda !== null && before.length === 0)
    return [`def ${name}(${asLambda[1] ?? ''}):`, indented(`return ${asLambda[2] ?? ''}`), ''];
  const [head = '', ...body] = before;
  if (head.startsWith(`def ${value}(`)) return [head.replace(/^def \w+/, `def ${name}`), ...body];
  return [...before, `${name} = ${value}`];
}

/** A function that is given these arguments, whatever its own parameters are called, and however few of them it has. */
function given(node: ts.Expression, scope: Scope, names: readonly string[], name: string): string {
  if (!ts.isArrowFunction(node)) return expression(node, scope);
  const inner = scope.inner();
  node.parameters.forEach((parameter, i) => inner.bindAs(parameter.name, names[i] ?? ''));
  return functionOf(node, scope, inner, names.join(', '), () => name);
}
