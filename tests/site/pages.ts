import { resolve } from 'node:path';
import { readBuiltPages, type BuiltPage } from '../../src/lib/site/builtPages.ts';

/** The built site, as `npm run build` leaves it; another folder through DIST. */
export const dist = resolve(process.env['DIST'] ?? 'dist');

/** The sub-path that it was built for, with slashes at both ends. */
export const base = `/${process.env['BASE_PATH'] ?? ''}/`.replace(/\/+/g, '/');

/** Every page of the built site, without those that only lead on from a former address. Throws where it was not built. */
export const builtPages = (folder = dist): BuiltPage[] => readBuiltPages(folder).filter(({ isRedirect }) => !isRedirect);
