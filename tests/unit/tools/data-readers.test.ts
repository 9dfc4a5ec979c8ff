/** The packages' own formats, in small: idx and PNG files written by hand into a tar of the test's own. */
import { createTar } from 'nanotar';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { cifar10Shards, halve } from '../../../src/lib/tools/data/cifar10.ts';
import { DataError } from '../../../src/lib/tools/data/errors.ts';
import { mnistShards } from '../../../src/lib/tools/data/mnist.ts';

const tarOf = (files: Readonly<Record<string, Uint8Array | string>>): Uint8Array =>
  createTar(Object.entries(files).map(([name, data]) => ({ name: `package/${name}`, data })));

function idx(dimensions: readonly number[], value: (index: number) => number): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * dimensions.length));
  header.setInt32(0, 0x0800 + dimensions.length);
  dimensions.forEach((size, axis) => header.setInt32(4 + 4 * axis, size));
  const values = Uint8Array.from({ length: dimensions.reduce((a, b) => a * b, 1) }, (_, index) => value(index));
  return Uint8Array.of(...new Uint8Array(header.buffer), ...values);
}

describe('MNIST', () => {
  /** Image n is filled with n % 256 and labelled n % 10. */
  const images = (count: number): Uint8Array => idx([count, 28, 28], (index) => Math.floor(index / 784) % 256);
  const labels = (count: number): Uint8Array => idx([count], (index) => index % 10);
  const files = {
    'data/train-images-idx3-ubyte': images(100),
    'data/train-labels-idx1-ubyte': labels(100),
    'data/t10k-images-idx3-ubyte': images(50),
    'data/t10k-labels-idx1-ubyte': labels(50),
  };

  it('is read without the headers of its files', () => {
    const shards = [...mnistShards(tarOf(files))];
    expect(shards.map(({ set, split, index, labels: { length } }) => [set, split, index, length])).toEqual([
      ['mnist-28', 'train', 0, 100],
      ['mnist-28', 'test', 0, 50],
    ]);
    expect([...(shards[0]?.labels.subarray(0, 12) ?? [])]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
    expect([...(shards[0]?.pixels.subarray(783, 786) ?? [])]).toEqual([0, 1, 1]);
  });

  it('is refused when a file is cut short', () => {
    const cut = { ...files, 'data/train-images-idx3-ubyte': images(100).subarray(0, 5000) };
    expect(() => [...mnistShards(tarOf(cut))]).toThrow(
      new DataError('train-images-idx3-ubyte is not an idx file of 3 dimensions: 5000 bytes, dimensions 100 x 28 x 28.'),
    );
  });

  it('is refused when a file is missing or is something else', () => {
    expect(() => [...mnistShards(tarOf({ readme: 'x' }))]).toThrow(
      new DataError('The tarball holds no package/data/train-labels-idx1-ubyte: it is not the package that this tool knows.'),
    );
    expect(() => [...mnistShards(tarOf({ ...files, 'data/train-labels-idx1-ubyte': '<html>' }))]).toThrow(
      'train-labels-idx1-ubyte is not an idx file of 1 dimensions: 6 bytes',
    );
  });
});

describe('CIFAR-10', () => {
  /** 1,000 images of one colour each: image n is (n % 256, batch, 7). */
  function batch(number: number): Uint8Array {
    const png = new PNG({ width: 1024, height: 1000 });
    for (let i = 0; i < 1024 * 1000; i += 1) png.data.set([Math.floor(i / 1024) % 256, number, 7, 255], 4 * i);
    return PNG.sync.write(png, { deflateLevel: 1, filterType: 0 });
  }
  const labels = (count: number): string =>
    JSON.stringify(Array.from({ length: count }, (_, n) => (n + Math.floor(n / 1000)) % 10));
  const files = {
    ...Object.fromEntries([1, 2, 3, 4, 5].map((number) => [`data_batch_${number}.png`, batch(number)])),
    'test_batch.png': batch(6),
    'train_lables.json': labels(5000),
    'test_lables.json': labels(1000),
  };

  it('is cut into shards at both sizes, numbered through the batches', () => {
    const shards = [...cifar10Shards(tarOf(files))];
    const names = shards.map(({ set, split, index }) => `${set}-${split}-${index}`);
    expect(names.filter((name) => name.startsWith('cifar10-16'))).toEqual([
      ...[0, 1, 2, 3, 4].map((index) => `cifar10-16-train-${index}`),
      'cifar10-16-test-0',
    ]);
    expect(names).toHaveLength(12);
    const third = shards.filter(({ set }) => set === 'cifar10-16')[2];
    expect([...(third?.labels.subarray(0, 3) ?? [])], 'labels of images 2000 to 2002').toEqual([2, 3, 4]);
    expect([...(third?.pixels.subarray(16 * 16 * 3, 16 * 16 * 3 + 3) ?? [])], 'image 1 of batch 3').toEqual([1, 3, 7]);
    const large = shards.find(({ set, split }) => set === 'cifar10-32' && split === 'test');
    expect(large?.pixels.length).toBe(1000 * 32 * 32 * 3);
  });

  it('is refused when labels are missing or out of range', () => {
    expect(() => [...cifar10Shards(tarOf({ ...files, 'train_lables.json': labels(1500) }))]).toThrow(
      new DataError('train_lables.json has 1500 labels, too few for data_batch_2.png.'),
    );
    expect(() => [...cifar10Shards(tarOf({ ...files, 'train_lables.json': '[10]' }))]).toThrow(
      new DataError('train_lables.json is not a list of labels from 0 to 9.'),
    );
  });

  it('is refused when a picture does not hold one image a row', () => {
    const square = PNG.sync.write(new PNG({ width: 32, height: 32 }));
    expect(() => [...cifar10Shards(tarOf({ ...files, 'data_batch_1.png': square }))]).toThrow(
      new DataError('data_batch_1.png is 32 pixels wide where one image a row takes 1024.'),
    );
  });
});

it('halving averages blocks of 2x2 within each channel and rounds halves upwards', () => {
  const image = new Uint8Array(32 * 32 * 3);
  const set = (y: number, x: number, rgb: readonly [number, number, number]): void => image.set(rgb, (y * 32 + x) * 3);
  // Sums 2, 5 and 1020 over four: 0.5, 1.25 and 255.
  set(0, 0, [2, 1, 255]);
  set(0, 1, [0, 2, 255]);
  set(1, 0, [0, 2, 255]);
  set(1, 1, [0, 0, 255]);
  // The last block of the image, sum 4 * 8 + 3 = 35 over four: 8.75.
  for (const [y, x] of [
    [30, 30],
    [30, 31],
    [31, 30],
  ] as const)
    set(y, x, [8, 0, 0]);
  set(31, 31, [11, 0, 0]);
  const halved = halve(image, 1);
  expect([...halved.subarray(0, 6)]).toEqual([1, 1, 255, 0, 0, 0]);
  expect([...halved.subarray(-3)]).toEqual([9, 0, 0]);
  expect(halved.length).toBe(16 * 16 * 3);
});
