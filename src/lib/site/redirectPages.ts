import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { withBase } from './href.ts';
import { addressText, readRedirects, type Redirect } from './redirects.ts';

/** Where a former page leads, and where those of its ids lead that did not go with it. */
interface FormerPage {
  readonly path: string;
  readonly to: string;
  readonly ids: Readonly<Record<string, string>>;
}

function formerPages(redirects: readonly Redirect[]): FormerPage[] {
  return redirects
    .filter(({ from }) => from.id === undefined)
    .map(({ from, to }) => {
      const own = redirects.filter((other) => other.from.path === from.path && other.from.id !== undefined);
      return {
        path: from.path,
        to: addressText(to),
        ids: Object.fromEntries(own.map((other) => [other.from.id ?? '', addressText(other.to)])),
      };
    });
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/**
 * The page that stands at a former address. A refresh would lose the id at the end of the address, so a script goes there
 * first and takes it along; without scripts the page goes by itself, and there is a link for the rest.
 */
export function redirectPage({ to, ids }: FormerPage, base: string, site: URL): string {
  const target = withBase(base, to);
  const moved = Object.fromEntries(Object.entries(ids).map(([id, address]) => [id, withBase(base, address)]));
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>This page has moved</title>
    <meta name="robots" content="noindex" />
    <link rel="canonical" href="${escaped(new URL(target, site).href)}" />
    <script src="${escaped(withBase(base, '/moved.js'))}" data-to="${escaped(target)}" data-ids="${escaped(JSON.stringify(moved))}"></script>
    <noscript><meta http-equiv="refresh" content="0; url=${escaped(target)}" /></noscript>
  </head>
  <body>
    <p>This page has moved. It is now at <a href="${escaped(target)}">${escaped(target)}</a>.</p>
  </body>
</html>
`;
}

/** Astro's own redirects lose the id at the end of an address, and the book promises that ids last. */
export function redirectPages(): AstroIntegration {
  let [base, site] = ['/', new URL('http://localhost')];
  return {
    name: 'redirect-pages',
    hooks: {
      'astro:config:done': ({ config }) => {
        base = config.base;
        site = new URL(config.site ?? site);
      },
      'astro:build:done': ({ dir }) => {
        for (const page of formerPages(readRedirects())) {
          const file = join(fileURLToPath(dir), page.path, 'index.html');
          if (existsSync(file)) {
            throw new Error(`src/content/redirects.json: "${page.path}" has a page, which would be hidden by its redirect.`);
          }
          mkdirSync(dirname(file), { recursive: true });
          writeFileSync(file, redirectPage(page, base, site));
        }
      },
    },
  };
}
