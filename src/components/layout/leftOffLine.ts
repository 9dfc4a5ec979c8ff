import { latestPlace, loadPlaces, storePlaces } from './leftOff.ts';

/** A section that begins in the upper quarter of the window is the one being read. */
const readingLine = 0.25;

/** On a chapter's page: offers where the reader left off in it, and keeps where they leave it now. */
export function offerInChapter(line: HTMLElement, slug: string): void {
  const place = loadPlaces()[slug];
  // Who opens a link to a place has a place to go to; a section may have gone with an older edition.
  if (place !== undefined && location.hash === '' && document.getElementById(place.id) !== null) {
    offer(line, `#${place.id}`, place.title);
    line.querySelector('button')?.addEventListener('click', () => {
      storePlaces(Object.fromEntries(Object.entries(loadPlaces()).filter(([chapter]) => chapter !== slug)));
      line.hidden = true;
    });
  }
  const keep = (): void => {
    const heading = headingBeingRead();
    if (heading === undefined) return;
    storePlaces({ ...loadPlaces(), [slug]: { id: heading.id, title: wordsOf(heading), at: Date.now() } });
  };
  addEventListener('pagehide', keep);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') keep();
  });
}

/** On the home page: offers the chapter that was left last. `chapters` tells how each is called. */
export function offerOnHome(line: HTMLElement, home: string, chapters: Readonly<Record<string, string>>): void {
  const place = latestPlace(loadPlaces(), Object.keys(chapters));
  if (place === undefined) return;
  offer(line, `${home}${place.slug}/#${place.id}`, `${place.title} (${chapters[place.slug] ?? ''})`);
  line.querySelector('button')?.addEventListener('click', () => {
    storePlaces({});
    line.hidden = true;
  });
}

function offer(line: HTMLElement, href: string, words: string): void {
  const link = line.querySelector('a');
  if (link === null) return;
  link.href = href;
  link.textContent = words;
  line.hidden = false;
}

function headingBeingRead(): HTMLElement | undefined {
  const headings = [...document.querySelectorAll<HTMLElement>('.sl-markdown-content :is(h2, h3)[id]:not(.not-content *)')];
  return headings.findLast((heading) => heading.getBoundingClientRect().top <= innerHeight * readingLine);
}

const wordsOf = (heading: HTMLElement): string => heading.textContent.replace(/\s+/g, ' ').trim().slice(0, 200);
