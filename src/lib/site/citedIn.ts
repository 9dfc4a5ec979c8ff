import { visit } from 'unist-util-visit';
import { pagesOf, parsePage, type Book, type Chapter, type Page } from './book.ts';
import { attribute, isJsx, scanLabels, wordsOf, type Label } from './labels.ts';

/** A place in the book's text: a page, and the section of it that a reader would be sent to. */
export interface Place {
  readonly page: Page | Chapter;
  /** The innermost numbered heading before the place; undefined before the first one. */
  readonly section: Label | undefined;
  /** Examples that stand in the same section of the second level. */
  readonly examples: readonly Label[];
}

export interface Uses {
  /** Where each key of the bibliography is cited, in the order of the book, each section once. */
  readonly cites: ReadonlyMap<string, readonly Place[]>;
  /** Where each claim of the sources has its note, in the same order. */
  readonly claims: ReadonlyMap<string, readonly Place[]>;
}

/** Whether a page is one of the numbered chapters. */
export const isChapter = (page: Page | Chapter): page is Chapter => 'number' in page;

/** The address of a place, below the base. */
export const addressOf = ({ page, section }: Pick<Place, 'page' | 'section'>): string =>
  section === undefined ? `/${page.slug}/` : `/${page.slug}/#${section.id}`;

const cached = new WeakMap<Book, Uses>();

/** What is cited and which claims are taken up where, read from the sources of all pages; once for a book. */
export function usesIn(book: Book): Uses {
  const known = cached.get(book);
  if (known !== undefined) return known;
  const cites = new Map<string, Place[]>();
  const claims = new Map<string, Place[]>();
  for (const page of pagesOf(book)) scanPage(page, cites, claims);
  const uses = { cites, claims };
  cached.set(book, uses);
  return uses;
}

function scanPage(page: Page | Chapter, cites: Map<string, Place[]>, claims: Map<string, Place[]>): void {
  const { tree } = parsePage(page.file);
  const labels = new Map(scanLabels(tree, isChapter(page) ? page.number : undefined).map(({ node, label }) => [node, label]));
  let section: Label | undefined;
  // Filled while the section is read, and so also with what comes after the place.
  let examples: Label[] = [];
  visit(tree, (node) => {
    if (node.type !== 'heading' && !isJsx(node)) return;
    const label = labels.get(node);
    if (label?.kind === 'section') {
      section = label;
      if (label.depth === 2) examples = [];
    } else if (label?.kind === 'example') examples.push(label);
    if (!isJsx(node)) return;
    const place = { page, section, examples };
    if (node.name === 'Cite') for (const key of wordsOf(attribute(node, 'keys'))) add(cites, key, place);
    if (node.name === 'SourceNote') for (const claim of wordsOf(attribute(node, 'claims'))) add(claims, claim, place);
  });
}

function add(found: Map<string, Place[]>, name: string, place: Place): void {
  const places = found.get(name) ?? [];
  found.set(name, places);
  if (!places.some(({ page, section }) => page === place.page && section === place.section)) places.push(place);
}
