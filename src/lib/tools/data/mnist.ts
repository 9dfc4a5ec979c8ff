import { DataError } from './errors.ts';
import { cutShards } from './raw-shard.ts';
import type { RawShard } from './raw-shard.ts';
import { tarEntry } from './tar-entry.ts';

/** The four original files of MNIST, under `data/`. */
export function* mnistShards(tar: Uint8Array): Generator<RawShard> {
  for (const [split, file] of [
    ['train', 'train'],
    ['test', 't10k'],
  ] as const) {
    const labels = readIdx(tarEntry(tar, `data/${file}-labels-idx1-ubyte`), 1, `${file}-labels-idx1-ubyte`);
    const pixels = readIdx(tarEntry(tar, `data/${file}-images-idx3-ubyte`), 3, `${file}-images-idx3-ubyte`);
    yield* cutShards('mnist-28', split, labels, pixels);
  }
}

/**
 * Body of an idx file of unsigned bytes: two zero bytes, 8 (the type), the number of dimensions, each dimension as a
 * big-endian int32, then the values, row-major.
 */
function readIdx(file: Uint8Array, rank: number, name: string): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const header = 4 + 4 * rank;
  const dimensions = Array.from({ length: rank }, (_, axis) => (header <= file.length ? view.getInt32(4 + 4 * axis) : 0));
  const values = dimensions.reduce((product, size) => product * size, 1);
  if (file.length < 4 || view.getInt32(0) !== 0x0800 + rank || file.length !== header + values) {
    throw new DataError(
      `${name} is not an idx file of ${rank} dimensions: ${file.length} bytes, dimensions ${dimensions.join(' x ')}.`,
    );
  }
  return file.subarray(header);
}
