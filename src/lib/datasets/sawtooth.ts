import type { SawtoothRequest } from '../experiments/datasets.ts';
import { DatasetError } from './errors.ts';
import type { Dataset, Split } from './load.ts';

/** The tent map 1 - |2x - 1|: doubles, subtracts and takes a sign off, and so rounds nothing on a grid of binary fractions. */
const tent = (x: number): number => 1 - Math.abs(2 * x - 1);

/**
 * Inputs x with the targets tent(tent(... x)) as often as the request says.
 * @throws {DatasetError} when there would be no function, or no grid.
 */
export function sawtoothData({ compositions, train, test }: SawtoothRequest): Dataset {
  if (!(Number.isInteger(compositions) && compositions >= 0 && compositions <= 20)) {
    throw new DatasetError(`A sawtooth is composed of 0 to 20 tent maps, not of ${compositions}.`);
  }
  if (!(Number.isInteger(train) && train >= 2 && Number.isInteger(test) && test >= 1)) {
    throw new DatasetError(
      `A sawtooth needs a grid of 2 training inputs and 1 test input at least, not of ${train} and ${test}.`,
    );
  }
  const split = (count: number, input: (i: number) => number): Split => {
    const images = Float32Array.from({ length: count }, (_, i) => input(i));
    const values = images.map((x) => {
      let y = x;
      for (let i = 0; i < compositions; i += 1) y = tent(y);
      return y;
    });
    return { count, images, labels: new Uint8Array(), values };
  };
  return {
    train: split(train, (i) => i / (train - 1)),
    test: split(test, (i) => (i + 0.5) / test),
    inputShape: [1, 1, 1],
    outputs: 1,
  };
}
