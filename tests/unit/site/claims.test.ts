import { join } from 'node:path';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import { VFile } from 'vfile';
import { expect, test } from 'vitest';
import { claimText } from '../../../src/lib/site/claimText.ts';
import { checkSourceNote, claimAnchor, readClaimIds } from '../../../src/lib/site/claims.ts';
import { isJsx } from '../../../src/lib/site/labels.ts';
import { remarkBook } from '../../../src/lib/site/remark-book.ts';
import { chapter, docsOf } from './docs-folder.ts';

const known = new Set(['S1.1', 'S1.2', 'S2.1']);

function check(note: string): void {
  visit(unified().use(remarkParse).use(remarkMdx).parse(note), (node) => {
    if (isJsx(node)) checkSourceNote(node, known);
  });
}

test('the sources have all of their claims: 11 of the lecture, 42 of the article, 30 of the notes', () => {
  const numbered = (source: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${source}.${i + 1}`);
  expect([...readClaimIds()].sort()).toEqual([...numbered('S0', 11), ...numbered('S1', 42), ...numbered('S2', 30)].sort());
});

test('a claim has its place on the page of sources by its number', () => {
  expect(claimAnchor('S1.11')).toBe('s1-11');
});

test('a note on claims of its source passes', () => {
  expect(() => check('<SourceNote source="S1" claims="S1.1 S1.2" />')).not.toThrow();
});

test.each([
  ['that there is not', '<SourceNote source="S1" claims="S1.1 S1.3" />', /there is no claim "S1\.3" .* S1 has S1\.1 to S1\.2\.$/],
  ['of another source', '<SourceNote source="S1" claims="S2.1" />', /there is no claim "S2\.1" of that source/],
  ['of no source', '<SourceNote source="S9" claims="S9.1" />', /that source has none\.$/],
])('a note on a claim %s is refused', (_, note, message) => {
  expect(() => check(note)).toThrow(message);
});

test('a note on no claim is refused', () => {
  expect(() => check('<SourceNote source="S1" claims=" " />')).toThrow('needs claims="..." with at least one claim');
});

test('a chapter with a note on an unknown claim fails the build with its file and line', () => {
  const text = chapter('I', 'first', 'Text.\n\n<SourceNote source="S1" claims="S1.99">\n\nNote.\n\n</SourceNote>');
  const docs = docsOf({ '10-first/index.mdx': text });
  const content = text.replace(/^---\n[^]*?\n---/, '\n\n\n\n');
  const tree = unified().use(remarkParse).use(remarkMdx).parse(content);
  expect(() =>
    remarkBook({ base: '/', docs })(tree, new VFile({ path: join(docs, '10-first', 'index.mdx'), value: content })),
  ).toThrow(/10-first\/index\.mdx:9: <SourceNote source="S1" claims="S1\.99">: there is no claim "S1\.99"/);
});

test.each([
  ['a claim without an id', 'claims:\n  - verdict: holds\n', /s1\.yaml: a claim has no id; give it one such as "S1\.11"/],
  ['a claim that is there twice', 'claims:\n  - id: S1.1\n  - id: S1.1\n', /s1\.yaml: the claim "S1\.1" is there twice/],
])('a file with %s is refused by its name', (_, yaml, message) => {
  expect(() => readClaimIds(docsOf({ 's1.yaml': yaml }))).toThrow(message);
});

test('the text of a claim is set as the chapters are, formulas with their MathML', async () => {
  const html = await claimText('S1.1', 'So *not* $x^2$.');
  expect(html).toContain('<em>not</em>');
  expect(html).toContain('<math');
});

test('a formula that cannot be set is named with its claim', async () => {
  await expect(claimText('S1.1', 'So $\\frac{$.')).rejects.toThrow(
    /src\/content\/claims\/, claim S1\.1: .*KaTeX cannot set this formula/,
  );
});
