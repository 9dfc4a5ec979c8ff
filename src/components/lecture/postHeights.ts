import type { HeightMessage } from '../../lib/site/embed.ts';

/**
 * Tells the page around this one how high the example is, now and whenever that changes. Says nothing where there is no such page.
 * Anyone may hear it: the height of a public page is no secret.
 */
export function postHeights(): void {
  if (window.parent === window) return;
  const id = document.querySelector<HTMLElement>('[data-experiment]')?.dataset['experiment'] ?? '';
  let last = 0;
  // The body, and not the document, which is never less high than the frame.
  const observer = new ResizeObserver(() => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height === last) return;
    last = height;
    const message: HeightMessage = { type: 'deep-and-trainable:height', id, height };
    window.parent.postMessage(message, '*');
  });
  observer.observe(document.body);
}
