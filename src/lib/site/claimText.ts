import { createMarkdownProcessor } from '@astrojs/markdown-remark';
import rehypeKatex from 'rehype-katex';
import remarkMath from 'remark-math';
import { rehypeMath } from './rehype-math.ts';

let processor: ReturnType<typeof createMarkdownProcessor> | undefined;

/**
 * The text of a claim as HTML, set as the chapters are.
 *
 * @throws Error with the name of the claim for a formula that KaTeX cannot set.
 */
export async function claimText(id: string, markdown: string): Promise<string> {
  processor ??= createMarkdownProcessor({
    syntaxHighlight: false,
    remarkPlugins: [remarkMath],
    rehypePlugins: [[rehypeKatex, { strict: 'error' }], rehypeMath],
  });
  try {
    return (await (await processor).render(markdown)).code;
  } catch (error) {
    throw new Error(`src/content/claims/, claim ${id}: ${(error as Error).message}`, { cause: error });
  }
}
