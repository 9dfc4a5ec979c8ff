import { PNG } from 'pngjs';
import type { SplitName } from '../../datasets/manifest.ts';
import { DataError } from './errors.ts';
import { cutShards, imagesPerShard } from './raw-shard.ts';
import type { RawShard } from './raw-shard.ts';
import { tarEntry } from './tar-entry.ts';

const side = 32;

/** The label files are spelt like this in the package. */
const splits: Readonly<Record<SplitName, { readonly batches: readonly string[]; readonly labels: string }>> = {
  train: { batches: [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.png`), labels: 'train_lables.json' },
  test: { batches: ['test_batch.png'], labels: 'test_lables.json' },
};

/** Six PNG files with one image a row (1,024 pixels, row-major), and two JSON lists of labels. */
export function* cifar10Shards(tar: Uint8Array): Generator<RawShard> {
  for (const split of ['train', 'test'] as const) {
    const labels = readLabels(tarEntry(tar, splits[split].labels), splits[split].labels);
    let first = 0;
    for (const batch of splits[split].batches) {
      const pixels = readBatch(tarEntry(tar, batch), batch);
      const count = pixels.length / (side * side * 3);
      const batchLabels = labels.subarray(first, first + count);
      if (batchLabels.length !== count)
        throw new DataError(`${splits[split].labels} has ${labels.length} labels, too few for ${batch}.`);
      yield* cutShards('cifar10-32', split, batchLabels, pixels, first / imagesPerShard);
      yield* cutShards('cifar10-16', split, batchLabels, halve(pixels, count), first / imagesPerShard);
      first += count;
    }
  }
}

function readLabels(file: Uint8Array, name: string): Uint8Array {
  const labels: unknown = JSON.parse(new TextDecoder().decode(file));
  const isLabel = (label: unknown): label is number => Number.isInteger(label) && Number(label) >= 0 && Number(label) <= 9;
  if (!Array.isArray(labels) || !labels.every(isLabel)) throw new DataError(`${name} is not a list of labels from 0 to 9.`);
  return Uint8Array.from(labels);
}

/** RGB of every image, [rows, 32, 32, 3]. */
function readBatch(file: Uint8Array, name: string): Uint8Array {
  const { width, height, data } = PNG.sync.read(Buffer.from(file.buffer, file.byteOffset, file.byteLength));
  if (width !== side * side) throw new DataError(`${name} is ${width} pixels wide where one image a row takes ${side * side}.`);
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    rgb[to] = data[from] as number;
    rgb[to + 1] = data[from + 1] as number;
    rgb[to + 2] = data[from + 2] as number;
  }
  return rgb;
}

/**
 * [count, 32, 32, 3] to [count, 16, 16, 3]: each pixel is the mean of a 2x2 block, rounded to the nearest integer, halves
 * upwards: floor((a + b + c + d + 2) / 4).
 */
export function halve(pixels: Uint8Array, count: number): Uint8Array {
  const row = side * 3;
  const half = side / 2;
  const halved = new Uint8Array(count * half * half * 3);
  let to = 0;
  for (let pair = 0; pair < count * half; pair += 1) {
    for (let x = 0; x < half; x += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        const from = pair * 2 * row + x * 6 + channel;
        const sum =
          (pixels[from] as number) +
          (pixels[from + 3] as number) +
          (pixels[from + row] as number) +
          (pixels[from + row + 3] as number);
        halved[to] = (sum + 2) >> 2;
        to += 1;
      }
    }
  }
  return halved;
}
