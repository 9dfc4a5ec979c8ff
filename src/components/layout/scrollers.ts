/**
 * What scrolls inside itself must be reachable by keyboard, and what does not scroll must not be a stop for Tab: wide formulas,
 * tables and code are made focusable only while they overflow.
 */
export function makeScrollersFocusable(): void {
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (!(target instanceof HTMLElement)) continue;
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute('tabindex');
    }
  });
  for (const element of document.querySelectorAll('.scrolls, .katex-display, .sl-markdown-content :is(table, pre)'))
    observer.observe(element);
}
