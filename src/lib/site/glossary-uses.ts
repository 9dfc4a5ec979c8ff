import { toString } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import type { Book, Chapter, Page } from './book.ts';
import { findTerm, type Term } from './glossary.ts';
import { attribute, headingId, isJsx, type Label } from './labels.ts';
import { parseSource } from './labels-source.ts';
import { nameOf } from './remark-book.ts';

/** A place of the book to go to: "section 3.2", with its address and its heading. */
export interface Place {
  readonly href: string;
  readonly name: string;
  readonly title: string;
}

/** The sections that use each term, by the term's id, in reading order, each section once. */
export function usesOfTerms(book: Book, glossary: readonly Term[]): Map<string, Place[]> {
  const uses = new Map<string, Place[]>();
  for (const page of [...book.chapters, ...book.appendices]) {
    let section: string | undefined;
    visit(parseSource(page.file).tree, (node) => {
      if (node.type === 'heading') section = headingId(node) ?? section;
      if (!isJsx(node) || node.name !== 'Term') return;
      const { id } = findTerm(glossary, attribute(node, 'id'), toString(node));
      const places = uses.get(id) ?? [];
      const place = placeIn(
        page,
        page.labels.find((label) => label.id === section),
      );
      if (!places.some(({ href }) => href === place.href)) uses.set(id, [...places, place]);
    });
  }
  return uses;
}

/**
 * Where the book introduces a term; undefined where the glossary does not say. Throws, with the file, for a page or an id that
 * the book lacks.
 */
export function introductionOf({ id, introduced }: Term, book: Book): Place | undefined {
  if (introduced === undefined) return undefined;
  const [slug, place] = introduced.split('#');
  const where = `src/content/glossary/${id}.md: introduced is "${introduced}"`;
  const pages = [...book.chapters, ...book.appendices];
  const page = pages.find((one) => one.slug === slug);
  if (page === undefined)
    throw new Error(`${where}; there is no such page. There are: ${pages.map((one) => one.slug).join(', ')}.`);
  const label = page.labels.find((one) => one.id === place);
  if (place !== undefined && label === undefined) {
    throw new Error(`${where}; that page has no such id. It has: ${page.labels.map((one) => one.id).join(', ')}.`);
  }
  return placeIn(page, label);
}

function placeIn(page: Chapter | Page, label: Label | undefined): Place {
  if (label !== undefined) return { href: `/${page.slug}/#${label.id}`, name: nameOf(label), title: label.title };
  const name = 'number' in page ? `chapter ${page.number}` : page.title;
  return { href: `/${page.slug}/`, name, title: page.title };
}
