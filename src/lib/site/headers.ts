import { withBase } from './href.ts';
import { contentSecurityPolicy, fetchingPolicy } from './policy.ts';

export interface HeaderRule {
  /** A path of the host; `*` at its end stands for anything. */
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/**
 * What the book asks of its host, by path below the base.
 *
 * All matching rules apply. Hosts differ in what they do when two of them set the same header: some join the values, some take
 * one. So headers of all paths allow what any page does, and each page's own `<meta>` allows less: what is fetched from other addresses is
 * settled so. Scripts of workers have no `<meta>`; the rules of their folders have the narrow policy, whichever of the two a host takes. And
 * framing is settled by two headers: X-Frame-Options refuses it everywhere, and browsers must ignore that header where a
 * policy names `frame-ancestors`, as it does below `/embed/`. Joined to the policy of all pages or in its place, it says the same.
 */
const rules: readonly HeaderRule[] = [
  {
    path: '/*',
    headers: [
      // Pages that are isolated may share memory between threads.
      ['Cross-Origin-Opener-Policy', 'same-origin'],
      ['Cross-Origin-Embedder-Policy', 'require-corp'],
      // Isolated pages of others may show the book's examples.
      ['Cross-Origin-Resource-Policy', 'cross-origin'],
      ['Content-Security-Policy', fetchingPolicy],
      ['X-Frame-Options', 'DENY'],
      ['X-Content-Type-Options', 'nosniff'],
      ['Referrer-Policy', 'same-origin'],
      ['Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
    ],
  },
  ...['/_astro/*', '/pagefind/*', '/sw.js'].map((path): HeaderRule => ({
    path,
    headers: [['Content-Security-Policy', contentSecurityPolicy]],
  })),
  { path: '/embed/*', headers: [['Content-Security-Policy', 'frame-ancestors *']] },
];

/** The rules as paths of the host. */
export const headerRules = (base: string): readonly HeaderRule[] =>
  rules.map(({ path, headers }) => ({ path: withBase(base, path), headers }));

const note = `# For hosts that read this file, such as Netlify and Cloudflare Pages. Made by npm run build, see src/lib/site/headers.ts.
# Cross-origin isolated pages may share memory between the threads of a run; without, every example runs all the same.
# Other sites may show the pages below embed/ in a frame, and no others.
`;

/** The text of `_headers`, which belongs into the root of the host, whatever path the book has there. */
export function headersFile(base: string): string {
  const blocks = headerRules(base).map(
    ({ path, headers }) => `${path}\n${headers.map(([name, value]) => `  ${name}: ${value}\n`).join('')}`,
  );
  return note + blocks.join('\n');
}
