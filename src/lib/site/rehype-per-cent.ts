import type { Root } from 'hast';
import { SKIP, visit } from 'unist-util-visit';

/** A space before a per cent sign, behind a digit or, where the number is an element of its own, at the start of the text. */
const space = /(?<=\d|^) %/g;

/** Keeps a per cent sign on the line of its number, outside of code. */
export function rehypePerCent() {
  return (tree: Root): void => {
    visit(tree, (node) => {
      if (node.type === 'element' && node.tagName === 'code') return SKIP;
      if (node.type === 'text') node.value = node.value.replace(space, '\u00a0%');
      return undefined;
    });
  };
}
