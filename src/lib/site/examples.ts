import { experimentIds, experimentOf, type ExperimentId } from '../experiments/registry.ts';
import { pagesOf, type Book, type Chapter, type Page } from './book.ts';
import { placesOf, type Places } from './places.ts';

/** An example of the registry, and where the book has it. */
export interface PlacedExample {
  readonly id: ExperimentId;
  readonly places: Places;
  /** The chapter that shows it; undefined where none does yet. */
  readonly chapter: Chapter | undefined;
  /** The page of its own that shows it, in place of a chapter. */
  readonly sandbox: Page | undefined;
  /** "Example 3.1", "Sandbox", or "Example" where nothing shows it yet. */
  readonly name: string;
}

export function placedExample(id: ExperimentId, book: Book): PlacedExample {
  const isShown = (one: Page): boolean => one.labels.some((label) => label.id === `ex-${id}`);
  const chapter = book.chapters.find(isShown);
  const sandbox = book.sandboxes.find(isShown);
  const number = chapter?.labels.find((label) => label.id === `ex-${id}`)?.number ?? '';
  const name = sandbox === undefined ? `Example ${number}`.trim() : 'Sandbox';
  return { id, places: placesOf(id, experimentOf(id)), chapter, sandbox, name };
}

/** Every example of the registry in the order of the book. Those in sandboxes come behind the chapters, and last those that nothing shows yet. */
export function placedExamples(book: Book): readonly PlacedExample[] {
  const order = pagesOf(book).flatMap(({ labels }) => labels.map((label) => label.id));
  const rank = (id: string): number => (order.includes(`ex-${id}`) ? order.indexOf(`ex-${id}`) : Number.POSITIVE_INFINITY);
  return experimentIds.map((id) => placedExample(id, book)).toSorted((a, b) => Math.sign(rank(a.id) - rank(b.id)) || 0);
}
