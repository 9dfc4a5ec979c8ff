import { readFileSync } from 'node:fs';
import { parseFrontmatter } from '@astrojs/markdown-remark';
import type { Root } from 'mdast';
import remarkMath from 'remark-math';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import { unified } from 'unified';

export interface Source {
  readonly frontmatter: Readonly<Record<string, unknown>>;
  /** Lines are those of the file: the frontmatter is kept as empty lines. */
  readonly tree: Root;
}

/** Reads the source of a page, Markdown or MDX, as far as labels and references need it. */
export function parseSource(file: string): Source {
  const { frontmatter, content } = parseFrontmatter(readFileSync(file, 'utf8'), { frontmatter: 'empty-with-lines' });
  const parser = unified().use(remarkParse).use(remarkMath);
  if (file.endsWith('.mdx')) parser.use(remarkMdx);
  return { frontmatter, tree: parser.parse(content) };
}
