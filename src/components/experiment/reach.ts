import type { ClientDirective } from 'astro';

/** Milliseconds that an example stays in view before it wakes by itself: longer than it takes to scroll past, shorter than to read it. */
const DWELL = 1000;

/** What a hand, a finger or a key does that reaches for it. */
const signs = ['pointerover', 'pointerdown', 'touchstart', 'focusin'] as const;

/** Whether the address speaks of a state, or of something within. */
const isNamed = (island: HTMLElement): boolean =>
  location.search !== '' || [...island.querySelectorAll('[id]')].some(({ id }) => `#${id}` === location.hash);

/**
 * `client:reach`: an island wakes when the reader reaches for it or stays with it, and at once where the address names it. Whoever
 * scrolls past loads nothing of it.
 */
const reach: ClientDirective = (load, _options, island) => {
  const wake = async (): Promise<void> => {
    stopWaiting();
    const hydrate = await load();
    await hydrate();
  };
  let dwelling: ReturnType<typeof setTimeout> | undefined;
  const seen = new Set<Element>();
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) seen.add(target);
      else seen.delete(target);
    }
    if (seen.size > 0) dwelling ??= setTimeout(() => void wake(), DWELL);
    else {
      clearTimeout(dwelling);
      dwelling = undefined;
    }
  });
  const onSign = (): void => void wake();
  const stopWaiting = (): void => {
    observer.disconnect();
    clearTimeout(dwelling);
    for (const sign of signs) island.removeEventListener(sign, onSign);
  };

  if (isNamed(island)) {
    void wake();
    return;
  }
  // The island itself takes no room on the page.
  for (const child of island.children) observer.observe(child);
  for (const sign of signs) island.addEventListener(sign, onSign, { passive: true });
};

export default reach;
