import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { toString } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import { pagesOf, parsePage, type Book, type Chapter, type Page } from './book.ts';
import { findTerm, glossaryFolder, type Term } from './glossary.ts';
import { closeNames } from './glossary-names.ts';
import { attribute, headingId, isJsx, type Label } from './labels.ts';
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
  for (const page of pagesOf(book)) {
    let section: string | undefined;
    visit(parsePage(page.file).tree, (node) => {
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
 * Where the book introduces a term; undefined where the glossary does not say. Throws, with file and line, for a page or an id
 * that the book lacks.
 */
export function introductionOf({ id, introduced }: Term, book: Book, folder = glossaryFolder()): Place | undefined {
  if (introduced === undefined) return undefined;
  const [slug = '', place] = introduced.split('#');
  const pages = pagesOf(book);
  const page = pages.find((one) => one.slug === slug);
  const label = page?.labels.find((one) => one.id === place);
  if (page !== undefined && (place === undefined || label !== undefined)) return placeIn(page, label);

  const file = join(folder, `${id}.md`);
  const line =
    readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((text) => text.startsWith('introduced:')) + 1;
  const where = `${relative(process.cwd(), file)}:${line}: introduced is "${introduced}"`;
  if (page === undefined)
    throw new Error(`${where}; there is no such page. There are: ${pages.map((one) => one.slug).join(', ')}.`);
  const ids = page.labels.map((one) => one.id);
  const close = closeNames(place ?? '', ids);
  throw new Error(
    `${where}; that page has no such id. ${close.length > 0 ? 'Close to it' : 'It has'}: ${(close.length > 0 ? close : ids).join(', ')}.`,
  );
}

function placeIn(page: Chapter | Page, label: Label | undefined): Place {
  if (label !== undefined) return { href: `/${page.slug}/#${label.id}`, name: nameOf(label), title: label.title };
  const name = 'number' in page ? `chapter ${page.number}` : page.title;
  return { href: `/${page.slug}/`, name, title: page.title };
}
