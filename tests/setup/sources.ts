import { readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join, posix, relative, sep } from 'node:path';
import ts from 'typescript';

export interface Source {
  /** From the root of the repository, with forward slashes: `src/lib/core/compile.ts`. */
  readonly path: string;
  readonly text: string;
}

export interface Import {
  /** As written: `./params.ts`, `@tensorflow/tfjs-core`. */
  readonly specifier: string;
  /** Erased by the compiler, so it ships nothing. */
  readonly isType: boolean;
  /** Loaded when the code asks for it, and not with the module. */
  readonly isLate?: true;
}

const scanned = ['.ts', '.svelte', '.astro', '.mdx'];

/** All modules under `folder`. AssemblyScript is left out: it looks like TypeScript, and is none. */
export function readSources(root: string, folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && scanned.includes(extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: relative(root, file).split(sep).join('/'), text: readFileSync(file, 'utf8') }))
    .filter(({ path }) => !path.startsWith('src/lib/core/wasm/'));
}

/** The same answer for the same source, found once: to read TypeScript takes long, and what modules reach is asked of each. */
function once<Answer>(read: (source: Source) => Answer): (source: Source) => Answer {
  const known = new WeakMap<Source, { readonly answer: Answer }>();
  return (source) => {
    const found = known.get(source) ?? { answer: read(source) };
    known.set(source, found);
    return found.answer;
  };
}

/** Imports and re-exports, static, dynamic and of types. `new URL('./x.ts', import.meta.url)` is none: a worker is a world of its own. */
export const importsOf = once((source): readonly Import[] => {
  const imports: Import[] = [];
  visit(source, (node) => {
    if (ts.isImportDeclaration(node)) imports.push({ specifier: textOf(node.moduleSpecifier), isType: isTypeImport(node) });
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined)
      imports.push({ specifier: textOf(node.moduleSpecifier), isType: node.isTypeOnly });
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      imports.push({ specifier: textOf(node.argument.literal), isType: true });
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      imports.push({ specifier: textOf(node.arguments[0]), isType: false, isLate: true });
  });
  return imports;
});

function isTypeImport({ importClause }: ts.ImportDeclaration): boolean {
  if (importClause === undefined) return false;
  if (importClause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { name, namedBindings } = importClause;
  return (
    name === undefined &&
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.length > 0 &&
    namedBindings.elements.every(({ isTypeOnly }) => isTypeOnly)
  );
}

/** Every name and dotted name that the code speaks of: `$state`, `Math.random`, `self.postMessage`. */
export const namesIn = once((source): ReadonlySet<string> => {
  const names = new Set<string>();
  visit(source, (node) => {
    if (ts.isIdentifier(node)) names.add(node.text);
    if (ts.isPropertyAccessExpression(node)) names.add(node.getText().replace(/\s|\?/g, ''));
  });
  return names;
});

/** Whether the module holds nothing but re-exports. */
export function isBarrel(source: Source): boolean {
  const { statements } = parse(code(source));
  return statements.length > 0 && statements.every((node) => ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined);
}

/** Path of the module that a relative or `@components` import names; `undefined` for a package. */
export function resolveImport(from: string, specifier: string): string | undefined {
  const path = specifier.replace(/[?#].*$/, '');
  if (path.startsWith('@components/')) return path.replace('@components', 'src/components');
  return path.startsWith('.') ? posix.join(dirname(from), path) : undefined;
}

/**
 * Everything that `start` ships with itself: its value imports, theirs, and so on, packages included.
 *
 * @param atOnce without what is loaded later.
 */
export function reachedFrom(start: string, sources: readonly Source[], atOnce = false): Set<string> {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const reached = new Set<string>();
  const visitModule = (path: string): void => {
    const source = byPath.get(path);
    if (reached.has(path)) return;
    reached.add(path);
    if (source === undefined) return;
    for (const { specifier, isType, isLate } of importsOf(source)) {
      if (!isType && !(atOnce && isLate)) visitModule(resolveImport(path, specifier) ?? specifier);
    }
  };
  visitModule(start);
  return reached;
}

/** The script of a component, the frontmatter and scripts of an Astro file, the import lines of an MDX file. */
function code({ path, text }: Source): string {
  const scripts = [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, script]) => script ?? '');
  switch (extname(path)) {
    case '.svelte':
      return scripts.join('\n');
    case '.astro':
      return [/^---\n([\s\S]*?)\n---/.exec(text)?.[1] ?? '', ...scripts].join('\n');
    case '.mdx':
      return (text.match(/^import .*$/gm) ?? []).join('\n');
    default:
      return text;
  }
}

const parse = (text: string): ts.SourceFile => ts.createSourceFile('module.ts', text, ts.ScriptTarget.Latest, true);

function visit(source: Source, look: (node: ts.Node) => void): void {
  const walk = (node: ts.Node): void => {
    look(node);
    ts.forEachChild(node, walk);
  };
  walk(parse(code(source)));
}

function textOf(node: ts.Node | undefined): string {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : '';
}
