import type { Root } from 'mdast';
import { toString } from 'mdast-util-to-string';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import { describe, expect, it } from 'vitest';
import { attribute, isJsx } from '../../../src/lib/site/labels.ts';
import { letterOptions, studyAids, withoutSolutions } from '../../../src/lib/site/remark-book-aids.ts';

const parse = (body: string): Root => unified().use(remarkParse).use(remarkMdx).parse(body);

const exercise = (inside: string): string => `<Exercise id="exr-a" title="A">\n\nText.\n\n${inside}\n\n</Exercise>`;
const number = '<NumericAnswer id="exr-a-b" ask="(b)" value={1 / 3} tolerance={0.02} unit="steps" />';
const choice = `<Choice id="exr-a-c" ask="Which?">

<Option>first<Fragment slot="why">because not first</Fragment></Option>
<Option right>second<Fragment slot="why">because second</Fragment></Option>

</Choice>`;
const prediction = `<Prediction for="degradation">

What?

<Option right>this</Option>
<Option>that</Option>

<Fragment slot="why">

For a reason.

</Fragment>

</Prediction>`;
const solution = '<Fragment slot="solution">\n\nThe solution of $x$.\n\n</Fragment>';

/** Names, and names with a value, of the attributes of every element with this name. */
function attributesOf(tree: Root, name: string): string[][] {
  const found: string[][] = [];
  visit(tree, (node) => {
    if (isJsx(node) && node.name === name) {
      found.push(
        node.attributes.flatMap((one) =>
          one.type === 'mdxJsxAttribute' ? [typeof one.value === 'string' ? `${one.name}=${one.value}` : one.name] : [],
        ),
      );
    }
  });
  return found;
}

describe('the questions of a page', () => {
  it('are found in their order, with the exercise or the example that they belong to', () => {
    const aids = studyAids(parse([prediction, exercise([number, choice, solution].join('\n\n'))].join('\n\n')));
    expect(aids.map(({ component, kind, id, anchor }) => [component, kind, id, anchor])).toEqual([
      ['Prediction', 'predictions', 'degradation', 'ex-degradation'],
      ['NumericAnswer', 'exercises', 'exr-a-b', 'exr-a'],
      ['Choice', 'exercises', 'exr-a-c', 'exr-a'],
    ]);
  });

  it('may be two about one example, if the second has a name of its own', () => {
    const second = prediction.replace('for="degradation"', 'for="degradation" id="degradation-again"');
    expect(studyAids(parse(`${prediction}\n\n${second}`)).map(({ id }) => id)).toEqual(['degradation', 'degradation-again']);
    expect(() => studyAids(parse(`${prediction}\n\n${prediction}`))).toThrow(
      '<Prediction id="degradation">: another one on this page has this id.',
    );
  });

  it.each([
    ['an id', exercise('<NumericAnswer ask="x" value={1} />'), '<NumericAnswer> has no id; give it id="exr-a-a".'],
    ['an exercise around it', number, '<NumericAnswer id="exr-a-b"> stands outside of an <Exercise>.'],
    [
      'the id of its exercise in its own',
      exercise(number.replace('exr-a-b', 'exr-other')),
      '<NumericAnswer id="exr-other">: the id must begin with that of its exercise, "exr-a".',
    ],
    ['an example', prediction.replace('for="degradation"', 'id="x"'), '<Prediction> needs for="the id of an example".'],
    ['a second option', exercise('<Choice id="exr-a-c" ask="?">\n\n<Option right>one</Option>\n\n</Choice>'), 'fewer than two'],
    ['a right option', exercise(choice.replace(' right', '')), '<Choice id="exr-a-c"> has 0 options that are right'],
    ['one right option only', exercise(choice.replace('<Option>', '<Option right>')), 'has 2 options that are right'],
  ])('are refused without %s', (_, body, words) => {
    expect(() => studyAids(parse(body))).toThrow(words);
  });

  it('give each option its letter and the name of its question', () => {
    const tree = parse([prediction, exercise(choice)].join('\n\n'));
    letterOptions(tree);
    expect(attributesOf(tree, 'Option').map((list) => list.filter((one) => one !== 'right'))).toEqual([
      ['name=predictions-degradation', 'letter=a'],
      ['name=predictions-degradation', 'letter=b'],
      ['name=exercises-exr-a-c', 'letter=a'],
      ['name=exercises-exr-a-c', 'letter=b'],
    ]);
  });
});

describe('a page without solutions', () => {
  const body = [prediction, exercise([number, choice, solution].join('\n\n'))].join('\n\n');
  const tree = parse(body);
  withoutSolutions(tree);

  it('has lost its solutions, and the text around them is as it was', () => {
    expect(toString(parse(body))).toContain('The solution of');
    expect(toString(tree)).not.toContain('The solution of');
    expect(toString(tree)).toContain('Text.');
  });

  it('has lost which number is right, and how nearly, but not what is asked for', () => {
    expect(attributesOf(tree, 'NumericAnswer')).toEqual([['id=exr-a-b', 'ask=(b)', 'unit=steps']]);
  });

  it('has lost which option of a choice is right and why, but not the options', () => {
    expect(toString(tree)).not.toMatch(/because/);
    expect(toString(tree)).toContain('second');
    expect(attributesOf(tree, 'Option').slice(2)).toEqual([[], []]);
  });

  it('has its predictions as they were', () => {
    expect(toString(tree)).toContain('For a reason.');
    expect(attributesOf(tree, 'Option').slice(0, 2)).toEqual([['right'], []]);
  });

  it('loses two solutions that follow each other', () => {
    const two = parse(exercise(`${solution}\n\n${solution.replace('The solution', 'Another solution')}`));
    withoutSolutions(two);
    const slots: string[] = [];
    visit(two, (node) => {
      if (isJsx(node) && attribute(node, 'slot') !== undefined) slots.push(attribute(node, 'slot') ?? '');
    });
    expect(slots).toEqual([]);
  });
});
