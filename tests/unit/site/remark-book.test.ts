import { join } from 'node:path';
import type { Root } from 'mdast';
import { toString } from 'mdast-util-to-string';
import remarkMath from 'remark-math';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import { VFile } from 'vfile';
import { expect, test } from 'vitest';
import { isJsx } from '../../../src/lib/site/labels.ts';
import { remarkBook } from '../../../src/lib/site/remark-book.ts';
import { chapter, docsOf } from './docs-folder.ts';

/** Runs the plugin over the chapter `second` of a book of two, and gives back its tree. */
function annotated(body: string, first = '## Speed [#speed]\n\n<Figure id="fig-one" />', solutions = true): Root {
  const text = chapter('I', 'second', body);
  const docs = docsOf({ '10-first/index.mdx': chapter('I', 'first', first), '20-second/index.mdx': text });
  const content = text.replace(/^---\n[^]*?\n---/, '\n\n\n\n');
  const tree = unified().use(remarkParse).use(remarkMath).use(remarkMdx).parse(content);
  remarkBook({ base: '/course', docs, solutions })(
    tree,
    new VFile({ path: join(docs, '20-second', 'index.mdx'), value: content }),
  );
  return tree;
}

/** The attributes of every component of this name. */
function attributes(tree: Root, name: string): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  visit(tree, (node) => {
    if (!isJsx(node) || node.name !== name) return;
    found.push(
      Object.fromEntries(node.attributes.flatMap((one) => (one.type === 'mdxJsxAttribute' ? [[one.name, one.value]] : []))),
    );
  });
  return found;
}

test('a heading gets its id and its number, and loses the mark that gave the id', () => {
  const [heading] = annotated('## Why $x$ grows [#growth]').children.filter(({ type }) => type === 'heading');
  expect(heading?.data).toEqual({ hProperties: { id: 'growth' } });
  expect(toString(heading)).toBe('2.1 Why x grows');
});

test('equations, figures, examples and exercises are numbered each in their own row', () => {
  const tree = annotated(
    '<Equation id="eq-a" name="rule a" />\n\n<Figure id="fig-a" />\n\n<Equation id="eq-b" name="rule b" />\n\n<Experiment id="degradation" />\n\n<Exercise id="exr-a" title="T" />',
  );
  expect(attributes(tree, 'Equation').map(({ number }) => number)).toEqual(['2.1', '2.2']);
  expect(attributes(tree, 'Figure').map(({ number }) => number)).toEqual(['2.1']);
  expect(attributes(tree, 'Experiment').map(({ number }) => number)).toEqual(['2.1']);
  expect(attributes(tree, 'Exercise').map(({ number }) => number)).toEqual(['2.1']);
});

test('a challenge is numbered among the exercises, and has its title from the example', () => {
  const card = '<Challenge of="depth-microscope" id="exr-no-skips" />';
  const tree = annotated(`<Exercise id="exr-a" title="T" />\n\n${card}\n\n<Ref to="exr-no-skips" />`);
  expect(attributes(tree, 'Challenge')).toEqual([{ of: 'depth-microscope', id: 'exr-no-skips', number: '2.2' }]);
  expect(attributes(tree, 'Ref')).toEqual([
    { to: 'exr-no-skips', href: '#exr-no-skips', label: 'exercise 2.2', description: 'Thirty-two layers, no shortcut' },
  ]);
});

test.each([
  ['<Challenge of="no-such" id="exr-a" />', /<Challenge of="no-such" id="exr-a">: there is no such example; there are batchnorm/],
  [
    '<Challenge of="depth-microscope" id="exr-a" />',
    /the example has no such challenge; it has exr-no-skips, exr-hundred-layers\./,
  ],
  ['<Challenge of="degradation" id="exr-a" />', /the example has no such challenge; it has none\./],
])('a challenge that the example does not have fails the build: %s', (body, message) => {
  expect(() => annotated(body)).toThrow(message);
});

