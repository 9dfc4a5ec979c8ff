import { describe, expect, it } from 'vitest';
import { batches, type Batch, type BatchPlan } from '../../../src/lib/core/batches.ts';
import type { Dataset } from '../../../src/lib/datasets/load.ts';

/** Ten images of 8x8 whose every pixel is 1 + their own number; the label is the number, too. */
function numbered(): Dataset {
  const split = {
    count: 10,
    images: Float32Array.from({ length: 640 }, (_, i) => 1 + Math.floor(i / 64)),
    labels: Uint8Array.from({ length: 10 }, (_, i) => i),
  };
  return { train: split, test: split, inputShape: [8, 8, 1], outputs: 10 };
}

function take(count: number, plan: Partial<BatchPlan>): Batch[] {
  const source = batches(numbered(), { batchSize: 4, augment: false, seed: 0, ...plan });
  return Array.from({ length: count }, () => source.next().value);
}

/** Numbers of the images in a batch. */
const numbers = ({ images }: Batch): number[] => Array.from({ length: images.length / 64 }, (_, i) => (images[64 * i] ?? 0) - 1);

describe('batches', () => {
  it('go through every image once an epoch, without a part of a batch at the end', () => {
    const taken = take(4, { batchSize: 4 }).map(numbers);
    expect(new Set(taken.slice(0, 2).flat()).size).toBe(8);
    expect(new Set(taken.slice(2, 4).flat()).size).toBe(8);
    expect(taken[2]).not.toEqual(taken[0]);
  });

  it('carry one-hot targets that belong to their images', () => {
    for (const batch of take(3, {})) {
      numbers(batch).forEach((number, i) => {
        expect([...batch.targets.subarray(10 * i, 10 * i + 10)]).toEqual(
          Array.from({ length: 10 }, (_, k) => (k === number ? 1 : 0)),
        );
      });
    }
  });

  it('are the same for the same seed, with augmentation or without, and others for another', () => {
    expect(take(5, {}).map(numbers)).toEqual(take(5, {}).map(numbers));
    expect(take(5, { augment: true })).toEqual(take(5, { augment: true }));
    expect(take(5, {}).map(numbers)).not.toEqual(take(5, { seed: 1 }).map(numbers));
  });

  it('are the whole set in its own order where all images are asked for', () => {
    for (const batch of take(2, { batchSize: 'all' })) expect(numbers(batch)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('are one object for ever where nothing changes, so that it is copied to the engine once', () => {
    const [first, second] = take(2, { batchSize: 'all' });
    expect(second).toBe(first);
    const [cropped, again] = take(2, { batchSize: 'all', augment: true });
    expect(again).not.toBe(cropped);
    expect(again).not.toEqual(cropped);
  });

  it('are refused where larger than the set', () => {
    expect(() => take(1, { batchSize: 11 })).toThrow(
      'A batch of 11 is larger than the training set of 10 images. Choose a smaller one.',
    );
  });

  it('shift by at most an eighth of the side and turn over about half of the images', () => {
    // A ramp along x on a ground of 1: the slope tells whether it was turned, the zeros how far it moved.
    const ramp: Dataset = {
      ...numbered(),
      train: { count: 1, images: Float32Array.from({ length: 64 }, (_, i) => 1 + (i % 8)), labels: Uint8Array.of(0) },
    };
    const source = batches(ramp, { batchSize: 1, augment: true, seed: 0 });
    let turned = 0;
    const shifts = new Set<number>();
    for (let i = 0; i < 400; i += 1) {
      const { images } = source.next().value;
      const rows = Array.from({ length: 8 }, (_, y) => [...images.subarray(8 * y, 8 * y + 8)]);
      const row = rows[4] ?? [];
      const [left = 0, right = 0] = [row[3], row[4]];
      expect(Math.abs(right - left)).toBe(1);
      if (right < left) turned += 1;
      // Without a shift pixel 3 holds 4, or 5 when turned.
      shifts.add(left - (right < left ? 5 : 4));
      expect(rows.filter((values) => values.every((value) => value === 0)).length).toBeLessThanOrEqual(1);
      expect(row.filter((value) => value === 0).length).toBeLessThanOrEqual(1);
    }
    expect([...shifts].sort((a, b) => a - b)).toEqual([-1, 0, 1]);
    expect(turned).toBeGreaterThan(150);
    expect(turned).toBeLessThan(250);
  });
});
