import { describe, expect, it } from 'vitest';
import { divided } from '../../../src/lib/lab/split.ts';

const labels = Uint8Array.from({ length: 50 }, (_, i) => (i % 10 < 3 ? 1 : 0));

describe('the split of the lab', () => {
  it('has each image once, and a quarter of each class for validation', () => {
    const { train, validation } = divided(labels, 0);
    expect([...train, ...validation].sort((a, b) => a - b)).toEqual(Array.from(labels, (_, i) => i));
    // A quarter of 35 and of 15, rounded.
    expect([0, 1].map((label) => validation.filter((image) => labels[image] === label).length)).toEqual([9, 4]);
  });

  it('is the same again with the same seed, and another with another', () => {
    expect(divided(labels, 3)).toEqual(divided(labels, 3));
    expect(divided(labels, 4)).not.toEqual(divided(labels, 3));
  });

  it('keeps one image of the smallest class', () => {
    expect(divided([0, 0, 0, 0, 1], 0).validation).toContain(4);
  });
});
