import { relative } from 'node:path';
import type { Heading, Root, Text } from 'mdast';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { currentBook, docsFolder, pagesOf, type Book } from './book.ts';
import { checkSourceNote } from './claims.ts';
import { withBase } from './href.ts';
import {
  attribute,
  headingId,
  isJsx,
  LabelError,
  scanLabels,
  setAttribute as set,
  withoutId,
  type JsxElement,
  type Label,
} from './labels.ts';
import { letterOptions, withoutSolutions } from './remark-book-aids.ts';
import { ProseResolver } from './remark-book-prose.ts';
import { shelfIn, type Shelf } from './remark-book-shelf.ts';
import { showsSolutions } from './solutions.ts';

interface Options {
  readonly base: string;
  readonly docs?: string;
  readonly shelf?: Shelf;
  /** Whether solutions stay in the page; as SOLUTIONS says, where it is left out. */
  readonly solutions?: boolean;
}

/**
 * The remark plugin that makes a page part of the book:
 *
 * - `## Text [#some-id]` gets that id, and its number in front;
 * - terms, citations and recorded numbers are looked up on the shelf, see `ProseResolver`;
 * - `Equation`, `Figure`, `Experiment`, `Exercise` and `Challenge` get a `number` ("3.4");
 * - `Sidenote` gets its own running `number`, and, like `Contested`, `block` where it does not stand inside a paragraph;
 * - options of a `Choice` or a `Prediction` get their letters, and solutions go where the build shows none;
 * - a link to a page of the book, `[words](/residual-learning/)`, gets the sub-path that the site is served under;
 * - `<Ref to="eq-some-id" />` gets `href` and `label` ("equation (3.4)"). A reference to nothing fails the build,
 *   as does a `SourceNote` on a claim that there is not.
 */
export function remarkBook({ base, docs = docsFolder(), shelf = shelfIn(), solutions = showsSolutions() }: Options) {
  return (tree: Root, file: VFile): void => {
    if (!file.path.startsWith(docs)) return;
    const book = currentBook(docs);
    visit(tree, 'link', (link) => {
      if (link.url.startsWith('/')) link.url = withBase(base, link.url);
    });
    try {
      annotate(tree, file.path, book, shelf, solutions);
    } catch (error) {
      if (!(error instanceof LabelError)) throw error;
      const line = error.node.position?.start.line ?? 1;
      throw new Error(`${relative(process.cwd(), file.path)}:${line}: ${error.message}`, { cause: error });
    }
  };
}

function annotate(tree: Root, path: string, book: Book, shelf: Shelf, solutions: boolean): void {
  const chapter = book.chapters.find(({ file }) => file === path);
  const here = scanLabels(tree, chapter?.number);
  const labels = here.map(({ label }) => label);
  for (const { node, label } of here) {
    if (node.type === 'heading') numberHeading(node, label, chapter !== undefined);
    else set(node, 'number', label.number);
  }
  letterOptions(tree);
  // Numbers are given before: they are the same in both sites.
  if (!solutions) withoutSolutions(tree);
  const prose = new ProseResolver(shelf);
  let sidenotes = 0;
  visit(tree, (node, index, parent) => {
    if (!isJsx(node)) return;
    prose.resolve(node);
    if (node.name === 'Sidenote') {
      set(node, 'number', String((sidenotes += 1)));
      // Authors begin a note on a line of its own; its mark still belongs close to the word before.
      const before = parent?.children[(index ?? 0) - 1];
      if (before?.type === 'text') before.value = before.value.trimEnd();
    }
    if ((node.name === 'Sidenote' || node.name === 'Contested') && node.type === 'mdxJsxFlowElement') set(node, 'block', 'true');
    if (node.name === 'Ref') resolve(node, labels, book);
    if (node.name === 'SourceNote') checkSourceNote(node);
  });
}

function numberHeading(node: Heading, label: Label, numbered: boolean): void {
  node.data = { ...node.data, hProperties: { id: label.id } };
  const end = node.children.at(-1);
  if (end?.type === 'text' && headingId(node) !== undefined) end.value = withoutId(end.value);
  if (!numbered) return;
  const number: Text = { type: 'text', value: label.number };
  const mark = { hName: 'span', hProperties: { className: ['section-number'] } };
  node.children.unshift({ type: 'emphasis', data: mark, children: [number] }, { type: 'text', value: ' ' });
}

function resolve(node: JsxElement, here: readonly Label[], book: Book): void {
  const slug = attribute(node, 'chapter');
  const to = attribute(node, 'to');
  const pages = pagesOf(book);
  const page = slug === undefined ? undefined : pages.find((one) => one.slug === slug);
  if (slug !== undefined && page === undefined) {
    throw new LabelError(
      `<Ref chapter="${slug}">: there is no such page. There are: ${pages.map((one) => one.slug).join(', ')}.`,
      node,
    );
  }
  if (to === undefined) {
    if (page === undefined) throw new LabelError('<Ref> needs to="an id", chapter="a slug", or both.', node);
    set(node, 'href', `/${page.slug}/`);
    set(node, 'label', 'number' in page ? `chapter ${page.number}` : page.title);
    set(node, 'description', page.title);
    return;
  }
  const labels = page?.labels ?? here;
  const label = labels.find(({ id }) => id === to);
  if (label === undefined) {
    const where = slug === undefined ? 'this page' : `"${slug}"`;
    throw new LabelError(
      `<Ref to="${to}">: nothing on ${where} has this id. It has: ${labels.map(({ id }) => id).join(', ')}.`,
      node,
    );
  }
  set(node, 'href', slug === undefined ? `#${to}` : `/${slug}/#${to}`);
  set(node, 'label', nameOf(label));
  if (label.title !== '') set(node, 'description', label.title);
}

/** How a sentence names it: "equation (3.4)", "figure 3.1", "section 3.2". */
export function nameOf({ kind, number }: Label): string {
  return kind === 'equation' ? `equation (${number})` : `${kind} ${number}`;
}
