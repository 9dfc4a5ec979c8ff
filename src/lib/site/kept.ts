import type { Root } from 'mdast';
import { visit } from 'unist-util-visit';
import type { AnswerKind } from './answers.ts';
import { currentBook, docsFolder, pagesOf, parsePage } from './book.ts';
import { attribute, isJsx } from './labels.ts';
import { studyAids } from './remark-book-aids.ts';

/** Where a question of the book stands, by the id that its answer is kept under: enough to list a reader's answers with links. */
export interface AskedAt {
  readonly kind: AnswerKind;
  readonly id: string;
  /** "/residual-learning/#exr-count" */
  readonly href: string;
  /** "Exercise 9.2, Counting parameters" or "Example 9.1" */
  readonly title: string;
}

type Asked = Pick<AskedAt, 'kind' | 'id'> & { readonly anchor: string };

/** The challenges of a page: each is an exercise of its own. */
function challengesIn(tree: Root): readonly Asked[] {
  const found: Asked[] = [];
  visit(tree, (node) => {
    const id = isJsx(node) && node.name === 'Challenge' ? attribute(node, 'id') : undefined;
    if (id !== undefined) found.push({ kind: 'challenges', id, anchor: id });
  });
  return found;
}

/** The questions of all pages in the order of the book, on each page its challenges last. */
export function questionsOfBook(docs = docsFolder()): readonly AskedAt[] {
  return pagesOf(currentBook(docs)).flatMap(({ file, slug, labels }) => {
    const { tree } = parsePage(file);
    return [...studyAids(tree), ...challengesIn(tree)].map(({ kind, id, anchor }) => {
      const label = labels.find((one) => one.id === anchor);
      if (label === undefined) throw new Error(`${file}: the question "${id}" is about "${anchor}", which the page lacks.`);
      const name = `${label.kind === 'exercise' ? 'Exercise' : 'Example'} ${label.number}`;
      return { kind, id, href: `/${slug}/#${anchor}`, title: label.title === '' ? name : `${name}, ${label.title}` };
    });
  });
}
