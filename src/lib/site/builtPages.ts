import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A page of the built site. */
export interface BuiltPage {
  /** Address under the base: "/residual-learning/". */
  readonly path: string;
  readonly html: string;
  readonly ids: readonly string[];
  readonly links: readonly string[];
  /** Stands where a page once was, and leads to where it is now. */
  readonly isRedirect: boolean;
  /** Those ids that readers may link to: headings, equations, figures, examples, exercises, terms, claims, references. */
  readonly publishedIds: readonly string[];
  /** Ids that are there for old links only, and lead on. */
  readonly movedIds: readonly string[];
}

/** Every page of the site built into `dist`. @throws Error where it was not built. */
export function readBuiltPages(dist: string): BuiltPage[] {
  if (!existsSync(join(dist, 'index.html'))) throw new Error(`There is no built site in ${dist}; run "npm run build" first.`);
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'));
  return files.map((name) => {
    const path = `/${name.replaceAll('\\', '/').replace(/(^|\/)index\.html$/, '$1')}`;
    return parseBuiltPage(path, readFileSync(join(dist, name), 'utf8'));
  });
}

/** Whether a page stands where a page once was. */
export const isRedirect = (html: string): boolean => html.includes('<meta http-equiv="refresh"');

export function parseBuiltPage(path: string, html: string): BuiltPage {
  // What scripts and styles say is no markup; text in code listings is escaped and matches nothing below.
  const markup = html.replace(/<(script|style)\b[^>]*>[^]*?<\/\1>/g, '');
  return {
    path,
    html,
    ids: [...markup.matchAll(/<[^>]*?\sid="([^"]*)"/g)].map(([, id = '']) => id),
    links: [...markup.matchAll(/<a\b[^>]*?\shref="([^"]*)"/g)].map(([, href = '']) =>
      href.replaceAll(/&(?:amp|#38|#x26);/g, '&'),
    ),
    isRedirect: isRedirect(html),
    publishedIds: publishedIds(markup),
    movedIds: [...markup.matchAll(/<[^>]*?\sid="([^"]*)"[^>]*\sdata-moved\b/g)].map(([, id = '']) => id),
  };
}

/** Kinds of things whose ids begin with their kind; what a component makes of such an id for itself ends in "-title". */
const kinds = /^(?:eq|fig|ex|exr|def)-(?!.*-title$)/;

function publishedIds(markup: string): string[] {
  const found: string[] = [];
  for (const [tag, before = '', name = ''] of markup.matchAll(
    /(<div class="sl-heading-wrapper[^>]*>\s*)?<([a-z][a-z0-9]*)\b[^>]*>/g,
  )) {
    const id = /\sid="([^"]*)"/.exec(tag.slice(before.length))?.[1];
    if (id === undefined || /\sdata-moved\b/.test(tag)) continue;
    const isHeading = before !== '' && /^h[2-6]$/.test(name);
    if (isHeading || kinds.test(id) || /\sdata-anchor\b/.test(tag)) found.push(id);
  }
  return found;
}
