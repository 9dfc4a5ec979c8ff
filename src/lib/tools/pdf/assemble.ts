import type { PrintedPage } from './contents.ts';

export interface Assembly {
  /** Address of the home page where the built site is served now. */
  readonly served: string;
  readonly pages: readonly PrintedPage[];
  /** HTML of title page and contents. */
  readonly front: string;
  /** Rules that only the PDF has. */
  readonly css: string;
  readonly solutionsId: string;
}

/**
 * Runs inside the browser, in an empty document of the served site: fetches the pages and makes one document of them. Ids get their
 * page's slug in front, links between pages lead to places of the document, other links to where the book is published, and the
 * solutions move behind the last chapter. It must not use anything from outside of itself.
 */
export async function assemble({ served, pages, front, css, solutionsId }: Assembly): Promise<void> {
  const parse = async (path: string): Promise<Document> => {
    const response = await fetch(served + path);
    if (!response.ok) throw new Error(`${served}${path} answered ${response.status}; was the site built from these sources?`);
    return new DOMParser().parseFromString(await response.text(), 'text/html');
  };
  const idOf = (slug: string, id: string): string => (id === '' ? slug : `${slug}--${id}`);
  const make = (tag: string, className: string, ...children: (Node | string)[]): HTMLElement => {
    const element = document.createElement(tag);
    element.className = className;
    element.append(...children);
    return element;
  };

  const home = (await parse('')).querySelector<HTMLLinkElement>('link[rel="canonical"]')?.href ?? served;
  const documents = await Promise.all(pages.map(({ slug }) => parse(`${slug}/`)));

  for (const style of document.querySelectorAll('style, link[rel="stylesheet"]')) style.remove();
  const sheets = new Map<string, HTMLElement>();
  for (const sheet of documents.flatMap((one) => [
    ...one.querySelectorAll<HTMLElement>('head :is(style, link[rel="stylesheet"])'),
  ])) {
    sheets.set(sheet.getAttribute('href') ?? sheet.textContent, sheet);
  }
  const loading = [...sheets.values()].map(async (sheet) => {
    const copy = document.importNode(sheet, true);
    document.head.append(copy);
    if (copy instanceof HTMLLinkElement) await new Promise((done) => copy.addEventListener('load', done, { once: true }));
  });
  await Promise.all(loading);
  document.head.append(make('style', '', css));

  document.body.innerHTML = front;
  const solutions = make('section', 'solutions sl-markdown-content', make('h1', '', 'Solutions to the exercises'));
  solutions.id = solutionsId;

  pages.forEach((page, i) => {
    const main = documents[i]?.querySelector('main');
    if (main === null || main === undefined) throw new Error(`The page ${page.slug} has no text (no <main>).`);
    for (const useless of main.querySelectorAll('script, template, footer, .drawer, .place')) useless.remove();
    const article = make('article', 'printed', ...main.childNodes);
    if (article.querySelector('.sl-markdown-content') === null) throw new Error(`The page ${page.slug} has no running text.`);
    article.id = page.slug;
    const title = article.querySelector('h1');
    if (page.number !== '') title?.prepend(make('span', 'chapter-number', page.number), ' ');
    for (const heading of article.querySelectorAll('h1, h2, h3')) keepSpaces(heading);
    // Headings inside of examples are no sections of the book.
    for (const heading of article.querySelectorAll('.not-content h4')) heading.setAttribute('role', 'paragraph');
    for (const image of article.querySelectorAll('img')) image.loading = 'eager';
    rename(article, page.slug);
    document.body.append(article);
    moveSolutions(article, page);
    for (const folded of article.querySelectorAll('details:not([open])')) folded.remove();
    if (page === pages.findLast(({ number }) => number !== '')) document.body.append(solutions);
  });
  for (const link of document.querySelectorAll<HTMLAnchorElement>('article a[href], .solutions a[href]')) redirect(link);
  await document.fonts.ready;

  /** The outline has headings as they are drawn, so a space must be drawn even where a line ends, and a line may end after it. */
  function keepSpaces(heading: Element): void {
    heading.normalize();
    const walker = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    while (walker.nextNode() !== null) texts.push(walker.currentNode as Text);
    for (const text of texts.filter((one) => one.parentElement?.closest('.katex') === null)) {
      const words = text.data.split(/(?<=\S)\s+/);
      const ends = words.length - 1;
      text.replaceWith(...words.flatMap((word, i) => (i < ends ? [`${word}\u00a0`, document.createElement('wbr')] : [word])));
    }
  }

  function rename(article: HTMLElement, slug: string): void {
    for (const element of article.querySelectorAll('[id]')) element.id = idOf(slug, element.id);
    for (const name of ['aria-labelledby', 'aria-describedby', 'for']) {
      for (const element of article.querySelectorAll(`[${name}]`)) {
        const ids = (element.getAttribute(name) ?? '').split(/\s+/);
        element.setAttribute(name, ids.map((id) => idOf(slug, id)).join(' '));
      }
    }
    for (const element of article.querySelectorAll('[clip-path^="url(#"]')) {
      element.setAttribute('clip-path', (element.getAttribute('clip-path') ?? '').replace('url(#', `url(#${slug}--`));
    }
    for (const link of article.querySelectorAll<HTMLAnchorElement>('a[href]')) {
      // As it was in the page: the parsed copy has no address of its own.
      link.href = new URL(link.getAttribute('href') ?? '', `${served}${slug}/`).href;
    }
  }

  function moveSolutions(article: HTMLElement, { slug, number, title }: PrintedPage): void {
    const folded = [...article.querySelectorAll<HTMLDetailsElement>('.exercise > details')];
    if (folded.length > 0) solutions.append(make('h2', '', `${number} ${title}`.trim()));
    folded.forEach((details) => {
      const exercise = details.closest('.exercise');
      const head = exercise?.querySelector('.head')?.textContent.replace(/\s+/g, ' ').trim() ?? '';
      const solution = make('div', 'solution', make('p', 'of', backTo(exercise?.id ?? '', head)));
      solution.id = `${exercise?.id ?? slug}-solution`;
      details.querySelector('summary')?.remove();
      solution.append(...details.childNodes);
      solutions.append(solution);
      const there = document.createElement('a');
      there.href = `#${solution.id}`;
      const at = make('span', '', '00');
      at.dataset['pageOf'] = solution.id;
      there.append('Solution on page ', at);
      details.replaceWith(make('p', 'to-solution', there));
    });
  }

  function backTo(id: string, words: string): HTMLAnchorElement {
    const link = document.createElement('a');
    link.href = `#${id}`;
    link.textContent = words;
    return link;
  }

  function redirect(link: HTMLAnchorElement): void {
    if (!link.href.startsWith(served)) return;
    const url = new URL(link.href);
    const slug = url.pathname.slice(new URL(served).pathname.length).replace(/\/$/, '');
    if ((link.getAttribute('href') ?? '').startsWith('#')) return;
    if (!pages.some((page) => page.slug === slug)) {
      link.href = home + link.href.slice(served.length);
      return;
    }
    const id = idOf(slug, decodeURIComponent(url.hash.slice(1)));
    link.setAttribute('href', `#${document.getElementById(id) === null ? slug : id}`);
  }
}

/** Also inside the browser: writes page numbers where they are waited for. */
export function fillPageNumbers(pageOf: Readonly<Record<string, number>>): void {
  for (const place of document.querySelectorAll<HTMLElement>('[data-page-of]')) {
    place.textContent = String(pageOf[place.dataset['pageOf'] ?? ''] ?? '');
  }
}
