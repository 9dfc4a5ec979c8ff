import { expect, test } from 'vitest';
import { arrowIn } from '../../../src/components/drawings/clip-direction.ts';

const centre = { x: 100, y: 100 };

test('an arrow runs from the centre to its tip, upwards for a positive second component', () => {
  expect(arrowIn([3, 0], centre, 10)).toEqual({ shaft: 'M100,100L119,100', head: 'M130,100L119,95L119,105Z' });
  expect(arrowIn([0, 3], centre, 10).head).toMatch(/^M100,70L/);
});

test('an arrow shorter than its head is a small head alone, and one of no length is nothing', () => {
  expect(arrowIn([0.5, 0], centre, 10)).toEqual({ shaft: '', head: 'M105,100L100,97.7L100,102.3Z' });
  expect(arrowIn([0, 0], centre, 10)).toEqual({ shaft: '', head: '' });
});
