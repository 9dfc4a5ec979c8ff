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
      const read = await readSet({ kind: 'built-in', set, perClass: 25 }, shards, (done, total) => (last = [done, total]));
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

describe('files in the lab', () => {
  it('that are no images at all are refused with the reason', async () => {
    const files = ['cats/1.png', 'dogs/1.png'].map((path) => ({ path, file: new File(['no image'], path) }));
    await expect(readSet({ kind: 'files', files }, shards, () => undefined)).rejects.toThrow(
      'None of the 2 files is an image that can be read. "cats/1.png": it is no PNG, JPEG, WebP, GIF or BMP image.',
    );
  });
});
