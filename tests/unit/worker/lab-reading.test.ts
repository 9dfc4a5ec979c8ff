import { describe, expect, it } from 'vitest';
import { countsOf } from '../../../src/lib/lab/classes.ts';
import { fileShards } from '../../../src/lib/tools/data/file-shards.ts';
import { readSet } from '../../../src/lib/worker/labReading.ts';
import type { BuiltInSet } from '../../../src/lib/worker/labProtocol.ts';

const shards = fileShards('public/data', 'Run npm run data.');

describe('the sets of the book in the lab', () => {
  it.each(['photographs', 'digits'] as const)(
    'are so many %s of each class, of the size of the source model',
    async (set: BuiltInSet) => {
      let last = [0, 1];
      const read = await readSet({ kind: 'built-in', set, perClass: 25 }, 16, shards, (done, total) => (last = [done, total]));
      expect(countsOf(read.classes, read.labels)).toEqual([25, 25, 25, 25]);
      expect([read.side, read.pixels.length, read.names.length]).toEqual([16, 100 * 16 * 16 * 3, 100]);
      expect(last[0]).toBe(last[1]);
      // Photographs have colours, digits are grey.
      const isGrey = Array.from(
        { length: read.pixels.length / 3 },
        (_, i) => read.pixels[3 * i] === read.pixels[3 * i + 1],
      ).every(Boolean);
      expect(isGrey).toBe(set === 'digits');
    },
  );
});

describe('the sets of the book for a model of the reader', () => {
  it.each(['photographs', 'digits'] as const)('have %s of its size, made of the larger ones', async (set) => {
    const read = (side: number) => readSet({ kind: 'built-in', set, perClass: 5 }, side, shards, () => undefined);
    const [own, larger, smaller] = [await read(32), await read(64), await read(8)];
    expect([own.pixels.length, larger.pixels.length, smaller.pixels.length]).toEqual(
      [32, 64, 8].map((side) => 20 * side * side * 3),
    );
    // Each pixel four times.
    for (const place of [0, 777, 32 * 32 * 3 - 1]) {
      const [row, column, channel] = [Math.floor(place / 96), Math.floor((place % 96) / 3), place % 3];
      expect(larger.pixels[(2 * row * 64 + 2 * column) * 3 + channel]).toBe(own.pixels[place]);
      expect(larger.pixels[((2 * row + 1) * 64 + 2 * column + 1) * 3 + channel]).toBe(own.pixels[place]);
    }
  });

  it('are refused where so many of its size would not fit into memory', async () => {
    await expect(readSet({ kind: 'built-in', set: 'digits', perClass: 300 }, 224, shards, () => undefined)).rejects.toThrow(
      'The model takes images of 224 by 224 pixels, of which 797 fit into the memory that the lab takes; there are 1,200. ' +
        'Give it some of each class.',
    );
  });
});

describe('files in the lab', () => {
  it('that are no images at all are refused with the reason', async () => {
    const files = ['cats/1.png', 'dogs/1.png'].map((path) => ({ path, file: new File(['no image'], path) }));
    await expect(readSet({ kind: 'files', files }, 16, shards, () => undefined)).rejects.toThrow(
      'None of the 2 files is an image that can be read. "cats/1.png": it is no PNG, JPEG, WebP, GIF or BMP image.',
    );
  });
});
