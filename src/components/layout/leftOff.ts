/**
 * Where a reader left off in each chapter, kept in this browser and nowhere else. Storage is untrusted: an older edition, another
 * page of the host or the reader may have written it, so what cannot be used is dropped.
 */
export interface Place {
  /** Id of the section's heading. */
  readonly id: string;
  /** Its words, "3.2 The degradation problem". */
  readonly title: string;
  /** Milliseconds since 1970, to find the latest. */
  readonly at: number;
}

/** By the chapter's slug. */
export type Places = Readonly<Record<string, Place>>;

const key = 'where-you-left-off';
const isName = (text: unknown): text is string => typeof text === 'string' && /^[a-z0-9-]{1,100}$/.test(text);
const isTitle = (text: unknown): text is string => typeof text === 'string' && text.trim() !== '' && text.length <= 200;

export function parsePlaces(text: string | null): Places {
  let stored: unknown;
  try {
    stored = JSON.parse(text ?? '{}');
  } catch {
    return {};
  }
  if (typeof stored !== 'object' || stored === null) return {};
  const places: Record<string, Place> = {};
  for (const [slug, value] of Object.entries(stored) as [string, unknown][]) {
    if (!isName(slug) || typeof value !== 'object' || value === null) continue;
    const { id, title, at } = value as Readonly<Record<string, unknown>>;
    if (isName(id) && isTitle(title) && typeof at === 'number' && Number.isFinite(at)) places[slug] = { id, title, at };
  }
  return places;
}

/** The place that was stored last, among the chapters that the book has. */
export function latestPlace(places: Places, slugs: readonly string[]): (Place & { readonly slug: string }) | undefined {
  const known = Object.entries(places).filter(([slug]) => slugs.includes(slug));
  const [latest] = known.toSorted(([, a], [, b]) => b.at - a.at);
  return latest && { slug: latest[0], ...latest[1] };
}

/** Browsers may refuse storage altogether; then nothing is kept, and nothing is said. */
export function loadPlaces(): Places {
  try {
    return parsePlaces(localStorage.getItem(key));
  } catch {
    return {};
  }
}

export function storePlaces(places: Places): void {
  try {
    if (Object.keys(places).length === 0) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(places));
  } catch {
    // Nothing is kept: reading works without.
  }
}
