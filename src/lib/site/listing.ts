/** How a listing of code is written as HTML: as text, but for what has a colour of its own. */
import type { ShikiTransformer } from 'shiki';

type Code = Parameters<NonNullable<ShikiTransformer['code']>>[0];
type Node = Code['children'][number];

/** What the highlighter writes with its theme of CSS variables. */
const variable = /--astro-code-token-([a-z-]+)\)/;

const textOf = (node: Node): string => {
  if (node.type === 'text') return node.value;
  return node.type === 'element' ? node.children.map(textOf).join('') : '';
};

/** The kind of a token that is shown as such; names and signs are shown as they are, and so is a blank. */
function kindOf(node: Node): string | undefined {
  if (node.type !== 'element' || textOf(node).trim() === '') return undefined;
  const kind = variable.exec(String(node.properties['style']))?.[1];
  return kind === 'punctuation' ? undefined : kind;
}

const written = (text: string, kind: string | undefined): Node =>
  kind === undefined
    ? { type: 'text', value: text }
    : { type: 'element', tagName: 'span', properties: { class: `token-${kind}` }, children: [{ type: 'text', value: text }] };

/**
 * Of a highlighted listing only the coloured words stay elements, with a class instead of a style, and neighbours of a kind are one: a
 * chapter that lists seven examples would else have a sixth more elements.
 */
export const coloursAsClasses: ShikiTransformer = {
  name: 'colours as classes',
  code(code) {
    const tokens = code.children.flatMap((line) => (line.type === 'element' ? line.children : [line]));
    const pieces: { text: string; kind: string | undefined }[] = [];
    for (const token of tokens) {
      const kind = kindOf(token);
      const last = pieces.at(-1);
      if (last !== undefined && last.kind === kind) last.text += textOf(token);
      else pieces.push({ text: textOf(token), kind });
    }
    code.children = pieces.map(({ text, kind }) => written(text, kind));
  },
  pre(pre) {
    // Its colours and its scrolling are the style sheet's.
    delete pre.properties['style'];
  },
};
