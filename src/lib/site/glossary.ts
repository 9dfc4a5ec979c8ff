import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseFrontmatter } from '@astrojs/markdown-remark';
import { z } from 'astro/zod';
import { closeNames } from './glossary-names.ts';

/** The frontmatter of `src/content/glossary/ID.md`; the text below it is the definition. */
export const termSchema = z.strictObject({
  /** As a dictionary would have it: "fan-in", "option A shortcut". */
  term: z.string().min(1),
  /** Other words for it in a sentence: plurals, verbs, abbreviations. `Term` finds it by these too. */
  forms: z.array(z.string().min(1)).default([]),
  /** Where the book explains it: "residual-learning#block-2015". Absent where no chapter does so yet. */
  introduced: z
    .string()
    .regex(/^[a-z0-9-]+(#[a-z0-9-]+)?$/, 'write a page and an id on it, such as "residual-learning#block-2015"')
    .optional(),
});

export interface Term extends z.infer<typeof termSchema> {
  /** The file's name without its ending. */
  readonly id: string;
}

export const glossaryFolder = (root = process.cwd()): string => join(root, 'src', 'content', 'glossary');

/** The id of a term on the page of the glossary, and of its card. */
export const placeOf = (id: string): string => `def-${id}`;

/**
 * The terms of the glossary, in the order of a dictionary.
 *
 * Throws, with the file's name, for a field that is wrong, and for words that two terms claim: `Term` could not tell them apart.
 */
export function readGlossary(folder = glossaryFolder()): Term[] {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.md')) : [];
  const terms = files.map((name) => readTerm(join(folder, name), name.slice(0, -'.md'.length)));
  const owners = new Map<string, Term>();
  for (const term of terms) {
    for (const words of [term.term, ...term.forms].map(plainWords)) {
      const other = owners.get(words);
      if (other !== undefined) {
        const files = `${other.id}.md and ${term.id}.md`;
        throw new Error(`${relative(process.cwd(), folder)}: ${files} both claim "${words}"; a form belongs to one term.`);
      }
      owners.set(words, term);
    }
  }
  return inOrder(terms);
}

function readTerm(file: string, id: string): Term {
  const parsed = termSchema.safeParse(parseFrontmatter(readFileSync(file, 'utf8')).frontmatter);
  if (parsed.success) return { ...parsed.data, id };
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'frontmatter'}: ${message}`);
  throw new Error(`${relative(process.cwd(), file)}:1: ${faults.join('; ')}.`);
}

/** Letters decide, not capitals, hyphens or spaces: "fan-in" stands after "family" and before "fanout". */
export function inOrder<T extends { readonly term: string }>(terms: readonly T[]): T[] {
  const collator = new Intl.Collator('en', { sensitivity: 'base', ignorePunctuation: true });
  const key = ({ term }: T): string => term.replaceAll(' ', '');
  return terms.toSorted((a, b) => collator.compare(key(a), key(b)));
}

/**
 * The term that `<Term id="...">` or the words between its tags name. Throws, with what comes close, where there is none.
 */
export function findTerm(glossary: readonly Term[], id: string | undefined, words: string): Term {
  const wanted = plainWords(words);
  const found = glossary.find((term) =>
    id === undefined ? [term.term, ...term.forms].some((form) => plainWords(form) === wanted) : term.id === id,
  );
  if (found !== undefined) return found;
  if (id !== undefined) {
    const ids = glossary.map((term) => term.id);
    throw new Error(`<Term id="${id}">: the glossary has no such term. ${hint(closeNames(id, ids))}`);
  }
  const forms = glossary.flatMap((term) => [term.term, ...term.forms]);
  throw new Error(`<Term>${words.trim()}</Term>: the glossary has no such term. ${hint(closeNames(wanted, forms))}`);
}

function hint(close: readonly string[]): string {
  if (close.length > 0) return `Did you mean ${close.map((name) => `"${name}"`).join(' or ')}?`;
  return 'Write it into src/content/glossary/, or give id="..." of one that is there.';
}

function plainWords(words: string): string {
  return words.trim().replaceAll(/\s+/g, ' ').replaceAll('’', "'").toLowerCase();
}
