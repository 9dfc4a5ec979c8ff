import type { Heading, Root, RootContent } from 'mdast';
import { toString } from 'mdast-util-to-string';
// The types of JSX nodes in a Markdown tree come with remark-mdx.
import type {} from 'remark-mdx';
import { visit } from 'unist-util-visit';
import { challengeAt } from './challenges.ts';

/** What can be numbered, linked to and cited by number inside a chapter. */
export type LabelKind = 'section' | 'equation' | 'figure' | 'example' | 'exercise';

export interface Label {
  readonly kind: LabelKind;
  /** The element's id in the page: author-given, and for ever. */
  readonly id: string;
  /** "3.2" or "3.2.1" for sections, "3.4" for the rest; without the chapter on pages that have no number. */
  readonly number: string;
  /** Heading level of a section (2 or 3), 0 for the rest. */
  readonly depth: number;
  /** A section's heading, an equation's name, an exercise's title; empty for the rest. */
  readonly title: string;
}

export type JsxElement = Extract<RootContent, { type: 'mdxJsxFlowElement' | 'mdxJsxTextElement' }>;
export type LabelledNode = Heading | JsxElement;

export interface Labelled {
  readonly label: Label;
  readonly node: LabelledNode;
}

/** Which component carries which kind of label, and how its id starts. */
const numbered: Readonly<Record<string, { kind: Exclude<LabelKind, 'section'>; prefix: string }>> = {
  Equation: { kind: 'equation', prefix: 'eq-' },
  Figure: { kind: 'figure', prefix: 'fig-' },
  Experiment: { kind: 'example', prefix: 'ex-' },
  Exercise: { kind: 'exercise', prefix: 'exr-' },
  Challenge: { kind: 'exercise', prefix: 'exr-' },
};

const idAtEnd = /\s*\[#([a-z0-9]+(?:-[a-z0-9]+)*)\]\s*$/;

export const isJsx = (node: { type: string }): node is JsxElement =>
  node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement';

export function setAttribute(node: JsxElement, name: string, value: string): void {
  node.attributes.push({ type: 'mdxJsxAttribute', name, value });
}

/** The text of an attribute written as `name="text"`; undefined where it is absent. */
export function attribute(node: JsxElement, name: string): string | undefined {
  const found = node.attributes.find((one) => one.type === 'mdxJsxAttribute' && one.name === name);
  if (found === undefined || found.value === null || found.value === undefined) return undefined;
  if (typeof found.value !== 'string')
    throw new LabelError(`<${node.name}> has a computed ${name}={...}; write ${name}="..." instead.`, node);
  return found.value;
}

/** The words of an attribute that lists names: `keys="he16 he16b"`. */
export const wordsOf = (text: string | undefined): string[] => (text ?? '').split(/\s+/).filter((word) => word !== '');

/** An author's mistake, with the node that has it, so that the build can name the line. */
export class LabelError extends Error {
  override name = 'LabelError';
  readonly node: LabelledNode;

  constructor(message: string, node: LabelledNode) {
    super(message);
    this.node = node;
  }
}

/** The id at the end of a heading `## Text [#id]`, and the same heading's text without it. */
export function headingId(node: Heading): string | undefined {
  const end = node.children.at(-1);
  return end?.type === 'text' ? idAtEnd.exec(end.value)?.[1] : undefined;
}

export function withoutId(text: string): string {
  return text.replace(idAtEnd, '');
}

/**
 * Every label of a page in reading order, numbered. `chapter` is the chapter's number; on pages without one, numbers stand
 * alone and headings may go without an id.
 *
 * A challenge has its title from the experiment. Throws a `LabelError` for a challenge that its experiment does not have, for a heading of level 2 or 3 in a chapter without an id, for an id given twice, for a component without
 * its id, and for an equation without a name.
 */
export function scanLabels(tree: Root, chapter: number | undefined): Labelled[] {
  const found: Labelled[] = [];
  const seen = new Set<string>();
  const counts = { equation: 0, figure: 0, example: 0, exercise: 0 };
  let [section, subsection] = [0, 0];
  const numberOf = (...parts: number[]): string => (chapter === undefined ? parts : [chapter, ...parts]).join('.');

  function add(node: LabelledNode, label: Label): void {
    if (seen.has(label.id)) throw new LabelError(`The id "${label.id}" is given twice on this page; ids must differ.`, node);
    seen.add(label.id);
    found.push({ node, label });
  }

  visit(tree, (node) => {
    if (node.type === 'heading' && (node.depth === 2 || node.depth === 3)) {
      const id = headingId(node);
      const title = withoutId(toString(node));
      if (node.depth === 2) [section, subsection] = [section + 1, 0];
      else subsection += 1;
      if (id !== undefined) {
        const number = node.depth === 2 ? numberOf(section) : numberOf(section, subsection);
        add(node, { kind: 'section', id, number, depth: node.depth, title });
      } else if (chapter !== undefined) {
        const way = `End it with an id of your own, for example "${'#'.repeat(node.depth)} ${title} [#some-words]".`;
        throw new LabelError(`The heading "${title}" has no id. ${way}`, node);
      }
    } else if (isJsx(node)) {
      const rule = numbered[node.name ?? ''];
      if (rule === undefined) return;
      const given = attribute(node, 'id');
      // An example is named by its experiment; its id on the page is that name with the prefix.
      const id = rule.kind === 'example' && given !== undefined ? rule.prefix + given : given;
      if (id === undefined)
        throw new LabelError(`<${node.name}> has no id; give it id="${rule.kind === 'example' ? '' : rule.prefix}...".`, node);
      if (!id.startsWith(rule.prefix))
        throw new LabelError(`<${node.name} id="${id}">: its id must start with "${rule.prefix}".`, node);
      counts[rule.kind] += 1;
      const title =
        node.name === 'Challenge'
          ? titleOfChallenge(node, id)
          : rule.kind === 'equation'
            ? nameOfEquation(node, id)
            : (attribute(node, 'title') ?? '');
      add(node, { kind: rule.kind, id, number: numberOf(counts[rule.kind]), depth: 0, title });
    }
  });
  return found;
}

/** Its words are those of the experiment, so that the page and the example cannot disagree. */
function titleOfChallenge(node: JsxElement, id: string): string {
  const of = attribute(node, 'of') ?? '';
  const found = challengeAt(of, id);
  if ('problem' in found) throw new LabelError(`<Challenge of="${of}" id="${id}">: ${found.problem}`, node);
  return found.challenge.title;
}

/** A formula has no words of its own: its name is what a search can find. */
function nameOfEquation(node: JsxElement, id: string): string {
  const name = attribute(node, 'name')?.trim() ?? '';
  if (name === '') {
    const way = 'Give it name="..." in the words that a reader would search for, for example "the error of a layer".';
    throw new LabelError(`<Equation id="${id}"> has no name. ${way}`, node);
  }
  return name;
}
