import type { AddingRequest } from '../experiments/datasets.ts';
import { stream } from '../random/stream.ts';
import { DatasetError } from './errors.ts';
import type { Dataset, Split } from './load.ts';

/** Numbers of a step: its value and its marker. */
const FEATURES = 2;

/**
 * Sequences of the adding problem, the same ones at every call: which data a run sees is no matter of its seed.
 * @throws {DatasetError} when a sequence would have no two halves, or a split no sequence.
 */
export function addingData({ length, train, test }: AddingRequest): Dataset {
  if (!(Number.isInteger(length) && length >= 2 && length <= 1000)) {
    throw new DatasetError(`A sequence of the adding problem has 2 to 1,000 steps, not ${length}.`);
  }
  if (![train, test].every((count) => Number.isInteger(count) && count >= 1)) {
    throw new DatasetError(`The adding problem needs a training and a test sequence at least, not ${train} and ${test}.`);
  }
  return {
    train: split(length, train, 'training'),
    test: split(length, test, 'test'),
    inputShape: [length, 1, FEATURES],
    outputs: 1,
  };
}

function split(length: number, count: number, name: string): Split {
  const random = stream(0, `adding problem, ${name}`);
  const half = Math.floor(length / 2);
  const images = new Float32Array(count * length * FEATURES);
  const values = new Float32Array(count);
  for (let i = 0; i < count; i += 1) {
    const sequence = images.subarray(i * length * FEATURES, (i + 1) * length * FEATURES);
    for (let t = 0; t < length; t += 1) sequence[t * FEATURES] = random.uniform();
    for (const t of [random.below(half), half + random.below(length - half)]) {
      sequence[t * FEATURES + 1] = 1;
      values[i] = (values[i] ?? 0) + (sequence[t * FEATURES] ?? 0);
    }
  }
  return { count, images, labels: new Uint8Array(), values };
}
