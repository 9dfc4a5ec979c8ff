import type { Root } from 'mdast';
import { SKIP, visit } from 'unist-util-visit';
import { attribute, isJsx, LabelError, setAttribute, type JsxElement } from './labels.ts';

/** What asks a reader for an answer, and under which kind it is kept on their device. */
const askingKinds: Readonly<Record<string, 'exercises' | 'predictions'>> = {
  NumericAnswer: 'exercises',
  Choice: 'exercises',
  Prediction: 'predictions',
};

/** One question of a page that keeps the reader's answer. */
export interface StudyAid {
  readonly component: 'NumericAnswer' | 'Choice' | 'Prediction';
  readonly kind: 'exercises' | 'predictions';
  readonly id: string;
  /** Where it stands: an exercise, or the example that a prediction is about. */
  readonly anchor: string;
  readonly node: JsxElement;
}

/** An option's letter, by its place. */
const letterOf = (index: number): string => String.fromCharCode(97 + index);

/**
 * The questions of a page, in order.
 *
 * Throws a `LabelError` for one that lacks its id, whose id is not that of its exercise with more behind it, that stands outside of an
 * exercise or is asked twice on the page, and for a `Choice` without a right option or with fewer than two.
 */
export function studyAids(tree: Root): readonly StudyAid[] {
  const found: StudyAid[] = [];
  const walk = (node: Root | JsxElement | Root['children'][number], exercise: string | undefined): void => {
    if (isJsx(node)) {
      const inside = node.name === 'Exercise' ? attribute(node, 'id') : exercise;
      const kind = askingKinds[node.name ?? ''];
      if (kind !== undefined) found.push(aidOf(node, kind, inside, found));
      for (const child of node.children) walk(child, inside);
    } else if ('children' in node) for (const child of node.children) walk(child, exercise);
  };
  walk(tree, undefined);
  return found;
}

function aidOf(node: JsxElement, kind: StudyAid['kind'], exercise: string | undefined, before: readonly StudyAid[]): StudyAid {
  const component = node.name as StudyAid['component'];
  const about = attribute(node, 'for');
  const id = attribute(node, 'id') ?? (kind === 'predictions' ? about : undefined);
  if (id === undefined) throw new LabelError(`<${component}> has no id; give it id="${exercise ?? 'exr-...'}-a".`, node);
  if (before.some((aid) => aid.id === id && aid.kind === kind))
    throw new LabelError(`<${component} id="${id}">: another one on this page has this id.`, node);
  if (component !== 'NumericAnswer') checkOptions(node, component, id);
  if (kind === 'predictions') {
    if (about === undefined) throw new LabelError('<Prediction> needs for="the id of an example".', node);
    return { component, kind, id, anchor: `ex-${about}`, node };
  }
  if (exercise === undefined) throw new LabelError(`<${component} id="${id}"> stands outside of an <Exercise>.`, node);
  if (id !== exercise && !id.startsWith(`${exercise}-`))
    throw new LabelError(`<${component} id="${id}">: the id must begin with that of its exercise, "${exercise}".`, node);
  return { component, kind, id, anchor: exercise, node };
}

const optionsOf = (node: JsxElement): JsxElement[] => {
  const options: JsxElement[] = [];
  visit(node, (child) => {
    if (isJsx(child) && child.name === 'Option') options.push(child);
  });
  return options;
};

const isRight = (option: JsxElement): boolean =>
  option.attributes.some((one) => one.type === 'mdxJsxAttribute' && one.name === 'right');

function checkOptions(node: JsxElement, component: StudyAid['component'], id: string): void {
  const options = optionsOf(node);
  if (options.length < 2) throw new LabelError(`<${component} id="${id}"> has fewer than two <Option>s.`, node);
  const right = options.filter(isRight).length;
  if (component === 'Choice' && right !== 1)
    throw new LabelError(`<Choice id="${id}"> has ${right} options that are right; there must be one.`, node);
}

/** Gives each option of a page its letter, and the name of the question that it belongs to. */
export function letterOptions(tree: Root): void {
  for (const { id, kind, node } of studyAids(tree)) {
    optionsOf(node).forEach((option, index) => {
      setAttribute(option, 'name', `${kind}-${id}`);
      setAttribute(option, 'letter', letterOf(index));
    });
  }
}

/**
 * Takes the solutions out of a page, so that nothing that is made of it can hold them: what stands in a slot for solutions, which option
 * of a choice is right and why, and the number that a field asks for. Predictions keep theirs: the recorded figure below tells anyway.
 */
export function withoutSolutions(tree: Root): void {
  visit(tree, (node, index, parent) => {
    if (!isJsx(node)) return undefined;
    if (attribute(node, 'slot') === 'solution' && parent !== undefined && index !== undefined) {
      parent.children.splice(index, 1);
      return [SKIP, index];
    }
    if (node.name === 'NumericAnswer') drop(node, ['value', 'tolerance', 'absolute']);
    if (node.name === 'Choice') {
      for (const option of optionsOf(node)) {
        drop(option, ['right']);
        option.children = option.children.filter((child) => !isJsx(child) || attribute(child, 'slot') !== 'why') as never;
      }
    }
    return undefined;
  });
}

function drop(node: JsxElement, names: readonly string[]): void {
  node.attributes = node.attributes.filter((one) => one.type !== 'mdxJsxAttribute' || !names.includes(one.name));
}
