import { describe, expect, it } from 'vitest';
import {
  distance,
  distanceOf,
  layerNorm,
  rmsFromLayer,
  rmsNorm,
  rootMeanSquare,
  standardVector,
} from '../../../../src/lib/experiments/normalisers/layer-and-rms.ts';

it('layer and RMS normalisation give what the formulas give by hand', () => {
  expect([...layerNorm(Float64Array.of(1, 3), 0)]).toEqual([-1, 1]);
  expect([...rmsNorm(Float64Array.of(1, 7), 0)]).toEqual([0.2, 1.4]);
});

it('a standard vector has mean 0 and mean square 1', () => {
  const x = standardVector(20, 3);
  expect(x.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 12);
  expect(rootMeanSquare(x)).toBeCloseTo(1, 12);
});

describe.each([
  { mean: 0, deviation: 2, epsilon: 0.1 },
  { mean: 3, deviation: 0.5, epsilon: 0 },
  { mean: -1.5, deviation: 0.2, epsilon: 0.05 },
])('with mean $mean, standard deviation $deviation and epsilon $epsilon', (vector) => {
  const { mean, deviation, epsilon } = vector;
  const x = standardVector(16, 0).map((value) => mean + deviation * value);
  const layer = layerNorm(x, epsilon);

  it('RMS normalisation follows from layer normalisation', () => {
    const expected = rmsNorm(x, epsilon);
    rmsFromLayer(layer, vector).forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 12));
  });

  it('their distance is that of the formula', () => {
    expect(distanceOf(vector)).toBeCloseTo(distance(rmsNorm(x, epsilon), layer), 12);
  });
});

it('without epsilon the distance is sqrt(2 - 2/sqrt(1 + r^2))', () => {
  expect(distanceOf({ mean: 3, deviation: 4, epsilon: 0 })).toBeCloseTo(Math.sqrt(2 - 2 * 0.8), 12);
});
