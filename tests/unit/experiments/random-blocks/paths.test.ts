import { describe, expect, it } from 'vitest';
import { transposedJacobians, vectorOf, width } from '../../../../src/lib/experiments/random-blocks/blocks.ts';
import { gradientThrough } from '../../../../src/lib/experiments/random-blocks/paths.ts';
import { matrix, scaledIdentity } from '../../../../src/lib/matrices/matrix.ts';
import { stream } from '../../../../src/lib/random/stream.ts';

describe('a gradient through residual blocks', () => {
  it('has, in one dimension, binomial coefficients for its paths', () => {
    const { whole, rest, paths } = gradientThrough(
      Array.from({ length: 4 }, () => scaledIdentity(1, -0.5)),
      Float64Array.of(2),
    );
    expect(whole).toEqual([0.0625, 0.125, 0.25, 0.5, 1]);
    expect(rest).toEqual([0.9375, 0.875, 0.75, 0.5, 0]);
    expect(paths).toEqual([1, 4 / 2, 6 / 4, 4 / 8, 1 / 16]);
  });

  it('passes the last block first', () => {
    const first = matrix([
      [0, 1],
      [0, 0],
    ]);
    const last = matrix([
      [0, 0],
      [1, 0],
    ]);
    // (I + first)(I + last) g = (I + first)(1, 1) = (2, 1), whose only path through both branches is first last g = (1, 0).
    const { whole, paths } = gradientThrough([first, last], Float64Array.of(1, 0));
    expect(whole[0]).toBeCloseTo(Math.sqrt(5), 12);
    expect(paths).toEqual([1, 1, 1]);
  });

  it('has a sum over the paths that is the product, with random branches too', () => {
    expect(gradientThrough(transposedJacobians('random', 3, 12, 0.8), vectorOf(3, 'gradient')).error).toBeLessThan(1e-14);
  });
});

describe('random branches', () => {
  /** Rows of Gaussian weights of this standard deviation, drawn as the blocks draw theirs. */
  function rows(start: number, purpose: string, std: number): readonly (readonly number[])[] {
    const random = stream(start, purpose);
    return Array.from({ length: width }, () => Array.from({ length: width }, () => std * random.gaussian()));
  }

  const dot = (row: readonly number[], x: readonly number[]): number =>
    row.reduce((sum, weight, i) => sum + weight * (x[i] ?? Number.NaN), 0);

  /** x_N, computed in the plain way. */
  function through(start: number, count: number, s: number, x: readonly number[]): readonly number[] {
    let out = x;
    for (let k = 0; k < count; k += 1) {
      const below = out;
      const hidden = rows(start, `inner weights of block ${k}`, Math.sqrt(2 / width)).map((row) => Math.max(dot(row, below), 0));
      const outer = rows(start, `outer weights of block ${k}`, Math.sqrt(1 / width));
      out = below.map((value, i) => value + s * dot(outer[i] ?? [], hidden));
    }
    return out;
  }

  it('have the Jacobians that finite differences of the blocks give', () => {
    const [start, count, s, step] = [1, 3, 0.7, 1e-6];
    const x = vectorOf(start, 'input');
    const jacobians = transposedJacobians('random', start, count, s);
    const unit = (i: number): Float64Array => Float64Array.from({ length: width }, (_, j) => (i === j ? 1 : 0));
    for (const output of [0, 11]) {
      const { whole } = gradientThrough(jacobians, unit(output));
      const slopes = Array.from({ length: width }, (_, i) => {
        const moved = (by: number): number => {
          const there = [...x].map((value, j) => (i === j ? value + by : value));
          return through(start, count, s, there)[output] ?? Number.NaN;
        };
        return (moved(step) - moved(-step)) / (2 * step);
      });
      expect(whole[0]).toBeCloseTo(Math.hypot(...slopes), 6);
    }
  });

  it('that add or take are multiples of the identity', () => {
    expect(transposedJacobians('takes', 0, 2, 0.25)).toEqual([scaledIdentity(width, -0.25), scaledIdentity(width, -0.25)]);
    expect(transposedJacobians('adds', 0, 1, 0.25)).toEqual([scaledIdentity(width, 0.25)]);
  });
});
