import { describe, expect, test } from 'vitest';
import { momentsOf, normalised, normalisedGradient } from '../../../../src/lib/experiments/normalisers/normalise.ts';
import { setsOf, sizeOf, type Normalisation } from '../../../../src/lib/experiments/normalisers/sets.ts';
import { stream } from '../../../../src/lib/random/stream.ts';

test('the variance is the mean of the squares about the mean, and the mean square that about zero', () => {
  expect(momentsOf([1, 2, 9, 3], [0, 1, 3], true)).toEqual({ centre: 2, square: 2 / 3 });
  expect(momentsOf([1, 2, 9, 3], [0, 1, 3], false)).toEqual({ centre: 0, square: 14 / 3 });
});

test('numbers are normalised set by set, with epsilon under the root', () => {
  const x = Float64Array.of(1, 10, 3, 30);
  const sets = [
    [0, 2],
    [1, 3],
  ];
  expect([...normalised(x, sets, { isCentred: true, epsilon: 0 })]).toEqual([-1, -1, 1, 1]);
  expect([...normalised(x, sets, { isCentred: true, epsilon: 3 })].slice(0, 3)).toEqual([-0.5, -10 / Math.sqrt(103), 0.5]);
  expect([...normalised(Float64Array.of(3, 4), [[0, 1]], { isCentred: false, epsilon: 3.5 })]).toEqual([0.75, 1]);
});

describe.each<Normalisation>(['batch', 'layer', 'instance', 'group', 'rms'])('the gradient through %s normalisation', (kind) => {
  test('is what pushing each number gives', () => {
    const block = { examples: 3, channels: 4, pixels: 2 };
    const random = stream(0, `gradient through ${kind}`);
    const x = Float64Array.from({ length: sizeOf(block) }, random.gaussian);
    const dy = Float64Array.from({ length: sizeOf(block) }, random.gaussian);
    const sets = setsOf(kind, 2, block);
    const statistics = { isCentred: kind !== 'rms', epsilon: 0.01 };
    const cost = (at: Float64Array): number =>
      normalised(at, sets, statistics).reduce((sum, value, i) => sum + value * (dy[i] ?? 0), 0);
    const pushed = x.map((value, i) => (cost(x.with(i, value + 1e-5)) - cost(x.with(i, value - 1e-5))) / 2e-5);
    const gradient = normalisedGradient(x, dy, sets, statistics);
    gradient.forEach((value, i) => expect(value).toBeCloseTo(pushed[i] ?? Number.NaN, 7));
  });
});
