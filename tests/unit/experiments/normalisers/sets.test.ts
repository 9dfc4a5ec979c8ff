import { expect, test } from 'vitest';
import { indexOf, placeOf, setsOf, sizeOf, type Normalisation } from '../../../../src/lib/experiments/normalisers/sets.ts';

const block = { examples: 2, channels: 4, pixels: 3 };

const kinds: readonly Normalisation[] = ['batch', 'layer', 'instance', 'group', 'rms'];

test.each(kinds)('the sets of %s normalisation share the numbers out: each is in one set', (kind) => {
  const all = setsOf(kind, 2, block)
    .flat()
    .toSorted((a, b) => a - b);
  expect(all).toEqual(Array.from({ length: sizeOf(block) }, (_, i) => i));
});

test('there are C sets for batch, N for layer and RMS, N C for instance and N G for group normalisation', () => {
  expect(kinds.map((kind) => setsOf(kind, 2, block).length)).toEqual([4, 2, 8, 4, 2]);
});

test('a set of batch normalisation is one channel of all examples, one of layer normalisation one example', () => {
  expect(setsOf('batch', 1, block)[1]).toEqual([3, 4, 5, 15, 16, 17]);
  expect(setsOf('layer', 1, block)[1]).toEqual([12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]);
});

test('group normalisation takes neighbouring channels together, and is layer normalisation in one group and instance in C', () => {
  expect(setsOf('group', 2, block)[1]).toEqual([6, 7, 8, 9, 10, 11]);
  expect(setsOf('group', 1, block)).toEqual(setsOf('layer', 1, block));
  expect(setsOf('group', 4, block)).toEqual(setsOf('instance', 1, block));
});

test('groups that do not divide the channels are refused with what would', () => {
  expect(() => setsOf('group', 3, block)).toThrow('4 channels do not fall into 3 groups of one size: take a divisor of 4.');
});

test('a place leads back to its example, channel and pixel', () => {
  expect(placeOf(block, indexOf(block, 1, 2, 1))).toEqual({ example: 1, channel: 2, pixel: 1 });
});
