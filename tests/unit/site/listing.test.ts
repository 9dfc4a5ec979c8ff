import { codeToHtml, createCssVariablesTheme } from 'shiki';
import { expect, test } from 'vitest';
import { coloursAsClasses } from '../../../src/lib/site/listing.ts';

// As Astro names its variables.
const theme = createCssVariablesTheme({ variablePrefix: '--astro-code-' });
const written = (code: string): Promise<string> => codeToHtml(code, { lang: 'ts', theme, transformers: [coloursAsClasses] });

/** As a browser reads it. */
const textOf = (html: string): string =>
  html
    .replace(/<[^>]+>/g, '')
    .replace(/&#x3C;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&#x26;|&amp;/g, '&');

const source = `import { deepMlp } from './deep-mlp.ts';

// One arm.
export const arm = (depth: number): Layer[] => {
  const isDeep = depth > 1 && 7 < depth;
  return isDeep ? deepMlp(\`\${depth}\`, 'relu') : [];
};`;

test('a listing says what its source says, line by line', async () => {
  expect(textOf(await written(source))).toBe(source);
});

test('a coloured word is an element with the name of its kind, and has no style of its own', async () => {
  const html = await written(source);
  for (const [kind, word] of [
    ['keyword', 'import'],
    ['string-expression', " './deep-mlp.ts'"],
    ['comment', '// One arm.'],
    ['constant', ' 1'],
    ['function', ' deepMlp'],
  ]) {
    expect(html).toContain(`<span class="token-${kind}">${word}</span>`);
  }
  expect(html).not.toContain('style=');
});

test('names and signs are no elements, blanks stand with the word after them, and neighbours of a kind are one', async () => {
  expect(await written('const a = [b];')).toContain(
    '<span class="token-keyword">const</span><span class="token-constant"> a</span><span class="token-keyword"> =</span> [b];',
  );
  expect(await written('export const f')).toContain('<span class="token-keyword">export const</span>');
  expect(await written('f; // of a')).toContain('<code>f; <span class="token-comment">// of a</span></code>');
});
