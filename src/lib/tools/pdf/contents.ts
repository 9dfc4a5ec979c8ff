import type { Book } from '../../site/book.ts';

/** A page of the site that becomes a part of the PDF. */
export interface PrintedPage {
  readonly slug: string;
  /** "3" for the third chapter; empty for appendices. */
  readonly number: string;
  readonly title: string;
}

export interface ContentsLine {
  /** Id in the printed document. */
  readonly target: string;
  readonly number: string;
  readonly title: string;
  readonly kind: 'page' | 'section';
}

/** A part of the book, or its appendices, in the table of contents. */
export interface ContentsGroup {
  readonly number: string;
  readonly title: string;
  readonly lines: readonly ContentsLine[];
}

/** The gallery shows what the chapters hold, for choosing on a screen; the lab is for doing. */
const leftOut = ['examples', 'transfer-lab'];

export const solutionsId = 'solutions';

/** In the document every id of a page carries the page's slug, since chapters may use the same words. */
export const printedId = (slug: string, id?: string): string => (id === undefined ? slug : `${slug}--${id}`);

const printed = (slug: string): boolean => !leftOut.includes(slug);

/** What the PDF holds, in the order of the book. */
export const printedPages = ({ chapters, appendices }: Book): PrintedPage[] => [
  ...chapters.map(({ slug, number, title }) => ({ slug, number: String(number), title })),
  ...appendices.filter(({ slug }) => printed(slug)).map(({ slug, title }) => ({ slug, number: '', title })),
];

/** The table of contents: chapters with their sections under each part, then what stands behind them. */
export function contentsOf({ parts, appendices }: Book): ContentsGroup[] {
  const groups = parts
    .filter(({ chapters }) => chapters.length > 0)
    .map(({ numeral, title, chapters }) => ({
      number: numeral,
      title,
      lines: chapters.flatMap((chapter): ContentsLine[] => [
        { target: printedId(chapter.slug), number: String(chapter.number), title: chapter.title, kind: 'page' },
        ...chapter.labels
          .filter(({ kind, depth }) => kind === 'section' && depth === 2)
          .map(({ id, number, title }) => ({ target: printedId(chapter.slug, id), number, title, kind: 'section' as const })),
      ]),
    }));
  const behind = [
    { target: solutionsId, number: '', title: 'Solutions to the exercises', kind: 'page' as const },
    ...appendices
      .filter(({ slug }) => printed(slug))
      .map(({ slug, title }) => ({ target: printedId(slug), number: '', title, kind: 'page' as const })),
  ];
  return [...groups, { number: '', title: 'Appendices', lines: behind }];
}
