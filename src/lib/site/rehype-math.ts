import { relative } from 'node:path';
import type { Root } from 'hast';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';

/**
 * Runs after rehype-katex. That plugin only warns of a formula it cannot set and prints it in red; in a book this must not
 * pass, so the build fails with the file, the line and KaTeX's reason. Formulas are also kept out of the search index but for
 * their MathML text, since KaTeX writes each of them three times.
 */
export function rehypeMath() {
  return (tree: Root, file: VFile): void => {
    const failed = file.messages.find(({ source }) => source === 'rehype-katex');
    if (failed !== undefined) {
      // A display formula's own element has no position; the paragraph around it has.
      const line = failed.line ?? failed.ancestors?.findLast(({ position }) => position !== undefined)?.position?.start.line ?? 1;
      const place = `${relative(process.cwd(), file.path)}:${line}`;
      throw new Error(
        `${place}: KaTeX cannot set this formula. ${failed.cause instanceof Error ? failed.cause.message : failed.reason}`,
      );
    }
    visit(tree, 'element', (node) => {
      const classes = node.properties['className'];
      const isVisual = Array.isArray(classes) && classes.includes('katex-html');
      if (isVisual || node.tagName === 'annotation') node.properties['dataPagefindIgnore'] = '';
    });
  };
}
