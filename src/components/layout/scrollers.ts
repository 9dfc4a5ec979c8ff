/**
 * What scrolls inside itself must be reachable by keyboard, and what does not scroll must not be a stop for Tab: wide formulas,
 * tables and code are made focusable only while they overflow.
 */
export function makeScrollersFocusable(): void {
  const observer = new ResizeObserver((entries) => {
    // All are measured before any is changed: a change between would have the whole page laid out again for the next.
    const measured = entries.map(({ target }) => ({ target, scrolls: target.scrollWidth > target.clientWidth }));
    for (const { target, scrolls } of measured) {
      if (scrolls) target.setAttribute('tabindex', '0');
      else if (target.hasAttribute('tabindex')) target.removeAttribute('tabindex');
    }
  });
  for (const element of document.querySelectorAll('.scrolls, .katex-display, .sl-markdown-content :is(table, pre)'))
    observer.observe(element);
}
