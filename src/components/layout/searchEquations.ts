/** What Pagefind knows of a page that it found, as far as it matters here. */
export interface FoundPage {
  readonly url: string;
  readonly meta: Readonly<Record<string, string>>;
  /** Everything on the page that has an id, with its own words, in any order. A location counts words from the start of the page. */
  readonly anchors: readonly {
    readonly element: string;
    readonly id: string;
    readonly text?: string;
    readonly location: number;
  }[];
  /** Where the words are that were searched for. */
  readonly locations: readonly number[];
  /** Sections with such words, in the order of the page; the page itself comes first, if it has them before its first section. */
  sub_results: Part[];
}

interface Part {
  readonly title: string;
  url: string;
  readonly excerpt: string;
  readonly locations: readonly number[];
}

/** Parts of a page that Pagefind's list has room for. */
const room = 3;
/** Of these for equations, so that sections are left. */
const roomForEquations = 2;

/** Words that nearly every name has say nothing of which one is meant. */
const small = new Set('a an and as at by for from how in is of on or that the to what with'.split(' '));
const isTelling = (word: string): boolean => !small.has(word.toLowerCase());

/**
 * Pagefind leads to sections only. This puts before them the equations of the page whose names have the telling words of the search,
 * all of up to two, and two thirds of more: a reader may not remember a name to the letter.
 */
export function listEquations(page: FoundPage, search: string): void {
  const words = search.trim().split(/\s+/).filter(isTelling).length;
  const headings = page.anchors.filter(({ element, text }) => /^h[23]$/.test(element) && text);
  const equations = page.anchors
    .filter(({ id, text }) => id.startsWith('eq-') && text)
    .map(({ id, text = '', location }): Part => {
      // The number comes after the name; between them stands the formula, whose words are no part of the text.
      const [, name = text, number = ''] = /^(.*\S)\s*(\([\d.]+\))$/.exec(text) ?? [];
      const told = name.split(/\s+/).map(isTelling);
      const section = headings.findLast((heading) => heading.location <= location)?.text ?? '';
      return {
        title: escape(`Equation ${number}: ${name}`),
        url: `${page.meta['url'] ?? page.url}#${id}`,
        excerpt: escape(section),
        locations: page.locations.filter((at) => told[at - location]),
      };
    })
    .filter(({ locations }) => locations.length > 0 && locations.length * 3 >= words * 2)
    .toSorted(byHits)
    .slice(0, roomForEquations);
  if (equations.length === 0) return;
  const [first] = page.sub_results;
  const isPage = first?.url === (page.meta['url'] ?? page.url);
  const sections = page.sub_results.slice(isPage ? 1 : 0);
  const best = new Set(sections.toSorted(byHits).slice(0, room - equations.length));
  page.sub_results = [...(first && isPage ? [first] : []), ...equations, ...sections.filter((one) => best.has(one))];
}

const byHits = (a: Part, b: Part): number => b.locations.length - a.locations.length;

/** The list takes HTML. */
const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
