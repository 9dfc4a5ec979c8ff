import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseFrontmatter } from '@astrojs/markdown-remark';
import type { Root } from 'mdast';
import remarkMath from 'remark-math';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { LabelError, scanLabels, type Label } from './labels.ts';
import { partNumerals, plan, type PartNumeral } from './plan.ts';

/** A page of the book as its source file tells it: enough to number it, to link to it and to list it. */
export interface Page {
  /** Absolute path of the source. */
  readonly file: string;
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  readonly labels: readonly Label[];
}

export interface Chapter extends Page {
  /** 1, 2, ... over the whole book, in the order of the folders. */
  readonly number: number;
  readonly part: PartNumeral;
}

export interface Part {
  readonly numeral: PartNumeral;
  readonly title: string;
  readonly chapters: readonly Chapter[];
  /** Titles of the chapters that are planned and have no folder yet. */
  readonly planned: readonly string[];
}

export interface Book {
  readonly parts: readonly Part[];
  readonly chapters: readonly Chapter[];
  /** Pages around one example that belongs to no chapter, below the gallery of examples. */
  readonly sandboxes: readonly Page[];
  /** Pages outside the chapters, without the home page and the sandboxes. */
  readonly appendices: readonly Page[];
}

/** A chapter lives in a folder such as `30-residual-learning`; the number gives the order and is never shown. */
const chapterFolder = /^\d+-/;

/** Where sandboxes live, and where their addresses begin. */
const sandboxFolder = 'examples';

export const docsFolder = (root = process.cwd()): string => join(root, 'src', 'content', 'docs');

/**
 * Reads the book from its folder of pages. Numbers come from the order of folders and of things on a page; nobody types them.
 *
 * Throws, with the file's name, for a chapter without `slug` or with an unknown `part`, for parts out of order, and for what
 * `scanLabels` refuses.
 */
export function readBook(docs = docsFolder()): Book {
  const chapters: Chapter[] = [];
  const appendices: (Page & { readonly order: number })[] = [];
  for (const name of readdirSync(docs).sort()) {
    const file = [join(docs, name), join(docs, name, 'index.mdx'), join(docs, name, 'index.md')].find(
      (path) => /\.mdx?$/.test(path) && existsSync(path),
    );
    if (file === undefined || /^(index|404)\.mdx?$/.test(name)) continue;
    const isChapter = chapterFolder.test(name);
    const number = isChapter ? chapters.length + 1 : undefined;
    const { frontmatter, page } = readPage(file, name, number);
    if (number !== undefined) chapters.push({ ...page, number, part: partOf(frontmatter, file, chapters.at(-1)) });
    else appendices.push({ ...page, order: orderOf(frontmatter) });
  }
  appendices.sort((a, b) => a.order - b.order || (a.title < b.title ? -1 : 1));
  const parts = plan.map(({ numeral, title, chapters: planned }) => {
    const present = chapters.filter(({ part }) => part === numeral);
    const titles = new Set(present.map((chapter) => chapter.title));
    return { numeral, title, chapters: present, planned: planned.filter((one) => !titles.has(one)) };
  });
  return { parts, chapters, sandboxes: readSandboxes(docs), appendices };
}

function readSandboxes(docs: string): readonly Page[] {
  const folder = join(docs, sandboxFolder);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /\.mdx?$/.test(name))
    .sort()
    .map((name) => readPage(join(folder, name), `${sandboxFolder}/${name}`, undefined).page);
}

/** All pages but the home page, in the order of the book. */
export const pagesOf = ({ chapters, sandboxes, appendices }: Book): readonly (Page | Chapter)[] => [
  ...chapters,
  ...sandboxes,
  ...appendices,
];

let cached: { readonly key: string; readonly book: Book } | undefined;

/** `readBook`, read again only when a page has changed: every page of a build asks for it. */
export function currentBook(docs = docsFolder()): Book {
  const files = readdirSync(docs, { recursive: true, encoding: 'utf8' }).filter((name) => /\.mdx?$/.test(name));
  const key = [docs, ...files.map((name) => `${name} ${statSync(join(docs, name)).mtimeMs}`)].join('\n');
  if (cached?.key !== key) cached = { key, book: readBook(docs) };
  return cached.book;
}

interface Source {
  readonly frontmatter: Readonly<Record<string, unknown>>;
}

/** The frontmatter of a page's source, and its tree, with the lines as they are in the file. */
export function parsePage(file: string): { readonly frontmatter: Source['frontmatter']; readonly tree: Root } {
  const { frontmatter, content } = parseFrontmatter(readFileSync(file, 'utf8'), { frontmatter: 'empty-with-lines' });
  const parser = unified().use(remarkParse).use(remarkMath);
  if (file.endsWith('.mdx')) parser.use(remarkMdx);
  return { frontmatter, tree: parser.parse(content) };
}

/** @param name of the page's file or folder, below that of all pages. */
function readPage(file: string, name: string, chapter: number | undefined): Source & { readonly page: Page } {
  const { frontmatter, tree } = parsePage(file);
  try {
    const page = {
      file,
      slug: textField(frontmatter, 'slug') ?? name.replace(/\.mdx?$/, ''),
      title: textField(frontmatter, 'title') ?? '',
      description: textField(frontmatter, 'description') ?? '',
      labels: scanLabels(tree, chapter).map(({ label }) => label),
    };
    return { frontmatter, page };
  } catch (error) {
    const line = error instanceof LabelError ? `:${error.node.position?.start.line ?? 1}` : '';
    throw new Error(`${relative(process.cwd(), file)}${line}: ${(error as Error).message}`, { cause: error });
  }
}

function textField(frontmatter: Source['frontmatter'], name: string): string | undefined {
  const value = frontmatter[name];
  return typeof value === 'string' ? value : undefined;
}

/** Starlight's own field for the place in the sidebar; pages without one come last. */
function orderOf(frontmatter: Source['frontmatter']): number {
  const sidebar = frontmatter['sidebar'];
  const order: unknown = typeof sidebar === 'object' && sidebar !== null && 'order' in sidebar ? sidebar.order : undefined;
  return typeof order === 'number' ? order : Infinity;
}

function partOf(frontmatter: Source['frontmatter'], file: string, before: Chapter | undefined): PartNumeral {
  const where = relative(process.cwd(), file);
  const part = partNumerals.find((numeral) => numeral === frontmatter['part']);
  if (part === undefined) {
    throw new Error(`${where}: part is ${JSON.stringify(frontmatter['part'])}; write one of ${partNumerals.join(', ')}.`);
  }
  if (textField(frontmatter, 'slug') === undefined) {
    throw new Error(`${where}: a chapter needs a slug, the words of its address, for example "slug: residual-learning".`);
  }
  if (before !== undefined && partNumerals.indexOf(part) < partNumerals.indexOf(before.part)) {
    throw new Error(`${where}: a chapter of part ${part} comes after one of part ${before.part}; renumber its folder.`);
  }
  return part;
}
