import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The built site, as `npm run build` leaves it; another folder through DIST. */
export const dist = resolve(process.env['DIST'] ?? 'dist');

/** The sub-path that it was built for, with slashes at both ends. */
export const base = `/${process.env['BASE_PATH'] ?? ''}/`.replace(/\/+/g, '/');

export interface BuiltPage {
  /** Address under the base: "/residual-learning/". */
  readonly path: string;
  readonly html: string;
  readonly ids: readonly string[];
  readonly links: readonly string[];
}

/** Every page of the built site. Throws where it was not built. */
export function builtPages(): BuiltPage[] {
  if (!existsSync(join(dist, 'index.html'))) throw new Error(`There is no built site in ${dist}; run "npm run build" first.`);
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'));
  return files.map((name) => readPage(name.replaceAll('\\', '/')));
}

function readPage(name: string): BuiltPage {
  const html = readFileSync(join(dist, name), 'utf8');
  // What scripts and styles say is no markup; text in code listings is escaped and matches nothing below.
  const markup = html.replace(/<(script|style)\b[^>]*>[^]*?<\/\1>/g, '');
  return {
    path: `/${name.replace(/(^|\/)index\.html$/, '$1')}`,
    html,
    ids: [...markup.matchAll(/<[^>]*?\sid="([^"]*)"/g)].map(([, id = '']) => id),
    links: [...markup.matchAll(/<a\b[^>]*?\shref="([^"]*)"/g)].map(([, href = '']) =>
      href.replaceAll('&amp;', '&').replaceAll('&#38;', '&'),
    ),
  };
}
