import { join } from 'node:path';
import type { Root } from 'mdast';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import { VFile } from 'vfile';
import { expect, test } from 'vitest';
import type { Recording } from '../../../src/lib/experiments/recording.ts';
import { attribute, isJsx } from '../../../src/lib/site/labels.ts';
import { remarkBook } from '../../../src/lib/site/remark-book.ts';
import type { Shelf } from '../../../src/lib/site/remark-book-shelf.ts';
import { chapter, docsOf } from './docs-folder.ts';

/** One arm, one seed: a loss, and a norm for each of two layers. */
const recording: Recording = {
  format: 1,
  experiment: 'degradation',
  recordedOn: '2026-11-21',
  backend: 'wasm',
  engine: 'Chromium',
  packages: {},
  presets: {
    quick: {
      version: 'abc',
      params: {},
      seeds: [0],
      seconds: 1,
      calibration: 1,
      claims: [],
      arms: {
        plain: {
          digests: [],
          metrics: { loss: { x: [0, 100], y: [[2.3, 2]] }, norm: { layers: ['a', 'b'], x: [0], y: [[[1, 8]]] } },
        },
      },
    },
  },
};

const shelf: Shelf = {
  bibliography: () => ({
    he16: { authors: ['He, K.'], title: 'Residual', venue: 'CVPR', year: 2016 },
    he16b: { authors: ['He, K.'], title: 'Identity', venue: 'ECCV', year: 2016 },
  }),
  glossary: () => [
    { id: 'logits', term: 'logits', forms: ['scores'] },
    { id: 'seed', term: 'seed', forms: [] },
  ],
  recording: (id) => (id === 'degradation' ? recording : undefined),
  recordings: () => ['degradation', 'linear-product'],
};

/** Runs the plugin over a chapter whose text begins on line 7. */
function annotated(body: string): Root {
  const text = chapter('I', 'first', body);
  const docs = docsOf({ '10-first/index.mdx': text });
  const content = text.replace(/^---\n[^]*?\n---/, '\n\n\n\n');
  const tree = unified().use(remarkParse).use(remarkMdx).parse(content);
  remarkBook({ base: '/', docs, shelf })(tree, new VFile({ path: join(docs, '10-first', 'index.mdx'), value: content }));
  return tree;
}

/** One attribute of every component of this name. */
function all(tree: Root, name: string, of: string): (string | undefined)[] {
  const found: (string | undefined)[] = [];
  visit(tree, (node) => {
    if (isJsx(node) && node.name === name) found.push(attribute(node, of));
  });
  return found;
}

test('a term leads to its place in the glossary, by its words or by its id', () => {
  const tree = annotated('The <Term>Scores</Term>, and <Term id="seed">another start</Term>.');
  expect(all(tree, 'Term', 'href')).toEqual(['/glossary/#def-logits', '/glossary/#def-seed']);
  expect(all(tree, 'Term', 'term')).toEqual(['logits', 'seed']);
});

test('the first use on a page brings the card along, and later ones do not', () => {
  const tree = annotated(
    '<Term>logits</Term>, <Term>scores</Term>, <Term>seed</Term>. <Cite keys="he16" /> <Cite keys="he16b he16" /> <Cite keys="he16" />',
  );
  expect(all(tree, 'Term', 'carded')).toEqual(['true', undefined, 'true']);
  expect(all(tree, 'Cite', 'carded')).toEqual(['he16', 'he16b', undefined]);
});

test('a recorded number that is there passes', () => {
  annotated(
    '<Recorded id="degradation" arm="plain" metric="norm" at={0} layer={-1} over={{ layer: 0 }} stat="range" digits={2} />',
  );
});

test.each([
  [
    'an unknown term',
    'One line.\n\nThe <Term>logit</Term>.',
    ':9: <Term>logit</Term>: the glossary has no such term. Did you mean "logits"?',
  ],
  [
    'an unknown id of a term',
    '<Term id="sed">x</Term>',
    ':7: <Term id="sed">: the glossary has no such term. Did you mean "seed"?',
  ],
  ['a missing citation', 'See\n<Cite keys="he16 he17" />.', ':8: The bibliography has no "he17". Did you mean he16 or he16b?'],
  ['a citation of nothing', '<Cite />', ':7: <Cite> needs keys="..." with at least one key of the bibliography.'],
  ['a computed citation', '<Cite keys={all} />', ':7: <Cite> has a computed keys={...}; write keys="..." instead.'],
  [
    'a recording that does not exist',
    'Text.\n\n<Recorded id="degradtion" arm="plain" metric="loss" />',
    ':9: <Recorded id="degradtion">: nothing is recorded under this id. There are: degradation, linear-product.',
  ],
  [
    'an arm that was not recorded',
    'A value of <Recorded id="degradation" arm="plane" metric="loss" />.',
    ':7: <Recorded id="degradation">: The recording has no arm "plane". It has: plain.',
  ],
  [
    'a preset that was not recorded',
    '<Recorded id="degradation" preset="full" arm="plain" metric="loss" />',
    ':7: <Recorded id="degradation">: The recording of "degradation" has no preset "full". It has: quick.',
  ],
  [
    'a point in between',
    '<Recorded id="degradation" arm="plain" metric="loss" at={50} />',
    '"loss" of "plain" was not recorded at 50. It was at: 0, 100.',
  ],
  [
    'a layer of the second reading',
    '<Recorded id="degradation" arm="plain" metric="norm" at="first" layer={0} minus={{ layer: 7 }} />',
    '"norm" of "plain" has no layer 7. It has 2: a, b.',
  ],
  [
    'a misspelt attribute',
    '<Recorded id="degradation" arm="plain" metric="loss" digit={2} />',
    ':7: <Recorded>: Unrecognized key: "digit".',
  ],
  ['an unknown statistic', '<Recorded id="degradation" arm="plain" metric="loss" stat="middle" />', ':7: <Recorded>: stat: '],
  ['a missing arm', '<Recorded id="degradation" metric="loss" />', ':7: <Recorded>: arm: '],
  [
    'a computed number',
    '<Recorded id="degradation" arm="plain" metric="loss" digits={1 + 1} />',
    ':7: <Recorded>: digits={1 + 1} is computed; write the value itself.',
  ],
  ['attributes spread out', '<Recorded {...same} />', ':7: <Recorded> takes no {...}; write its attributes out.'],
])('%s fails the build and says where', (_, body, message) => {
  expect(() => annotated(body)).toThrow(/10-first\/index\.mdx:\d+: /);
  expect(() => annotated(body)).toThrow(message);
});
