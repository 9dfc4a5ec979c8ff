import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createMarkdownProcessor, parseFrontmatter } from '@astrojs/markdown-remark';
import rehypeKatex from 'rehype-katex';
import remarkMath from 'remark-math';
import { glossaryFolder } from './glossary.ts';
import { rehypeMath } from './rehype-math.ts';

const processor = createMarkdownProcessor({
  syntaxHighlight: false,
  remarkPlugins: [remarkMath],
  rehypePlugins: [[rehypeKatex, { strict: 'error' }], rehypeMath],
});

/**
 * The definition of a term as HTML. The loader of a collection renders Markdown too, but where a formula is wrong it leaves the
 * text out and goes on; this throws, with file and line.
 */
export async function definitionOf(id: string, folder = glossaryFolder()): Promise<string> {
  const file = join(folder, `${id}.md`);
  const { content } = parseFrontmatter(readFileSync(file, 'utf8'), { frontmatter: 'empty-with-lines' });
  return (await (await processor).render(content, { fileURL: pathToFileURL(file) })).code;
}
