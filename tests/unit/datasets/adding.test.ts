import { describe, expect, it } from 'vitest';
import { addingData } from '../../../src/lib/datasets/adding.ts';
import { loadDataset, type Dataset, type Split } from '../../../src/lib/datasets/load.ts';
import { downloadBytes } from '../../../src/lib/datasets/sizes.ts';
import type { ShardSource } from '../../../src/lib/datasets/source.ts';
import { adding, inputShapeOf } from '../../../src/lib/experiments/datasets.ts';

const request = adding({ length: 11, train: 400, test: 50 });

/** Values and markers of each sequence. */
function sequences({ images, count }: Split, length: number): { values: number[]; markers: number[] }[] {
  return Array.from({ length: count }, (_, i) => {
    const steps = Array.from({ length }, (_step, t) => 2 * (i * length + t));
    return { values: steps.map((at) => images[at] ?? NaN), markers: steps.map((at) => images[at + 1] ?? NaN) };
  });
}

describe('the adding problem', () => {
  const data = addingData(request);

  it('has sequences of values from 0 to 1, with one marker in each half', () => {
    expect(data.inputShape).toEqual(inputShapeOf(request));
    for (const split of [data.train, data.test]) {
      for (const { values, markers } of sequences(split, 11)) {
        expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...values)).toBeLessThanOrEqual(1);
        expect(markers.filter((marker) => marker !== 0 && marker !== 1)).toEqual([]);
        // Of 11 steps, 5 are the first half.
        expect([markers.slice(0, 5), markers.slice(5)].map((half) => half.reduce((sum, marker) => sum + marker))).toEqual([1, 1]);
      }
    }
  });

  it('asks for the sum of the two marked values', () => {
    expect(data.outputs).toBe(1);
    sequences(data.test, 11).forEach(({ values, markers }, i) => {
      const sum = values.reduce((total, value, t) => total + value * (markers[t] ?? NaN), 0);
      expect(data.test.values?.[i]).toBeCloseTo(sum, 6);
    });
  });

  it('marks every step of each half somewhere', () => {
    const marked = new Set(sequences(data.train, 11).flatMap(({ markers }) => [markers.indexOf(1), markers.lastIndexOf(1)]));
    expect(marked.size).toBe(11);
  });

  it('leaves half of 1/6 to a net that always says 1, the mean: two variances of 1/12', () => {
    const { values = new Float32Array() } = addingData({ ...request, train: 20_000 }).train;
    const loss = values.reduce((sum, value) => sum + (value - 1) ** 2 / 2, 0) / values.length;
    expect(loss * 12).toBeCloseTo(1, 1.5);
  });

  it('is the same at every call, and of its own in the test set', () => {
    const again = addingData(request);
    expect(again.train.images).toEqual(data.train.images);
    expect(data.test.images.slice(0, 22)).not.toEqual(data.train.images.slice(0, 22));
  });

  it('begins alike however many sequences there are', () => {
    expect(addingData({ ...request, train: 3 }).train.images).toEqual(data.train.images.slice(0, 3 * 22));
  });

  it('is computed, not downloaded', async () => {
    const source: ShardSource = { read: () => Promise.reject(new Error('nothing to read')) };
    const loaded: Dataset = await loadDataset(request, source, () => undefined, new AbortController().signal);
    expect(loaded).toEqual(data);
    expect(downloadBytes(request)).toBe(0);
  });

  it('needs two halves and an example of each', () => {
    expect(() => addingData({ ...request, length: 1 })).toThrow('A sequence of the adding problem has 2 to 1,000 steps, not 1.');
    expect(() => addingData({ ...request, test: 0 })).toThrow(
      'The adding problem needs a training and a test sequence at least, not 400 and 0.',
    );
  });
});
