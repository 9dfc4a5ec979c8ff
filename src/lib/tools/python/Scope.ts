import ts from 'typescript';
import { pythonName, property } from './names.ts';
import { Untranslatable } from './Untranslatable.ts';

/** What lies around all functions. */
export interface Module {
  readonly lookUp: (name: ts.Identifier) => string;
  readonly freshName: () => string;
}

/** What the names in a function stand for in Python, and the statements that go before what is being translated. */
export class Scope {
  readonly #names = new Map<string, string>();
  readonly #outer: Scope | undefined;
  readonly #module: Module;
  readonly before: string[] = [];
  readonly depth: number;

  constructor(outer: Scope | undefined, module: Module) {
    this.#outer = outer;
    this.#module = module;
    this.depth = outer === undefined ? 0 : outer.depth + 1;
  }

  inner(): Scope {
    return new Scope(this, this.#module);
  }

  /** A name for a function that has none. */
  freshName(): string {
    return this.#module.freshName();
  }

  lookUp(name: ts.Identifier): string {
    return this.#find(name.text) ?? this.#module.lookUp(name);
  }

  #find(name: string): string | undefined {
    const own = this.#names.get(name);
    return own !== undefined || this.#outer === undefined ? own : this.#outer.#find(name);
  }

  /** A variable of Python's for a name, or, where it is taken apart, for the whole, whose parts the names stand for. */
  bind(pattern: ts.BindingName, whole = `each${this.depth > 1 ? this.depth : ''}`): string {
    if (ts.isIdentifier(pattern)) {
      const name = pythonName(pattern.text);
      this.#names.set(pattern.text, name);
      return name;
    }
    this.#takeApart(pattern, whole);
    return whole;
  }

  /** Binds a name, or the parts of a pattern, to what has this name in Python already. */
  bindAs(pattern: ts.BindingName, name: string): void {
    if (ts.isIdentifier(pattern)) this.#names.set(pattern.text, name);
    else this.#takeApart(pattern, name);
  }

  #takeApart(pattern: ts.BindingPattern, whole: string): void {
    pattern.elements.forEach((element, i) => {
      if (ts.isOmittedExpression(element)) return;
      const part = ts.isObjectBindingPattern(pattern) ? property(whole, keyOf(element)) : partAt(whole, i, element);
      if (ts.isIdentifier(element.name)) this.#names.set(element.name.text, part);
      else this.#takeApart(element.name, part);
    });
  }
}

/** @throws Untranslatable where there is no telling what is meant. */
function keyOf(element: ts.BindingElement): string {
  if (element.initializer !== undefined) throw new Untranslatable(element);
  const key = element.propertyName ?? element.name;
  if (element.dotDotDotToken === undefined && (ts.isIdentifier(key) || ts.isStringLiteral(key))) return key.text;
  throw new Untranslatable(element);
}

function partAt(whole: string, place: number, element: ts.BindingElement): string {
  const { dotDotDotToken, initializer } = element;
  if (dotDotDotToken !== undefined) return `${whole}[${place}:]`;
  if (initializer === undefined) return `${whole}[${place}]`;
  // A number may be missing, and is no number then.
  if (initializer.getText() === 'Number.NaN') return `item(${whole}, ${place}, math.nan)`;
  throw new Untranslatable(element);
}
