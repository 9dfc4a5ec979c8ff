import { place } from './place.ts';

/** What fills a card, fetched while the first pointer that asks for one still waits. */
const load = () => import('./content.ts');

/** Milliseconds: a pointer on its way elsewhere opens nothing, and one on its way into the card loses nothing. */
const openAfter = 200;
const closeAfter = 300;

/**
 * Cards for the references of a page: hover, keyboard focus or a tap on `a[data-card]` opens what it leads to beside it; Escape,
 * leaving or a tap elsewhere closes it. One card at a time, and none before the reader points at something.
 */
export function showCards(root: Document): void {
  const card = root.createElement('div');
  card.className = 'hover-card sl-markdown-content';
  /** The link that the reader points at. */
  let wanted: HTMLAnchorElement | undefined;
  /** The link whose card is open. */
  let open: HTMLAnchorElement | undefined;
  let title = '';
  let timer = 0;
  let pointer = '';

  const linkAt = ({ target }: Event): HTMLAnchorElement | undefined =>
    (target instanceof Element ? target.closest<HTMLAnchorElement>('a[data-card]') : null) ?? undefined;
  const isOurs = (target: EventTarget | null): boolean =>
    target instanceof Node && (card.contains(target) || (wanted?.contains(target) ?? false));

  function later(work: () => void, milliseconds: number): void {
    clearTimeout(timer);
    timer = window.setTimeout(work, milliseconds);
  }

  function close(): void {
    clearTimeout(timer);
    card.remove();
    // The card itself told of the link, where it held no caption.
    card.removeAttribute('id');
    open?.removeAttribute('aria-describedby');
    if (open && title) open.title = title;
    open = wanted = undefined;
  }

  /** False where there is nothing to show; the link then does what links do. */
  async function show(link: HTMLAnchorElement): Promise<boolean> {
    const content = await load()
      .then(({ contentOf }) => contentOf(link))
      .catch(() => undefined);
    if (wanted !== link) return true;
    if (content === undefined) return false;
    close();
    wanted = open = link;
    card.replaceChildren(content);
    (root.querySelector('main') ?? root.body).append(card);
    put(card, link);
    // The browser's own tooltip would lie over the card.
    title = link.title;
    link.removeAttribute('title');
    const told = card.querySelector('figcaption, header') ?? card;
    told.id = 'card-text';
    link.setAttribute('aria-describedby', told.id);
    return true;
  }

  function want(link: HTMLAnchorElement, milliseconds: number): void {
    if (link === open) {
      clearTimeout(timer);
      return;
    }
    wanted = link;
    // Where it does not come, the link does what links do.
    void load().catch(() => undefined);
    later(() => void show(link), milliseconds);
  }

  root.addEventListener('pointerover', (event) => {
    const link = linkAt(event);
    if (event.pointerType === 'touch' || link?.contains(event.relatedTarget as Node | null)) return;
    if (link) want(link, openAfter);
    else if (card.contains(event.target as Node)) clearTimeout(timer);
  });
  root.addEventListener('pointerout', ({ target, relatedTarget, pointerType }) => {
    if (pointerType === 'touch' || !isOurs(target) || isOurs(relatedTarget) || wanted?.matches(':focus-visible')) return;
    later(close, closeAfter);
  });
  root.addEventListener('focusin', (event) => {
    const link = linkAt(event);
    if (link?.matches(':focus-visible')) want(link, 0);
  });
  root.addEventListener('focusout', ({ target, relatedTarget }) => {
    if (isOurs(target) && !isOurs(relatedTarget) && !card.matches(':hover')) close();
  });
  root.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return;
    if (card.contains(root.activeElement)) open?.focus();
    close();
  });
  root.addEventListener('pointerdown', ({ target, pointerType }) => {
    pointer = pointerType;
    if (!isOurs(target)) close();
  });
  root.addEventListener('click', (event) => {
    const link = linkAt(event);
    if (!link) return;
    // A click without a count comes from the keyboard, which follows the link at once.
    if (pointer !== 'touch' || event.detail === 0 || link === wanted) {
      close();
      return;
    }
    event.preventDefault();
    wanted = link;
    void show(link).then((isShown) => {
      if (!isShown) location.assign(link.href);
    });
  });
}

function put(card: HTMLElement, link: HTMLAnchorElement): void {
  const { clientWidth, clientHeight } = document.documentElement;
  // What scrolling to a heading keeps clear of, the bar at the top covers.
  const top = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
  card.style.maxHeight = '';
  const { width, height } = card.getBoundingClientRect();
  const view = { left: 0, top: Math.max(0, top - 24), right: clientWidth, bottom: clientHeight };
  const placed = place([...link.getClientRects()], { width, height: Math.min(height, clientHeight * 0.7) }, view);
  const origin = (card.offsetParent ?? document.documentElement).getBoundingClientRect();
  card.style.left = `${placed.left - origin.left}px`;
  card.style.top = `${placed.top - origin.top}px`;
  card.style.maxHeight = `${placed.height}px`;
  // A press inside moves the focus into the card, which keeps it open; what scrolls is also a stop for Tab.
  card.tabIndex = card.scrollHeight > card.clientHeight ? 0 : -1;
  for (const part of card.querySelectorAll<HTMLElement>('.scrolls, .katex-display, table')) {
    if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
  }
}
