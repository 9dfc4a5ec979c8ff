import type { Book } from './book.ts';

/** Starlight's sidebar: a group a part, a link a chapter that exists, the sandboxes and the appendices. */
export function sidebarOf(book: Book) {
  const parts = book.parts
    .filter(({ chapters }) => chapters.length > 0)
    .map(({ numeral, title, chapters }) => ({
      label: `${numeral} ${title}`,
      items: chapters.map((chapter) => ({ slug: chapter.slug, label: `${chapter.number} ${chapter.title}` })),
    }));
  const behind = [
    { label: 'Sandbox', items: book.sandboxes.map(({ slug }) => ({ slug })) },
    { label: 'Appendices', items: book.appendices.map(({ slug }) => ({ slug })) },
  ];
  return [...parts, ...behind.filter(({ items }) => items.length > 0)];
}
