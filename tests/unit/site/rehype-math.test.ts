import rehypeKatex from 'rehype-katex';
import remarkMath from 'remark-math';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import { VFile } from 'vfile';
import { expect, test } from 'vitest';
import { rehypeMath } from '../../../src/lib/site/rehype-math.ts';

const processor = unified()
  .use(remarkParse)
  .use(remarkMath)
  .use(remarkRehype)
  .use(rehypeKatex, { strict: 'error' })
  .use(rehypeMath);

const rendered = (text: string) => processor.run(processor.parse(text), new VFile({ path: 'src/page.mdx', value: text }));

test('a formula that KaTeX cannot set fails the build with file, line and reason', async () => {
  await expect(rendered('Fine $x$.\n\n$$\n\\frac{1\n$$')).rejects.toThrow(
    /^src\/page\.mdx:3: KaTeX cannot set this formula\. .*expected '}'/,
  );
});

test('a formula inside a component is named by its own line, not by that of the component', async () => {
  const mdx = unified()
    .use(remarkParse)
    .use(remarkMdx)
    .use(remarkMath)
    .use(remarkRehype, { passThrough: ['mdxJsxFlowElement'] })
    .use(rehypeKatex, { strict: 'error' })
    .use(rehypeMath);
  const text = 'Words.\n\n<Equation id="eq-a" name="rule a">\n\n$$\n\\nonsense\n$$\n\n</Equation>';
  await expect(mdx.run(mdx.parse(text), new VFile({ path: 'src/page.mdx', value: text }))).rejects.toThrow(
    /^src\/page\.mdx:5: KaTeX cannot set this formula\. .*\\nonsense/,
  );
});

test('what KaTeX only warns of fails too', async () => {
  await expect(rendered('$x ≤ é$')).rejects.toThrow(/src\/page\.mdx:1: KaTeX cannot set this formula/);
});

test('search sees a formula once', async () => {
  const ignored: (string | undefined)[] = [];
  visit(await rendered('$x^2$'), 'element', (node) => {
    if (node.properties['dataPagefindIgnore'] === '') ignored.push(node.tagName);
  });
  expect(ignored).toEqual(['annotation', 'span']);
});

/** For each formula of a text, how many of its blocks stand in front of one that a line does not leave, which is the last. */
async function blocksBeforeKept(text: string): Promise<(number | 'none')[]> {
  const found: (number | 'none')[] = [];
  visit(await rendered(text), 'element', (node) => {
    if (!String(node.properties['className']).split(',').includes('katex-html')) return;
    const kept = node.children.findIndex(
      (child) => child.type === 'element' && String(child.properties['className']) === 'last-base',
    );
    expect([-1, node.children.length - 1]).toContain(kept);
    found.push(kept === -1 ? 'none' : kept);
  });
  return found;
}

test('no line breaks between a formula and the punctuation behind it, or the ending of its word', async () => {
  expect(await blocksBeforeKept('With $a$, ($b = 1$) as well, the $k$-th of $a + b = c$.')).toEqual([0, 1, 0, 2]);
});

test('a line may break behind a formula among words', async () => {
  expect(await blocksBeforeKept('Let $a$ be $b$ – here.\n\n$$\na = b\n$$\n\n, and so on.')).toEqual(['none', 'none', 'none']);
});

test('the name of a function as an index is one part of the formula', async () => {
  const children: string[][] = [];
  visit(await rendered('$s_{\\max}(W) = \\max_{v} v + \\sin x$'), 'element', (node) => {
    if (node.tagName === 'msub')
      children.push(node.children.map((child) => (child.type === 'element' ? child.tagName : child.type)));
  });
  expect(children).toEqual([
    ['mi', 'mi'],
    ['mrow', 'mi'],
  ]);
});
