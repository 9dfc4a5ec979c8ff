import type { Book, Chapter, Page } from './book.ts';
import { bookAuthors, bookSubtitle, bookTitle } from './cite.ts';
import { editionInWords, type Edition, type PageDate } from './edition.ts';

type Json = string | number | boolean | readonly Json[] | { readonly [name: string]: Json | undefined };

/** What search engines and reference managers read about a page, in the words of schema.org. */
export type LinkedData = Readonly<Record<string, Json | undefined>>;

/** Where the book is served, and which state of it. */
export interface Publication {
  /** Absolute address of the home page. */
  readonly home: string;
  readonly edition: Edition;
}

export interface PageData {
  readonly date: PageDate;
  /** Absolute address of its social card. */
  readonly image: string;
}

const license = 'https://creativecommons.org/licenses/by/4.0/';
const authors = { '@type': 'Organization', name: bookAuthors };

const common = ({ edition }: Publication): LinkedData => ({
  author: authors,
  license,
  inLanguage: 'en',
  isAccessibleForFree: true,
  version: editionInWords(edition),
});

const bookId = ({ home }: Publication): string => `${home}#book`;

/** The book as a whole, for its home page. */
export function bookData(book: Book, at: Publication, { image }: Pick<PageData, 'image'>): LinkedData {
  return {
    '@context': 'https://schema.org',
    '@type': ['Book', 'LearningResource'],
    '@id': bookId(at),
    name: bookTitle,
    alternativeHeadline: bookSubtitle,
    description: `${bookSubtitle}.`,
    url: at.home,
    image,
    bookFormat: 'https://schema.org/EBook',
    learningResourceType: 'textbook',
    ...common(at),
    hasPart: book.chapters.map(({ slug, number, title }) => ({
      '@type': 'Chapter',
      '@id': `${at.home}${slug}/`,
      name: title,
      position: number,
      url: `${at.home}${slug}/`,
    })),
  };
}

/** One chapter; `minutes` is its reading time. */
export function chapterData(
  chapter: Chapter,
  at: Publication,
  { date, image, minutes }: PageData & { readonly minutes: number },
) {
  return {
    ...partOfBook(chapter, at, { date, image }),
    '@type': ['Chapter', 'LearningResource'],
    position: chapter.number,
    learningResourceType: 'textbook chapter',
    timeRequired: `PT${minutes}M`,
  } satisfies LinkedData;
}

/** A page beside the chapters: an appendix, or a sandbox. */
export const besidesData = (page: Page, at: Publication, data: PageData): LinkedData => partOfBook(page, at, data);

function partOfBook({ slug, title, description }: Page, at: Publication, { date, image }: PageData): LinkedData {
  return {
    '@context': 'https://schema.org',
    '@type': 'CreativeWork',
    '@id': `${at.home}${slug}/`,
    name: title,
    description,
    url: `${at.home}${slug}/`,
    image,
    // The day of a build says nothing about the text.
    dateModified: date.kind === 'built' ? undefined : date.day,
    ...common(at),
    isPartOf: { '@type': 'Book', '@id': bookId(at), name: bookTitle, url: at.home, author: authors },
  };
}

/** As the content of a `<script type="application/ld+json">`: nothing in it can end the element. */
export const printLinkedData = (data: LinkedData): string => JSON.stringify(data).replaceAll('<', '\\u003c');
