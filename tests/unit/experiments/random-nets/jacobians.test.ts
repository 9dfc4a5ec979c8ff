import { describe, expect, it } from 'vitest';
import { nonlinearities } from '../../../../src/lib/experiments/random-nets/functions.ts';
import {
  followed,
  forward,
  jacobian,
  jacobians,
  pushed,
  runningProducts,
  swappedJacobian,
} from '../../../../src/lib/experiments/random-nets/jacobians.ts';
import { matrix, product, timesVector } from '../../../../src/lib/matrices/matrix.ts';
import { gaussian } from '../../../../src/lib/matrices/random-matrices.ts';
import { norm } from '../../../../src/lib/matrices/vector.ts';
import { stream } from '../../../../src/lib/random/stream.ts';

const random = stream(0, 'a test of Jacobians');
const draw = (): readonly [Float64Array, Float64Array] => [gaussian(5, 1, 1, random).values, gaussian(5, 1, 1, random).values];

/** Widths 5, 4, 3, 6: in another order the factors would not fit. */
const weights = [gaussian(4, 5, 0.5, random), gaussian(3, 4, 0.5, random), gaussian(6, 3, 0.5, random)];

describe.each(Object.entries(nonlinearities))('%s', (name, { f, slope, steepest }) => {
  it('has a slope that is its derivative, and never steeper than it says', () => {
    for (let z = -6.05; z < 6; z += 0.1) {
      expect(slope(z)).toBeCloseTo((f(z + 1e-5) - f(z - 1e-5)) / 2e-5, 8);
      expect(slope(z)).toBeLessThanOrEqual(steepest);
    }
    expect(slope(name === 'relu' ? 1 : 0)).toBe(steepest);
  });
});

describe('the Jacobians of a net', () => {
  const [input, v] = draw();
  const { tanh, relu } = nonlinearities;

  it('have a row for each unit and a column for each input', () => {
    expect(jacobians(weights, tanh, input).map(({ rows, columns }) => [rows, columns])).toEqual([
      [4, 5],
      [3, 4],
      [6, 3],
    ]);
  });

  it('multiply to what a push of the input does to each layer', () => {
    const changes = pushed(weights, tanh, input, v, 0.01);
    followed(jacobians(weights, tanh, input), v).forEach((claimed, l) => {
      const miss = norm(claimed.map((value, i) => value - (changes[l]?.[i] ?? Number.NaN)));
      expect(miss / norm(claimed)).toBeLessThan(1e-7);
    });
  });

  it('have running products that do the same to a direction as one after the other', () => {
    const factors = jacobians(weights, tanh, input);
    const one = runningProducts(factors).map((all) => norm(timesVector(all, v)));
    expect(one).toHaveLength(3);
    followed(factors, v).forEach((w, l) => expect(norm(w)).toBeCloseTo(one[l] ?? Number.NaN, 12));
    expect(runningProducts(factors)[1]).toEqual(product(factors[1] ?? matrix([[0]]), factors[0] ?? matrix([[0]])));
  });

  it('have rows of zeros where a rectified linear unit is off', () => {
    const { activations, slopes } = forward(weights, relu, input);
    expect(activations.map((a) => [...a].map((value) => (value > 0 ? 1 : 0)))).toEqual(slopes.map((s) => [...s]));
  });
});

describe('slopes and weights of a layer', () => {
  const w = matrix([
    [1, 2],
    [3, 4],
  ]);
  const slopes = Float64Array.of(10, 100);

  it('give the Jacobian with the slopes on the rows', () => {
    expect(jacobian(w, slopes)).toEqual(
      matrix([
        [10, 20],
        [300, 400],
      ]),
    );
  });

  it('give another matrix with the slopes on the columns', () => {
    expect(swappedJacobian(w, slopes)).toEqual(
      matrix([
        [10, 200],
        [30, 400],
      ]),
    );
  });
});
