import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { RootContent } from 'mdast';
import { toString } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import { describe, expect, it } from 'vitest';
import { parsePage, readBook } from '../../src/lib/site/book.ts';
import { attribute, isJsx } from '../../src/lib/site/labels.ts';
import { withoutSolutions } from '../../src/lib/site/remark-book-aids.ts';
import { builtPages, dist } from './pages.ts';

/** As `tests/run.ts` builds it, with SOLUTIONS=off. */
const without = '.cache/dist-sub-path';

/** Without signs that the build prints otherwise than the author typed them. */
const telling = /[A-Za-z][A-Za-z ,.;:]{24,}[a-z]/g;

interface Secrets {
  readonly solutions: readonly string[];
  readonly reasons: readonly string[];
}

/** The longest piece of the plain text of each solution, and of each reason for an option of a choice, that stands nowhere else. */
function secretsOf(file: string): Secrets {
  const [solutions, reasons]: [string[], string[]] = [[], []];
  const pieceOf = (node: RootContent): string => {
    const pieces: string[] = [];
    visit(node, 'text', ({ value }) => {
      pieces.push(...(value.match(telling) ?? []));
    });
    return pieces.toSorted((a, b) => b.length - a.length)[0] ?? '';
  };
  visit(parsePage(file).tree, (node) => {
    if (!isJsx(node)) return;
    if (attribute(node, 'slot') === 'solution') solutions.push(pieceOf(node));
    if (node.name !== 'Choice') return;
    visit(node, (child) => {
      if (isJsx(child) && attribute(child, 'slot') === 'why') reasons.push(pieceOf(child));
    });
  });
  const rest = parsePage(file).tree;
  withoutSolutions(rest);
  const elsewhere = toString(rest);
  const isSecret = (piece: string): boolean => piece !== '' && !elsewhere.includes(piece);
  return { solutions: solutions.filter(isSecret), reasons: reasons.filter(isSecret) };
}

const spaced = (text: string): string => text.replace(/\s+/g, ' ');
const htmlIn = (folder: string): Map<string, string> => new Map(builtPages(folder).map(({ path, html }) => [path, spaced(html)]));
const [complete, bare] = [htmlIn(dist), htmlIn(without)];

describe.each(readBook().chapters.map(({ slug, file }) => [slug, secretsOf(file)] as const))(
  'without solutions, the chapter %s',
  (slug, { solutions, reasons }) => {
    const [here = '', there = ''] = [complete.get(`/${slug}/`), bare.get(`/${slug}/`)];

    it('holds neither a solution nor a reason for an option, where the complete one holds them all', () => {
      expect(solutions.length).toBeGreaterThan(0);
      expect(reasons.length).toBeGreaterThan(0);
      const secrets = [...solutions, ...reasons].map(spaced);
      expect(secrets.filter((piece) => !here.includes(piece))).toEqual([]);
      expect(secrets.filter((piece) => there.includes(piece))).toEqual([]);
    });

    it('asks the same questions, and holds none of the answers', () => {
      const asked = (html: string): string[] => [...html.matchAll(/data-asks="\w+" data-id="([^"]*)"/g)].map(([, id = '']) => id);
      expect(asked(there)).toEqual(asked(here));
      expect(asked(there).length).toBeGreaterThan(3);
      const forms = (html: string): string[] => html.match(/<form class="asks (?:numeric|choice)[^]*?<\/form>/g) ?? [];
      expect(forms(here).filter((form) => /data-value|data-right/.test(form))).toHaveLength(forms(here).length);
      expect(forms(there).filter((form) => /data-value|data-tolerance|data-absolute|data-right|<details/.test(form))).toEqual([]);
    });

    it('has every id of the complete one', () => {
      const ids = (folder: string): readonly string[] =>
        builtPages(folder).find(({ path }) => path === `/${slug}/`)?.publishedIds ?? [];
      expect(ids(without)).toEqual(ids(dist));
    });
  },
);

describe('without solutions', () => {
  const secrets = readBook().chapters.flatMap(({ file }) => secretsOf(file).solutions.map(spaced));
  const textsIn = (folder: string, extension: string, read: (file: string) => string): string[] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith(extension))
      .map((name) => spaced(read(join(folder, name))));
  const fragments = (folder: string): string[] =>
    textsIn(join(folder, 'pagefind', 'fragment'), '.pf_fragment', (file) => gunzipSync(readFileSync(file)).toString('utf8'));

  it('the search finds none of them, though it has them in the complete book', () => {
    const found = (texts: readonly string[]): string[] => secrets.filter((piece) => texts.some((text) => text.includes(piece)));
    expect(found(fragments(dist)).length).toBeGreaterThan(secrets.length / 2);
    expect(found(fragments(without))).toEqual([]);
  });

  it('no script of the site holds one', () => {
    const scripts = textsIn(join(without, '_astro'), '.js', (file) => readFileSync(file, 'utf8'));
    expect(scripts.length).toBeGreaterThan(10);
    expect(secrets.filter((piece) => scripts.some((text) => text.includes(piece)))).toEqual([]);
  });
});
