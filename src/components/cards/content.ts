/** What a card leaves out: what works only in its place, what has its own card, and TeX beside the MathML that says the same. */
const leftOut = 'template, script, style, details, form, button, .sl-anchor-link, annotation';

const documents = new Map<string, Promise<Document>>();

/**
 * What the card of a link shows: the template that the build put beside it, or a copy of the part of a page that it leads to.
 * Undefined where there is no such part. Rejects where the other page does not come.
 */
export async function contentOf(link: HTMLAnchorElement): Promise<DocumentFragment | undefined> {
  const name = link.dataset['card'];
  if (name) {
    const template = document.querySelector<HTMLTemplateElement>(`template[data-card="${CSS.escape(name)}"]`);
    return template === null ? undefined : without('annotation', document.importNode(template.content, true));
  }
  const page = link.pathname === location.pathname ? document : await pageAt(link.origin + link.pathname);
  const part = partOf(page, decodeURIComponent(link.hash.slice(1)));
  return part && copyOf(part);
}

/** Fetches a page of the book once, and keeps it. */
function pageAt(url: string): Promise<Document> {
  let page = documents.get(url);
  if (page === undefined) {
    page = fetchPage(url);
    documents.set(url, page);
    page.catch(() => documents.delete(url));
  }
  return page;
}

async function fetchPage(url: string): Promise<Document> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  // What looks right there needs the styles from there.
  for (const sheet of page.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]:not([media])')) {
    const isHere = [...document.querySelectorAll('link')].some((one) => one.getAttribute('href') === sheet.getAttribute('href'));
    if (!isHere) document.head.append(document.importNode(sheet));
  }
  return page;
}

/** A section is its heading and its first words; an example its title and first chart; a chapter its head. */
function partOf(page: Document, id: string): Element[] | undefined {
  const element = id === '' ? page.querySelector('.page-title') : page.getElementById(id);
  if (element === null) return undefined;
  if (element.matches('[data-experiment]')) return [...element.querySelectorAll(':scope > header, .panel:first-child')];
  if (!/^H\d$/.test(element.tagName)) return [element];
  let next = (element.closest('.sl-heading-wrapper') ?? element).nextElementSibling;
  while (next?.matches('.sl-heading-wrapper')) next = next.nextElementSibling;
  return next?.matches('p') ? [element, next] : [element];
}

function copyOf(parts: readonly Element[]): DocumentFragment {
  const copy = document.createDocumentFragment();
  copy.append(...parts.map((part) => document.importNode(part, true)));
  without(leftOut, copy);
  for (const island of copy.querySelectorAll('astro-island, astro-slot')) island.replaceWith(...island.childNodes);
  for (const link of copy.querySelectorAll('a')) {
    const words = document.createElement('span');
    words.append(...link.childNodes);
    link.replaceWith(words);
  }
  for (const element of copy.querySelectorAll('*')) rename(element);
  return copy;
}

function without(selector: string, copy: DocumentFragment): DocumentFragment {
  for (const element of copy.querySelectorAll(selector)) element.remove();
  return copy;
}

/** The original may stand on the same page: every id of the copy, and what refers to it, gets another name. */
function rename(element: Element): void {
  for (const { name, value } of [...element.attributes]) {
    if (name === 'id') element.id = `card-${value}`;
    else if (/^aria-(labelledby|describedby)$/.test(name)) element.setAttribute(name, value.replace(/\S+/g, 'card-$&'));
    else if (name === 'tabindex' || name.startsWith('data-experiment')) element.removeAttribute(name);
    else if (value.includes('url(#')) element.setAttribute(name, value.replace('url(#', 'url(#card-'));
  }
}
