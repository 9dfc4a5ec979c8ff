import { expect, test } from 'vitest';
import { withBase } from '../../../src/lib/site/href.ts';

test.each([
  ['/', '/references/#he16', '/references/#he16'],
  ['/book', '/references/', '/book/references/'],
  ['/book/', '/', '/book/'],
  ['/book/', '#eq-a', '#eq-a'],
])('under the base %s, %s is at %s', (base, path, expected) => {
  expect(withBase(base, path)).toBe(expected);
});
