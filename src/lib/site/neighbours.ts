import type { Book } from './book.ts';

/** A page beside another in the order of the book. */
export interface Neighbour {
  /** Address under the base. */
  readonly path: string;
  /** "Chapter 2", "Appendix"; empty for the contents. */
  readonly kind: string;
  readonly title: string;
}

export interface Neighbours {
  readonly previous?: Neighbour;
  readonly next?: Neighbour;
}

/** The pages before and after one: contents, chapters, appendices. None for a page that the book's order does not have. */
export function neighboursOf(book: Book, slug: string): Neighbours {
  const contents: Neighbour = { path: '/', kind: '', title: 'Contents' };
  const chapters = book.chapters.map(({ slug, number, title }) => ({ path: `/${slug}/`, kind: `Chapter ${number}`, title }));
  const appendices = book.appendices.map(({ slug, title }) => ({ path: `/${slug}/`, kind: 'Appendix', title }));
  const order: readonly Neighbour[] = [contents, ...chapters, ...appendices];

  const place = order.findIndex(({ path }) => path === (slug === '' ? '/' : `/${slug}/`));
  if (place < 0) return {};
  const [previous, next] = [place === 0 ? undefined : order[place - 1], order[place + 1]];
  return { ...(previous && { previous }), ...(next && { next }) };
}
