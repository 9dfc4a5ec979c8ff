import { bookAuthors, bookSubtitle, bookTitle } from '../../site/cite.ts';
import { dateInWords, editionInWords, type Edition, type PageDate } from '../../site/edition.ts';
import { qrPath } from '../../site/qr.ts';
import { solutionsId, type ContentsGroup, type PrintedPage } from './contents.ts';

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (sign) => signs[sign] ?? sign);

export interface TitlePage {
  /** Where the book is read on the web. */
  readonly address: string;
  readonly edition: Edition;
  readonly date: PageDate;
}

/** The first page, as HTML. */
export function titlePage({ address, edition, date }: TitlePage): string {
  const { path, size } = qrPath(address);
  return `<section class="title-page">
  <p class="title">${escapeHtml(bookTitle)}</p>
  <p class="subtitle">${escapeHtml(bookSubtitle)}</p>
  <p class="by">${escapeHtml(bookAuthors)}</p>
  <div class="imprint">
    <svg viewBox="0 0 ${size} ${size}" role="img" aria-label="QR code of the address beside it"><path d="${path}"/></svg>
    <p>Each figure is drawn from a recorded run. On the web, every example runs again in the browser:
    <a href="${escapeHtml(address)}">${escapeHtml(address)}</a></p>
    <p>${escapeHtml(capital(editionInWords(edition)))}, ${dateInWords(date)}. Text and figures are licensed under CC BY 4.0, the code
    that is shown under the MIT License.</p>
  </div>
</section>`;
}

/** The table of contents, as HTML. `data-page-of` names what a line points at; its page
 * is not known before the book was printed once, and takes about as much room as the two digits that stand for it. */
export function contentsPages(groups: readonly ContentsGroup[]): string {
  const lines = groups.map(({ number, title, lines }) => {
    const items = lines.map(
      ({ target, number, title, kind }) =>
        `<li class="${kind}"><a href="#${target}"><span class="number">${number}</span>` +
        `<span class="words">${escapeHtml(title)}</span><span class="leader"></span>` +
        `<span class="at" data-page-of="${target}">00</span></a></li>`,
    );
    return `<p class="part">${number === '' ? '' : `Part ${number} · `}${escapeHtml(title)}</p><ol>${items.join('')}</ol>`;
  });
  return `<section class="contents-pages"><h1>Contents</h1>${lines.join('')}</section>`;
}

const inCss = (text: string): string => text.replace(/["\\]/g, '\\$&');

/** Pages of each chapter carry its name at their head, which needs a named page each. */
export const runningHeads = (pages: readonly PrintedPage[]): string =>
  [...pages, { slug: solutionsId, number: '', title: 'Solutions to the exercises' }]
    .map(
      ({ slug, number, title }) =>
        `#${slug} { page: of-${slug}; }\n` +
        `@page of-${slug} { @top-right { content: "${inCss([number, title].filter(Boolean).join('\u2002'))}"; ` +
        `font: 8.5pt 'Inter Variable', sans-serif; color: #444; } }`,
    )
    .join('\n');

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
