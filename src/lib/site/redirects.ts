import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An address below the base: a page's path with slashes at both ends, and the id of a place on it, or none. */
export interface Address {
  readonly path: string;
  readonly id: string | undefined;
}

export interface Redirect {
  readonly from: Address;
  readonly to: Address;
}

export const redirectsFile = (root = process.cwd()): string => join(root, 'src', 'content', 'redirects.json');

const addressForm = /^(\/(?:[a-z0-9]+(?:-[a-z0-9]+)*\/)*)(?:#([A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*))?$/;

function parseAddress(text: string): Address {
  const [, path, id] = addressForm.exec(text) ?? [];
  if (path === undefined) {
    throw new Error(`"${text}" is no address of the book; write "/page/" for a page, "/page/#id" for a place on it.`);
  }
  return { path, id };
}

export const addressText = ({ path, id }: Address): string => (id === undefined ? path : `${path}#${id}`);

/**
 * Reads `{ "/old-page/": "/new-page/", "/page/#old-id": "/page/#new-id" }`.
 *
 * @throws Error for an address of another form, and for an entry that leads to a place that has moved on itself.
 */
export function parseRedirects(entries: Readonly<Record<string, unknown>>): Redirect[] {
  const redirects = Object.entries(entries).map(([from, to]) => {
    if (typeof to !== 'string') throw new Error(`"${from}" must lead to an address, not to ${JSON.stringify(to)}.`);
    return { from: parseAddress(from), to: parseAddress(to) };
  });
  for (const { from, to } of redirects) {
    const next = redirects.find((other) => covers(other.from, to));
    if (next !== undefined) {
      throw new Error(
        `"${addressText(from)}" leads to "${addressText(to)}", which has moved itself; let it lead to ` +
          `"${addressText(followed(next, to))}".`,
      );
    }
  }
  return redirects;
}

export function readRedirects(file = redirectsFile()): Redirect[] {
  try {
    return parseRedirects(JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>);
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  }
}

/** A page that has moved takes its ids with it; an id that has moved is itself alone. */
const covers = (from: Address, { path, id }: Address): boolean => from.path === path && (from.id === undefined || from.id === id);

const followed = ({ from, to }: Redirect, { id }: Address): Address =>
  from.id === undefined && to.id === undefined ? { path: to.path, id } : to;

/** Where an address of a former page or place leads now; undefined where nothing is said about it. */
export function redirected(address: Address, redirects: readonly Redirect[]): Address | undefined {
  const exact = redirects.find(({ from }) => from.path === address.path && from.id === address.id);
  const redirect = exact ?? redirects.find(({ from }) => covers(from, address));
  return redirect === undefined ? undefined : followed(redirect, address);
}

/** The ids that have left a page which is still there, and where they are now. */
export function movedFrom(path: string, redirects: readonly Redirect[]): readonly { readonly id: string; readonly to: string }[] {
  if (redirects.some(({ from }) => from.path === path && from.id === undefined)) return [];
  return redirects.flatMap(({ from, to }) =>
    from.path === path && from.id !== undefined ? [{ id: from.id, to: addressText(to) }] : [],
  );
}
