/**
 * The book's Content-Security-Policy. Pages run the site's own script files and nothing else: no inline script, no `eval`. It
 * stands in a `<meta>` of every page, so that it holds on hosts that send no headers, and in the headers for those that do, so
 * that it holds for workers too.
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

export const contentSecurityPolicy: string = Object.entries(directives)
  .map(([name, sources]) => `${name} ${sources}`)
  .join('; ');
