import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuiltPage } from './builtPages.ts';
import { addressText, redirected, type Address, type Redirect } from './redirects.ts';

/**
 * Everything that readers may have linked to: the address of each page, and the ids on it. Committed, so that a change which
 * breaks such links cannot go unseen. It only ever grows.
 */
export type PublishedIds = Readonly<Record<string, readonly string[]>>;

export const publishedFile = (root = process.cwd()): string => join(root, 'src', 'content', 'published-ids.json');

export const readPublished = (file = publishedFile()): PublishedIds => JSON.parse(readFileSync(file, 'utf8')) as PublishedIds;

export const writePublished = (published: PublishedIds, file = publishedFile()): void => {
  writeFileSync(file, `${JSON.stringify(published, null, 2)}\n`);
};

/** Pages with an address of their own: all but those for lost readers, and those that stand for a former page. */
const lasting = (pages: readonly BuiltPage[]): BuiltPage[] =>
  pages.filter(({ path, isRedirect }) => path.endsWith('/') && !isRedirect);

/** What the built pages have and the list lacks. */
export function unpublished(published: PublishedIds, pages: readonly BuiltPage[]): Address[] {
  return lasting(pages).flatMap(({ path, publishedIds }) => {
    const known = published[path];
    const ids = publishedIds.filter((id) => known?.includes(id) !== true).map((id) => ({ path, id }));
    return known === undefined ? [{ path, id: undefined }, ...ids] : ids;
  });
}

/** The list with what the built pages have in addition; sorted, so that it is the same wherever it is written. */
export function withPages(published: PublishedIds, pages: readonly BuiltPage[]): PublishedIds {
  const all = new Map(Object.entries(published).map(([path, ids]) => [path, new Set(ids)]));
  for (const { path, id } of unpublished(published, pages)) {
    const ids = all.get(path) ?? new Set();
    if (id !== undefined) ids.add(id);
    all.set(path, ids);
  }
  const sorted = [...all].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([path, ids]) => [path, [...ids].sort()]));
}

/** A published address that no longer leads anywhere, and what to do about it. */
export function lostAddresses(
  published: PublishedIds,
  pages: readonly BuiltPage[],
  redirects: readonly Redirect[],
): readonly string[] {
  const present = new Map(lasting(pages).map((page) => [page.path, new Set(page.publishedIds)]));
  const exists = ({ path, id }: Address): boolean => (id === undefined ? present.has(path) : present.get(path)?.has(id) === true);
  const addresses = Object.entries(published).flatMap(([path, ids]): Address[] => [
    { path, id: undefined },
    ...ids.map((id) => ({ path, id })),
  ]);
  return addresses.flatMap((address) => {
    if (exists(address)) return [];
    const text = addressText(address);
    const target = redirected(address, redirects);
    if (target === undefined) {
      return [
        `${text} was published and is gone. If it has moved, add "${text}": "/where/it/is/#now" to ` +
          `src/content/redirects.json; if nothing took its place, let it lead to what comes closest.`,
      ];
    }
    if (exists(target)) return [];
    return [
      `${text} leads to ${addressText(target)}, which does not exist. Mend its entry in src/content/redirects.json, or add one ` +
        `for "${text}" itself.`,
    ];
  });
}
