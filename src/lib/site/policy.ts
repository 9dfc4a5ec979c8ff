/**
 * The book's Content-Security-Policy. Pages run the site's own script files and nothing else: no inline script, no `eval`. It
 * stands in a `<meta>` of every page, so that it holds on hosts that send no headers, and in the headers for those that do, so
 * that it holds for workers too. Where two say different things, what both allow is allowed.
 */
const directives = {
  'default-src': "'self'",
  // Compiling our kernels, and the search's, is allowed by a keyword that allows no `eval`.
  'script-src': "'self' 'wasm-unsafe-eval'",
  'style-src': "'self'",
  // KaTeX and the listings place and colour their letters by style attributes; see the decision about it.
  'style-src-attr': "'unsafe-inline'",
  // A chart is drawn into a PNG by way of a data address.
  'img-src': "'self' data:",
  'connect-src': "'self'",
  'worker-src': "'self'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
} as const;

const written = (all: Readonly<Record<string, string>>): string =>
  Object.entries(all)
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');

/** Of every page but one, and of what the site's scripts start. */
export const contentSecurityPolicy: string = written(directives);

/**
 * Of the one page that fetches from other addresses, those that its reader types: see the decision about it. It runs no other scripts
 * than all pages.
 */
export const fetchingPolicy: string = written({ ...directives, 'connect-src': "'self' https:" });

/** Pages with `fetchingPolicy`, by their path below the base. */
const fetching: ReadonlySet<string> = new Set(['transfer-lab/index.html']);

/** @param page its file, with slashes, in the folder of the built site. */
export const policyOf = (page: string): string => (fetching.has(page) ? fetchingPolicy : contentSecurityPolicy);
