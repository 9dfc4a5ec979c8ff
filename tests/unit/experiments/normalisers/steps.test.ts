import { expect, it } from 'vitest';
import { block, blockNumbers } from '../../../../src/lib/experiments/normalisers/block.ts';
import { momentsOf } from '../../../../src/lib/experiments/normalisers/normalise.ts';
import { setsOf } from '../../../../src/lib/experiments/normalisers/sets.ts';
import { stepsOf } from '../../../../src/lib/experiments/normalisers/steps.ts';

const settings = { groups: 2, example: 2, channel: 5, epsilon: 0, gain: 2, shift: 1 };

it('the block holds whole numbers, and no set of one value, which could not be normalised', () => {
  expect([...blockNumbers].every(Number.isInteger)).toBe(true);
  const variances = setsOf('instance', 1, block).map((set) => momentsOf(blockNumbers, set, true).square);
  expect(Math.min(...variances)).toBeGreaterThan(0.1);
});

it('the steps are those of the set that the chosen number belongs to', () => {
  const { places, numbers, centred, squares, square, normalised, outputs } = stepsOf('group', settings);
  expect(places).toEqual(setsOf('group', 2, block)[3]);
  expect(numbers).toEqual(places.map((place) => blockNumbers[place]));
  expect(centred.reduce((sum, x) => sum + x, 0)).toBeCloseTo(0, 10);
  expect(squares.reduce((sum, x) => sum + x, 0) / squares.length).toBeCloseTo(square, 10);
  expect(outputs[0]).toBeCloseTo(2 * (normalised[0] ?? 0) + 1, 10);
});

it('RMS normalisation subtracts no mean and adds no shift', () => {
  const { numbers, centred, normalised, outputs } = stepsOf('rms', settings);
  expect(centred).toEqual(numbers);
  expect(outputs[0]).toBeCloseTo(2 * (normalised[0] ?? 0), 10);
});
