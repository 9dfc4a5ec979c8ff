import { describe, expect, it } from 'vitest';
import { batches, type Batch, type BatchPlan } from '../../../src/lib/core/batches.ts';
import type { Dataset } from '../../../src/lib/datasets/load.ts';
import { applyScaling, scalingTable } from '../../../src/lib/datasets/scaling.ts';
import { applied, drawOperations } from '../../../src/lib/experiments/randaugment/randaugment.ts';
import { stream } from '../../../src/lib/random/stream.ts';

const SIDE = 16;
const COUNT = 12;

const random = stream(0, 'images of a test');
const pixels = Uint8Array.from({ length: COUNT * SIDE * SIDE * 3 }, () => random.below(256));
const table = scalingTable({ mean: [125.3, 123, 113.9], deviation: [63, 62.1, 66.7] }, pixels, 3);
const split = { count: COUNT, images: applyScaling(table, pixels), labels: Uint8Array.from({ length: COUNT }, (_, i) => i) };
const dataset: Dataset = { train: split, test: split, inputShape: [SIDE, SIDE, 3], scaling: table, outputs: COUNT };

const randAugment = { operations: 2, magnitude: 9 };

function take(count: number, plan: Partial<BatchPlan>, data = dataset): Batch[] {
  const source = batches(data, { batchSize: 4, augment: false, seed: 3, ...plan });
  return Array.from({ length: count }, () => source.next().value);
}

const labelsOf = ({ targets }: Batch): number[] =>
  Array.from({ length: targets.length / COUNT }, (_, i) => targets.subarray(i * COUNT, (i + 1) * COUNT).indexOf(1));

describe('batches with RandAugment', () => {
  it('hold each image after the operations drawn for it, on its bytes, one image after the other', () => {
    const draws = stream(3, 'RandAugment');
    const [plain, changed] = [take(7, {}), take(7, { randAugment })];
    changed.forEach((batch, i) => {
      expect(batch.targets).toEqual(plain[i]?.targets);
      const expected = labelsOf(batch).flatMap((label) => {
        const image = { width: SIDE, height: SIDE, pixels: pixels.slice(label * 768, (label + 1) * 768) };
        return [...applyScaling(table, applied(image, drawOperations(draws, 2, 9)).pixels)];
      });
      expect([...batch.images]).toEqual(expected);
    });
  });

  it('are the same for the same seed, and others for another seed or magnitude', () => {
    const images = (plan: Partial<BatchPlan>) =>
      take(6, { augment: true, randAugment, ...plan }).map((batch) => [...batch.images]);
    expect(images({})).toEqual(images({}));
    expect(images({})).not.toEqual(images({ seed: 4 }));
    expect(images({})).not.toEqual(images({ randAugment: { operations: 2, magnitude: 10 } }));
  });

  it('are cropped and turned over as without it', () => {
    // No operation at all: what is left is the crop, from a stream of its own.
    const none = { operations: 0, magnitude: 9 };
    expect(take(6, { augment: true, randAugment: none })).toEqual(take(6, { augment: true }));
  });

  it('leave the images of the data set as they are', () => {
    const before = split.images.slice();
    take(6, { randAugment });
    expect(split.images).toEqual(before);
  });

  it('change anew where every batch is the whole set', () => {
    const [first, second] = take(2, { batchSize: 'all', randAugment });
    expect(second?.images).not.toEqual(first?.images);
  });

  it('are refused of what has no three channels of bytes', () => {
    const { scaling, ...numbers } = dataset;
    expect(scaling).toBeDefined();
    expect(() => take(1, { randAugment }, numbers)).toThrow(
      new RangeError('RandAugment changes images of three channels, red, green and blue, not of none.'),
    );
    const grey: Dataset = { ...dataset, inputShape: [SIDE, SIDE * 3, 1], scaling: table.slice(0, 1) };
    expect(() => take(1, { randAugment }, grey)).toThrow(
      new RangeError('RandAugment changes images of three channels, red, green and blue, not of 1.'),
    );
  });
});
