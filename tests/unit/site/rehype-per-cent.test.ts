import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import { expect, test } from 'vitest';
import { rehypePerCent } from '../../../src/lib/site/rehype-per-cent.ts';

const processor = unified()
  .use(remarkParse)
  .use(remarkMdx)
  .use(remarkRehype, { passThrough: ['mdxJsxTextElement', 'mdxJsxFlowElement'] })
  .use(rehypePerCent);

async function textOf(source: string): Promise<string> {
  let text = '';
  visit(await processor.run(processor.parse(source)), 'text', (node) => {
    text += node.value;
  });
  return text;
}

test('a per cent sign stays with its number, which may be an element of its own', async () => {
  expect(await textOf('It is 72 %, not <Recorded id="a" /> % or 9.5 %.')).toBe('It is 72\u00a0%, not \u00a0% or 9.5\u00a0%.');
});

test('code and other signs are left alone', async () => {
  expect(await textOf('Here `7 % 2` is 1, and "x %" no number.')).toBe('Here 7 % 2 is 1, and "x %" no number.');
});
