import type { Dataset, Split } from '../datasets/load.ts';
import { applyScaling, scalingTable } from '../datasets/scaling.ts';
import type { FixedScaling } from '../experiments/datasets.ts';
import { pixelsOf, type LabSet } from './set.ts';
import type { Divided } from './split.ts';

/** The data of a training: what is kept for validation stands where a data set has its test images. */
export function labDataset(set: LabSet, { train, validation }: Divided, scaling: FixedScaling): Dataset {
  const table = scalingTable(scaling, set.pixels, 3);
  const size = set.side * set.side * 3;
  const splitOf = (images: readonly number[]): Split => {
    const bytes = new Uint8Array(images.length * size);
    images.forEach((image, i) => bytes.set(pixelsOf(set, image), i * size));
    return {
      count: images.length,
      images: applyScaling(table, bytes),
      labels: Uint8Array.from(images, (image) => set.labels[image] ?? 0),
    };
  };
  return {
    train: splitOf(train),
    test: splitOf(validation),
    inputShape: [set.side, set.side, 3],
    outputs: set.classes.length,
  };
}
