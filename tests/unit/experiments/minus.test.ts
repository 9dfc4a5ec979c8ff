import { expect, it } from 'vitest';
import { withMinusSigns } from '../../../src/lib/experiments/minus.ts';

it.each([
  ['at most -6.94, asked: below -0.5', 'at most −6.94, asked: below −0.5'],
  ['the tree takes 3 (n - 1)', 'the tree takes 3 (n − 1)'],
  ['-1 (-2)', '−1 (−2)'],
])('the hyphens of "%s" become minus signs', (text, expected) => {
  expect(withMinusSigns(text)).toBe(expected);
});

it.each(['a back-propagated gradient', 'ResNet-152', '2.1e-7', '10 to 2026-11-21', 'with N(0, 1) -g'])(
  'the hyphens of "%s" stay',
  (text) => {
    expect(withMinusSigns(text)).toBe(text);
  },
);
