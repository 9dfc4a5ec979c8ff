import { dateInWords, dayInWords, editionInWords, type Edition, type PageDate } from './edition.ts';

export const bookTitle = 'Deep, and Trainable';
export const bookSubtitle = 'An executable textbook on why deep networks are hard to train, and what fixes them';
export const bookAuthors = `The authors of ${bookTitle}`;

/** All that a citation of one chapter tells. */
export interface Cited {
  readonly slug: string;
  readonly number: number;
  readonly title: string;
  /** Canonical address. */
  readonly address: string;
  readonly edition: Edition;
  readonly date: PageDate;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Characters that TeX reads as commands. Addresses stay as they are: styles print them with \url. */
const tex = (text: string): string => text.replace(/[&%$#_]/g, (sign) => `\\${sign}`);

export function bibtex({ slug, number, title, address, edition, date }: Cited): string {
  const [year = '', month = ''] = date.day.split('-');
  const fields: readonly (readonly [string, string])[] = [
    ['author', `{{${tex(bookAuthors)}}}`],
    ['title', `{${tex(title)}}`],
    ['booktitle', `{${tex(bookTitle)}: ${tex(bookSubtitle)}}`],
    ['chapter', `{${number}}`],
    ['year', `{${year}}`],
    ['month', months[Number(month) - 1] ?? ''],
    ['note', `{${tex(capital(editionInWords(edition)))}, ${dateInWords(date)}. CC BY 4.0}`],
    ['url', `{${address}}`],
  ];
  const lines = fields.map(([name, value]) => `  ${name.padEnd(9)} = ${value},`);
  return [`@incollection{deep-and-trainable:${slug},`, ...lines, '}'].join('\n');
}

/** As the seventh edition of the APA manual has a chapter of a book on the web, in parts: the title of the book is in italics. */
export interface Apa {
  readonly before: string;
  readonly book: string;
  readonly after: string;
  readonly address: string;
}

export function apa({ number, title, address, edition, date }: Cited): Apa {
  return {
    before: `${bookAuthors}. (${apaDay(date.day)}). ${title}. In `,
    book: `${bookTitle}: ${bookSubtitle}`,
    after: ` (${editionInWords(edition)}, chapter ${number}). `,
    address,
  };
}

/** "3 November 2026" -> "2026, November 3" */
function apaDay(day: string): string {
  const [date = '', month = '', year = ''] = dayInWords(day).split(' ');
  return `${year}, ${month} ${date}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Whether an address only means something on the machine that serves it. */
export const isLocal = (address: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(address).hostname);
