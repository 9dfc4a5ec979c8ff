import { experimentIds, experimentOf, type ExperimentId } from '../experiments/registry.ts';
import type { Book, Chapter } from './book.ts';
import { placesOf, type Places } from './places.ts';

/** An example of the registry, and where the book has it. */
export interface PlacedExample {
  readonly id: ExperimentId;
  readonly places: Places;
  /** The chapter that shows it; undefined where none does yet. */
  readonly chapter: Chapter | undefined;
  /** "Example 3.1", or "Example" where no chapter shows it. */
  readonly name: string;
}

export function placedExample(id: ExperimentId, book: Book): PlacedExample {
  const isShown = (one: Chapter): boolean => one.labels.some((label) => label.id === `ex-${id}`);
  const chapter = book.chapters.find(isShown);
  const number = chapter?.labels.find((label) => label.id === `ex-${id}`)?.number ?? '';
  return { id, places: placesOf(id, experimentOf(id)), chapter, name: `Example ${number}`.trim() };
}

/** Every example of the registry in the order of the book. Those that no chapter shows come last. */
export function placedExamples(book: Book): readonly PlacedExample[] {
  const order = book.chapters.flatMap(({ labels }) => labels.map((label) => label.id));
  const rank = (id: string): number => (order.includes(`ex-${id}`) ? order.indexOf(`ex-${id}`) : Number.POSITIVE_INFINITY);
  return experimentIds.map((id) => placedExample(id, book)).toSorted((a, b) => Math.sign(rank(a.id) - rank(b.id)) || 0);
}
