/** A section that begins in the upper quarter of the window is the one being read. */
const readingLine = 0.25;

/** Keeps the link of the section being read marked with `aria-current`, in a list of links to headings of this page. */
export function followSections(list: Element): void {
  const entries = [...list.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')].map((link) => ({
    link,
    heading: document.getElementById(decodeURIComponent(link.hash.slice(1))),
  }));
  let waiting = false;

  function mark(): void {
    waiting = false;
    const line = innerHeight * readingLine;
    const current = entries.findLast(({ heading }) => heading !== null && heading.getBoundingClientRect().top <= line);
    for (const entry of entries) {
      if (entry === current) entry.link.setAttribute('aria-current', 'true');
      else entry.link.removeAttribute('aria-current');
    }
  }

  function markOncePerFrame(): void {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(mark);
  }

  addEventListener('scroll', markOncePerFrame, { passive: true });
  addEventListener('resize', markOncePerFrame);
  // Not at once: other scripts still add to the page, which would have to be laid out for this and again for them.
  markOncePerFrame();
}
