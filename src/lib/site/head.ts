import { bookTitle } from './cite.ts';

/** An element of a page's head, as Starlight keeps it. */
export interface HeadTag {
  readonly tag: 'title' | 'base' | 'link' | 'style' | 'meta' | 'script' | 'noscript' | 'template';
  readonly attrs?: Readonly<Record<string, string | boolean | undefined>> | undefined;
  readonly content?: string | undefined;
}

export interface PageHead {
  /** '' for the home page. */
  readonly slug: string;
  readonly title: string;
  /** Absolute address of the social card. */
  readonly image: string;
  /** What the card says, for those who do not see it. */
  readonly imageText: string;
  readonly cardSize: { readonly width: number; readonly height: number };
}

const meta = (name: string, content: string): HeadTag => ({
  tag: 'meta',
  attrs: { [name.startsWith('og:') ? 'property' : 'name']: name, content },
});

/** Starlight's head with the book's title on the home page, and with the page's social card. */
export function bookHead(head: readonly HeadTag[], { slug, title, image, imageText, cardSize }: PageHead): HeadTag[] {
  const isHome = slug === '';
  const mended = head.map((entry): HeadTag => {
    // Starlight's own would say the book's name twice.
    if (isHome && entry.tag === 'title') return { tag: 'title', content: `${bookTitle}: an executable textbook` };
    if (isHome && entry.attrs?.['property'] === 'og:type') return meta('og:type', 'website');
    return entry;
  });
  return [
    ...mended,
    meta('og:image', image),
    meta('og:image:type', 'image/png'),
    meta('og:image:width', String(cardSize.width)),
    meta('og:image:height', String(cardSize.height)),
    meta('og:image:alt', imageText),
    meta('twitter:title', title),
    meta('twitter:image', image),
    meta('twitter:image:alt', imageText),
  ];
}

/** The head of a page that is no place of the book, the one for lost readers: nothing to find or to share. */
export const lostHead = (head: readonly HeadTag[]): HeadTag[] => [
  ...head.filter(({ attrs }) => attrs?.['rel'] !== 'canonical' && !String(attrs?.['property'] ?? '').startsWith('og:')),
  meta('robots', 'noindex'),
];
