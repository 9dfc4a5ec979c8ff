import { relative } from 'node:path';
import type { Element, ElementContent, Parents, Root } from 'hast';
import { EXIT, visit } from 'unist-util-visit';
import type { VFile } from 'vfile';

/** Elements of MathML whose children have places, and how many of them. */
const places: Readonly<Record<string, number>> = { msub: 2, msup: 2, munder: 2, mover: 2, msubsup: 3, munderover: 3 };

/** U+2061, which stands unseen between a function's name and its argument. */
const APPLICATION = '\u2061';

const isApplication = (node: ElementContent): boolean =>
  node.type === 'element' &&
  node.tagName === 'mo' &&
  node.children.length === 1 &&
  node.children.every((child) => child.type === 'text' && child.value === APPLICATION);

/**
 * A name such as max as an index comes from KaTeX 0.16 with the sign of its application to nothing, as one child too many; a
 * browser then shows the parts in a row, and readers of the screen read them so.
 */
function dropApplications(node: Element): void {
  if (node.children.length > (places[node.tagName] ?? Infinity))
    node.children = node.children.filter((child) => !isApplication(child));
}

/** What cannot begin a line after a formula: the ending of "n-th", punctuation. */
const closing = /^(?:[-’]\p{L}|[.,;:!?)\]%’”])/u;

const hasClass = (node: Element, name: string): boolean => {
  const classes = node.properties['className'];
  return Array.isArray(classes) && classes.includes(name);
};

/**
 * KaTeX sets a formula as a row of blocks between which a line may break, and browsers break it behind the last one too, even where
 * a comma follows. They ask the element around a block: around the last one stands one whose style forbids that.
 */
function keepPunctuation(formula: Element, parent: Parents): void {
  const after = parent.children[parent.children.indexOf(formula) + 1];
  if (after?.type !== 'text' || !closing.test(after.value)) return;
  visit(formula, 'element', (node) => {
    const last = node.children.at(-1);
    if (!hasClass(node, 'katex-html') || last === undefined) return undefined;
    const kept: Element = { type: 'element', tagName: 'span', properties: { className: ['last-base'] }, children: [last] };
    node.children.splice(-1, 1, kept);
    return EXIT;
  });
}

/**
 * Runs after rehype-katex. That plugin only warns of a formula it cannot set and prints it in red; in a book this must not
 * pass, so the build fails with the file, the line and KaTeX's reason. Formulas are also kept out of the search index but for
 * their MathML text, since KaTeX writes each of them three times, and kept together with their punctuation.
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
    const formulas: (readonly [Element, Parents])[] = [];
    visit(tree, 'element', (node, _index, parent) => {
      if (parent !== undefined && hasClass(node, 'katex')) formulas.push([node, parent]);
      dropApplications(node);
      if (hasClass(node, 'katex-html') || node.tagName === 'annotation') node.properties['dataPagefindIgnore'] = '';
    });
    for (const [formula, parent] of formulas) keepPunctuation(formula, parent);
  };
}
