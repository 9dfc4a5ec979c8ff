import type { ExperimentId } from '../experiments/registry.ts';
import { isNamed } from '../experiments/shelf.ts';

/** The example that a query string speaks of: its id, none, or one that this book does not have. */
export type LinkTarget =
  | { readonly kind: 'example'; readonly id: ExperimentId }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly note: string };

/** What reads and writes links: of readers who come by one, or want one. */
export const loadLinks = () => import('./links.ts');

/** Longest part of a refused text that a note repeats. */
export const quoted = (text: string): string => (text.length > 24 ? `"${text.slice(0, 24)}…"` : `"${text}"`);

export function linkTarget(search: string): LinkTarget {
  const id = new URLSearchParams(search).get('e');
  if (id === null) return { kind: 'none' };
  if (isNamed(id)) return { kind: 'example', id };
  return { kind: 'unknown', note: `This link asks for an example called ${quoted(id)}, which this book does not have.` };
}
