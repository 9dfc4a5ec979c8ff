import { describe, expect, it } from 'vitest';
import { writePixels, type PixelOptions } from '../../../../src/lib/lab/layers-model/pixels.ts';
import type { LabSet } from '../../../../src/lib/lab/set.ts';

const set: LabSet = {
  classes: ['one'],
  labels: Uint8Array.from([0, 0]),
  pixels: Uint8Array.from([...new Array<number>(12).fill(9), 0, 51, 255, 10, 20, 30, 1, 2, 3, 4, 5, 6]),
  side: 2,
  names: ['a', 'b'],
  leftOut: [],
};
const written = (options: Partial<PixelOptions>, length = 12): number[] => {
  const to = new Float32Array(length);
  writePixels(set, 1, { scaling: 'bytes', channels: 3, isMirrored: false, ...options }, to);
  return [...to];
};

describe('the pixels of an image, as a model takes them,', () => {
  it('are scaled as the reader says', () => {
    expect(written({})).toEqual([0, 51, 255, 10, 20, 30, 1, 2, 3, 4, 5, 6]);
    expect(written({ scaling: 'unit' }).slice(0, 3)).toEqual([0, Math.fround(0.2), 1]);
    expect(written({ scaling: 'signed' }).slice(0, 3)).toEqual([-1, Math.fround(-0.6), 1]);
  });

  it('are turned over row by row', () => {
    expect(written({ isMirrored: true })).toEqual([10, 20, 30, 0, 51, 255, 4, 5, 6, 1, 2, 3]);
  });

  it('are one number each in grey', () => {
    const grey = written({ channels: 1 }, 4);
    expect(grey[0]).toBeCloseTo(0.587 * 51 + 0.114 * 255, 4);
    expect(grey[1]).toBeCloseTo(0.299 * 10 + 0.587 * 20 + 0.114 * 30, 4);
  });
});