test('a reference on the page knows its address and its name', () => {
  const tree = annotated(
    '## Growth [#growth]\n\nSee <Ref to="eq-a" />, <Ref to="growth" />, <Ref to="ex-degradation" />.\n\n<Equation id="eq-a" name="rule a" />\n\n<Experiment id="degradation" />',
  );
  expect(attributes(tree, 'Ref')).toEqual([
    { to: 'eq-a', href: '#eq-a', label: 'equation (2.1)', description: 'rule a' },
    { to: 'growth', href: '#growth', label: 'section 2.1', description: 'Growth' },
    { to: 'ex-degradation', href: '#ex-degradation', label: 'example 2.1' },
  ]);
});

test('a reference to another chapter, or to a thing in it, leads there', () => {
  const tree = annotated('<Ref chapter="first" /> and <Ref chapter="first" to="fig-one" />');
  expect(attributes(tree, 'Ref')).toEqual([
    { chapter: 'first', href: '/first/', label: 'chapter 1', description: 'About first' },
    { chapter: 'first', to: 'fig-one', href: '/first/#fig-one', label: 'figure 1.1' },
  ]);
});

test('a link to a page of the book gets the base, and other links stay as they are', () => {
  const urls: string[] = [];
  visit(annotated('[a](/first/#speed), [b](#here), [c](https://example.org/)'), 'link', ({ url }) => void urls.push(url));
  expect(urls).toEqual(['/course/first/#speed', '#here', 'https://example.org/']);
});

test('notes are numbered, and stand close to the word before them', () => {
  const tree = annotated('A claim.\n<Sidenote>One.</Sidenote> More.\n\n<Sidenote>\nTwo.\n</Sidenote>');
  expect(attributes(tree, 'Sidenote')).toEqual([{ number: '1' }, { number: '2', block: 'true' }]);
  expect(toString(tree)).toContain('A claim.One. More.');
});

test.each([
  [
    'a reference to nothing',
    'One line.\n\n<Ref to="eq-none" />',
    /second\/index\.mdx:9: <Ref to="eq-none">: nothing on this page has this id/,
  ],
  [
    'a reference to an unknown chapter',
    '<Ref chapter="third" />',
    /<Ref chapter="third">: there is no such page\. There are: first, second/,
  ],
  ['a reference that names nothing', '<Ref />', /<Ref> needs to="an id", chapter="a slug", or both/],
  ['an id that is there twice', '## A [#a]\n\n## B [#a]', /The id "a" is given twice on this page/],
  ['an equation without an id', '<Equation />', /<Equation> has no id; give it id="eq-\.\.\."/],
  [
    'an equation without a name',
    'One line.\n\n<Equation id="eq-a" />',
    /second\/index\.mdx:9: <Equation id="eq-a"> has no name\. Give it name="\.\.\." in the words that a reader would search for/,
  ],
  ['an equation with an empty name', '<Equation id="eq-a" name=" " />', /<Equation id="eq-a"> has no name/],
  ['an id of the wrong kind', '<Figure id="eq-a" />', /<Figure id="eq-a">: its id must start with "fig-"/],
  ['a computed id', '<Figure id={name} />', /<Figure> has a computed id=\{\.\.\.\}; write id="\.\.\." instead/],
])('%s fails the build and says where', (_, body, message) => {
  expect(() => annotated(body)).toThrow(message);
});

test('a page without solutions has the numbers of the one with them, and looks up nothing for what it leaves out', () => {
  const solution = '<Fragment slot="solution">\n\n<Equation id="eq-b" name="b" /> by <Cite keys="he16" />\n\n</Fragment>';
  const body = `<Exercise id="exr-a" title="A">\n\n${solution}\n\n</Exercise>\n\n<Equation id="eq-c" name="c" />`;
  const tree = annotated(body, undefined, false);
  expect(attributes(tree, 'Equation')).toEqual([{ id: 'eq-c', name: 'c', number: '2.2' }]);
  expect(attributes(tree, 'Cite')).toEqual([]);
  expect(attributes(annotated(body), 'Equation')).toHaveLength(2);
});

test('pages outside the book are left alone', () => {
  const tree = unified().use(remarkParse).parse('## Bare');
  remarkBook({ base: '/', docs: docsOf({}) })(tree, new VFile({ path: '/elsewhere/page.mdx' }));
  expect(toString(tree)).toBe('Bare');
});
