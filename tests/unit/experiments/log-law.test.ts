import { expect, test } from 'vitest';
import { gaussianMean, histogram, lawOf, median, power, shareAbove, times } from '../../../src/lib/experiments/log-law.ts';
import { slope } from '../../../src/lib/experiments/sigmoid.ts';
import { stream } from '../../../src/lib/random/stream.ts';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

test('means over a Gaussian are those of its moments', () => {
  expect(gaussianMean(() => 1)).toBeCloseTo(1, 10);
  expect(gaussianMean((t) => t ** 2)).toBeCloseTo(1, 10);
  expect(gaussianMean((t) => t ** 4)).toBeCloseTo(3, 10);
  expect(gaussianMean((t) => Math.exp(t))).toBeCloseTo(Math.exp(0.5), 10);
});

test('the law of a Gaussian weight knows how often it is below 1, and what is typical', () => {
  const law = lawOf((t) => t);
  expect(sum(law.shares)).toBeCloseTo(1, 2);
  // On a lattice, half of the point at 1 belongs to either side.
  expect(1 - (shareAbove(law, 1) + shareAbove(law, 1.2)) / 2).toBeCloseTo(0.683, 1);
  expect(median(law)).toBeGreaterThan(0.6);
  expect(median(law)).toBeLessThan(0.75);
});

test('a product of constants is their product, and shares stay shares', () => {
  const tenth = lawOf(() => 0.1);
  expect(median(power(tenth, 3))).toBeCloseTo(1e-3, 12);
  const law = times(
    lawOf((t) => t),
    lawOf((t) => slope(t)),
  );
  expect(sum(power(law, 4).shares)).toBeCloseTo(sum(law.shares) ** 4, 4);
});

test('the law of a factor is that of factors drawn at random', () => {
  const law = power(
    times(
      lawOf((t) => t),
      lawOf((t) => slope(1.5 * t)),
    ),
    2,
  );
  const chance = stream(7, 'factors');
  const factor = (): number => Math.abs(chance.gaussian() * slope(1.5 * chance.gaussian()));
  const drawn = Array.from({ length: 20_000 }, () => factor() * factor());
  for (const bound of [1e-3, 1e-2, 1e-1]) {
    const share = drawn.filter((value) => value >= bound).length / drawn.length;
    expect(Math.abs(shareAbove(law, bound) - share)).toBeLessThan(0.04);
  }
});

test('a histogram gathers the lattice into bins, in per cent', () => {
  const { x, y } = histogram({ from: -3, shares: [0.1, 0.2, 0.3, 0.4] }, 2, -2, 0);
  expect(x).toEqual([-0.4, -0.2, 0]);
  expect(sum(y)).toBeCloseTo(100, 10);
});
