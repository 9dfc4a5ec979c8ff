import { pagesOf, type Book, type Chapter } from './book.ts';
import type { Place, Uses } from './citedIn.ts';
import type { Claim } from './claims.ts';
import type { Label } from './labels.ts';

/** An example on its page. */
export interface ExamplePlace {
  readonly page: Place['page'];
  readonly label: Label;
}

/** Where the book takes a claim up: in notes on it, else in a chapter of the subject, else in one that is still to be written. */
export type Treatment = { readonly examples: readonly ExamplePlace[] } & (
  | { readonly kind: 'noted'; readonly places: readonly Place[] }
  | { readonly kind: 'written'; readonly chapter: Chapter }
  | { readonly kind: 'planned'; readonly title: string }
);

/**
 * Read from the notes in the chapters, so that it is right again as soon as one is written or moved. The examples are that which
 * the claim names, and those that stand in the section of a note.
 */
export function treatmentOf(claim: Claim, book: Book, uses: Uses): Treatment {
  const places = uses.claims.get(claim.id) ?? [];
  const named = claim.example === undefined ? [] : placesOfExample(`ex-${claim.example}`, book);
  const beside = places.flatMap(({ page, examples }) => examples.map((label) => ({ page, label })));
  const examples = [...new Map([...named, ...beside].map((example) => [example.label.id, example])).values()];
  if (places.length > 0) return { kind: 'noted', places, examples };
  const chapter = book.chapters.find(({ title }) => title === claim.chapter);
  return chapter === undefined ? { kind: 'planned', title: claim.chapter, examples } : { kind: 'written', chapter, examples };
}

function placesOfExample(id: string, book: Book): ExamplePlace[] {
  return pagesOf(book).flatMap((page) => page.labels.filter((label) => label.id === id).map((label) => ({ page, label })));
}
