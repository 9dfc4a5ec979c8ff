import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createMarkdownProcessor } from '@astrojs/markdown-remark';
import rehypeKatex from 'rehype-katex';
import remarkMath from 'remark-math';
import { claimsFolder } from './claims.ts';
import { rehypeMath } from './rehype-math.ts';
import { rehypePerCent } from './rehype-per-cent.ts';

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
    rehypePlugins: [[rehypeKatex, { strict: 'error' }], rehypeMath, rehypePerCent],
  });
  try {
    return (await (await processor).render(markdown, { fileURL: pathToFileURL(join(claimsFolder(), id)) })).code;
  } catch (error) {
    // The processor names a file, and a line of it, but the text is a part of one.
    const message = (error as Error).message.replace(/^[^]*?:\d+: /, '');
    throw new Error(`src/content/claims/, claim ${id}: ${message}`, { cause: error });
  }
}
