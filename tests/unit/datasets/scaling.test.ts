import { expect, it } from 'vitest';
import { DatasetError } from '../../../src/lib/datasets/errors.ts';
import { applyScaling, bytesOf, channelMoments, scalingTable } from '../../../src/lib/datasets/scaling.ts';

/** Four pixels of two channels, interleaved: 0 2 4 6 and 10 10 30 30. */
const pixels = Uint8Array.of(0, 10, 2, 10, 4, 30, 6, 30);

it('unit scaling divides by 255 and rounds once to float32', () => {
  const table = scalingTable('unit', pixels, 2);
  expect([...applyScaling(table, Uint8Array.of(0, 51, 255, 1))]).toEqual([0, Math.fround(0.2), 1, Math.fround(1 / 255)]);
});

it('standard scaling removes mean and deviation of each channel', () => {
  // Channel 0: mean 3, variance (9 + 1 + 1 + 9) / 4 = 5. Channel 1: mean 20, variance 100.
  const scaled = applyScaling(scalingTable('standard', pixels, 2), pixels);
  const a = Math.fround(3 / Math.sqrt(5));
  const b = Math.fround(1 / Math.sqrt(5));
  expect([...scaled]).toEqual([-a, -1, -b, -1, b, 1, a, 1]);
});

it('standard scaling fitted to training pixels applies to other values unchanged', () => {
  const table = scalingTable('standard', pixels, 2);
  expect([...applyScaling(table, Uint8Array.of(3, 255))]).toEqual([0, Math.fround(23.5)]);
});

it('a scaling with numbers of its own removes them, whatever the training pixels are', () => {
  const scaling = { mean: [3, 20], deviation: [2, 10] };
  expect([...applyScaling(scalingTable(scaling, Uint8Array.of(9, 9), 2), pixels)]).toEqual([-1.5, -1, -0.5, -1, 0.5, 1, 1.5, 1]);
  expect(() => scalingTable(scaling, pixels, 3)).toThrow(
    new DatasetError('A scaling has 2 means and 2 deviations for 3 channels.'),
  );
});

it('the moments of each channel are told', () => {
  expect(channelMoments(pixels, 2)).toEqual({ mean: [3, 20], deviation: [Math.sqrt(5), 10] });
});

it('a channel without spread becomes zero instead of NaN', () => {
  const grey = Uint8Array.of(7, 7, 7);
  expect([...applyScaling(scalingTable('standard', grey, 1), grey)]).toEqual([0, 0, 0]);
});

it('standard scaling agrees with the textbook formula over random-looking pixels', () => {
  // A linear congruential sequence: the values only need to be spread out.
  let state = 1;
  const noise = Uint8Array.from({ length: 3000 }, () => (state = (state * 1103515245 + 12345) % 2147483648) >> 16);
  const channel = [...noise].filter((_, i) => i % 3 === 1);
  const mean = channel.reduce((sum, value) => sum + value, 0) / channel.length;
  const deviation = Math.sqrt(channel.reduce((sum, value) => sum + (value - mean) ** 2, 0) / channel.length);
  const scaled = applyScaling(scalingTable('standard', noise, 3), noise).filter((_, i) => i % 3 === 1);
  channel.forEach((value, i) => expect(scaled[i]).toBeCloseTo((value - mean) / deviation, 6));
});

it('gives back the bytes that scaled numbers were, whatever the scaling', () => {
  const bytes = Uint8Array.from({ length: 768 }, (_, i) => Math.floor(i / 3));
  const fixed = { mean: [125.31, 122.95, 113.87], deviation: [62.99, 62.09, 66.7] };
  for (const scaling of ['unit', 'standard', fixed, { mean: [0, 255, 3], deviation: [0.01, 1000, 7] }] as const) {
    const table = scalingTable(scaling, bytes, 3);
    expect(bytesOf(table, applyScaling(table, bytes))).toEqual(bytes);
  }
  const flat = scalingTable('standard', Uint8Array.of(7, 7, 7), 1);
  expect(bytesOf(flat, Float32Array.of(0, 0))).toEqual(Uint8Array.of(0, 0));
});
