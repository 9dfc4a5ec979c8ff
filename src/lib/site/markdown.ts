import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { createMarkdownProcessor, parseFrontmatter } from '@astrojs/markdown-remark';
import rehypeKatex from 'rehype-katex';
import remarkMath from 'remark-math';
import { rehypeMath } from './rehype-math.ts';
import { rehypePerCent } from './rehype-per-cent.ts';

const processor = createMarkdownProcessor({
  syntaxHighlight: false,
  remarkPlugins: [remarkMath],
  rehypePlugins: [[rehypeKatex, { strict: 'error' }], rehypeMath, rehypePerCent],
});

/**
 * The text of a Markdown file as HTML. The loader of a collection renders Markdown too, but where a formula is wrong it leaves the
 * text out and goes on; this throws, with file and line.
 */
export async function renderMarkdown(file: string): Promise<string> {
  const { content } = parseFrontmatter(readFileSync(file, 'utf8'), { frontmatter: 'empty-with-lines' });
  return (await (await processor).render(content, { fileURL: pathToFileURL(file) })).code;
}
