import { resolve } from 'node:path';
import { readBuiltPages, type BuiltPage } from '../../src/lib/site/builtPages.ts';

/** The built site, as `npm run build` leaves it; another folder through DIST. */
export const dist = resolve(process.env['DIST'] ?? 'dist');

/** The sub-path that it was built for, with slashes at both ends. */
export const base = `/${process.env['BASE_PATH'] ?? ''}/`.replace(/\/+/g, '/');

const read = new Map<string, readonly BuiltPage[]>();

/** Every page of the built site, read once. Throws where it was not built. */
export function allBuiltPages(folder = dist): readonly BuiltPage[] {
  const pages = read.get(folder) ?? readBuiltPages(folder);
  read.set(folder, pages);
  return pages;
}

/** Those pages that do not only lead on from a former address. */
export const builtPages = (folder = dist): BuiltPage[] => allBuiltPages(folder).filter(({ isRedirect }) => !isRedirect);
