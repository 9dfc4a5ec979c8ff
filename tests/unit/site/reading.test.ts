import { expect, test } from 'vitest';
import { readingCounts, readingInWords, readingMinutes, readingRule } from '../../../src/lib/site/reading.ts';

const page = `import Exercise from '@components/prose/Exercise.astro';

Three plain words – and \`code\`, with $x^2$ inside.

<Equation id="eq-a" name="rule a">

$$
a = b
$$

</Equation>

<Experiment id="degradation" />

\`\`\`ts
const listing = 'is not read';
\`\`\`

<Exercise id="exr-a" title="One">

Prove it.

<Fragment slot="solution">

A long solution that nobody has asked for yet, with $y$.

</Fragment>

</Exercise>
`;

test('words, formulas, examples and exercises are counted; listings, imports and solutions are not', () => {
  expect(readingCounts(page)).toEqual({ words: 9, formulas: 1, displays: 1, examples: 1, exercises: 1 });
});

test('the reason behind a prediction is looked up after it, and counts nothing', () => {
  const asked = '<Prediction for="degradation">\n\nWhich one?\n\n<Option>this</Option>\n<Option>that</Option>';
  const why = '<Fragment slot="why">\n\nFor a reason of many words.\n\n</Fragment>\n\n</Prediction>';
  expect(readingCounts(`${asked}\n\n${why}`).words).toBe(4);
});

test('minutes follow the rule that the reader is told', () => {
  const none = { words: 0, formulas: 0, displays: 0, examples: 0, exercises: 0 };
  expect(readingMinutes({ ...none, words: 220 * 4 })).toBe(4);
  expect(readingMinutes({ ...none, words: 220 * 4, formulas: 30 })).toBe(5);
  expect(readingMinutes({ ...none, words: 220 * 4, displays: 8 })).toBe(6);
  expect(readingMinutes({ ...none, words: 220 * 4, examples: 3, exercises: 5 })).toBe(7);
  for (const number of ['220 words', '2 seconds', '15 for', 'a minute']) expect(readingRule).toContain(number);
});

test('long pages are told in fives, and no page takes no time', () => {
  const words = (count: number): number => readingMinutes({ words: count, formulas: 0, displays: 0, examples: 0, exercises: 0 });
  expect(words(220 * 33)).toBe(35);
  expect(words(220 * 12)).toBe(10);
  expect(words(3)).toBe(1);
});

test('the time and the exercises are told in words', () => {
  expect(readingInWords(readingCounts(page))).toBe('About 1 minute to read, and 1 exercise');
  expect(readingInWords({ words: 8800, formulas: 0, displays: 0, examples: 0, exercises: 7 })).toBe(
    'About 40 minutes to read, and 7 exercises',
  );
  expect(readingInWords({ words: 880, formulas: 0, displays: 0, examples: 0, exercises: 0 })).toBe('About 4 minutes to read');
});
