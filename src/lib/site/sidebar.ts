import type { Book } from './book.ts';

/** Starlight's sidebar: a group a part, a link a chapter that exists, and the appendices. */
export function sidebarOf(book: Book) {
  const parts = book.parts
    .filter(({ chapters }) => chapters.length > 0)
    .map(({ numeral, title, chapters }) => ({
      label: `${numeral} ${title}`,
      items: chapters.map((chapter) => ({ slug: chapter.slug, label: `${chapter.number} ${chapter.title}` })),
    }));
  const appendices = book.appendices.map(({ slug }) => ({ slug }));
  return appendices.length === 0 ? parts : [...parts, { label: 'Appendices', items: appendices }];
}
