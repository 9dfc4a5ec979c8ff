import { expect, it } from 'vitest';
import { ofClasses } from '../../../src/lib/datasets/classes.ts';
import { DatasetError } from '../../../src/lib/datasets/errors.ts';

/** Seven images of two bytes each, which say their place. */
const all = {
  labels: Uint8Array.of(4, 1, 9, 1, 4, 1, 4),
  pixels: Uint8Array.from({ length: 14 }, (_, i) => i),
};

it('the images of some classes come in their order, with labels that count through the classes', () => {
  const { labels, pixels } = ofClasses(all, [1, 4]);
  expect([...labels]).toEqual([1, 0, 0, 1, 0, 1]);
  expect([...pixels]).toEqual([0, 1, 2, 3, 6, 7, 8, 9, 10, 11, 12, 13]);
});

it('of each class the first so many are taken, so that a smaller choice is part of a larger one', () => {
  expect([...ofClasses(all, [1, 4], 2).pixels]).toEqual([0, 1, 2, 3, 6, 7, 8, 9]);
  expect([...ofClasses(all, [4, 1], 1).labels]).toEqual([0, 1]);
});

it('a class with fewer images than were asked for is refused by name', () => {
  expect(() => ofClasses(all, [1, 9], 2)).toThrow(
    new DatasetError('Of class 9 there are 1 among the first 7 images, not 2. Look through more of them.'),
  );
  expect(() => ofClasses(all, [1, 3])).toThrow(
    new DatasetError('Of class 3 there are 0 among the first 7 images, not 1. Look through more of them.'),
  );
});
