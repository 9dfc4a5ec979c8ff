import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { longest, longestFirst } from '../../setup/LongestFirst.ts';

it('the longest files are there', () => {
  expect(longest.length).toBeGreaterThan(0);
  for (const name of longest) expect(existsSync(fileURLToPath(new URL(`../../${name}`, import.meta.url))), name).toBe(true);
});

it('the longest come first, and the others in the order in which they came', () => {
  const names = ['b', longest[1], 'a', longest[0], `other-${longest[0]}`];
  const files = names.map((name) => ({ moduleId: `/book/tests/${name}` }));
  expect(longestFirst(files).map(({ moduleId }) => moduleId.slice('/book/tests/'.length))).toEqual([
    longest[0],
    longest[1],
    'b',
    'a',
    `other-${longest[0]}`,
  ]);
});
