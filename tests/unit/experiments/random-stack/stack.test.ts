import { describe, expect, it } from 'vitest';
import { batch, connections, vectorsOf, weightsOf, width } from '../../../../src/lib/experiments/random-stack/draws.ts';
import { nonlinearities, type Nonlinearity } from '../../../../src/lib/experiments/random-stack/nonlinearities.ts';
import { deviation, deviationBetweenInputs, rms } from '../../../../src/lib/experiments/random-stack/spread.ts';
import { backwards, forwards, type Stack } from '../../../../src/lib/experiments/random-stack/stack.ts';
import { drawn, measuredStart } from '../../../../src/lib/experiments/random-stack/starts.ts';

const product = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? Number.NaN), 0);
const names = Object.keys(nonlinearities) as Nonlinearity[];

describe('a random stack', () => {
  const stack = (nonlinearity: Nonlinearity, branch?: number): Stack => ({
    nonlinearity,
    family: 'gaussian',
    start: 7,
    scale: 1.2 / Math.sqrt(width),
    branch,
  });

  it('forwards is z = W a, unit by unit', () => {
    const x = vectorsOf(7, 'inputs');
    const [one, two] = forwards(stack('tanh'), x, 2);
    const { forward } = weightsOf('gaussian', 7, 2);
    for (const [unit, input] of [
      [0, 0],
      [63, 5],
      [20, 7],
    ] as const) {
      const a = Float64Array.from({ length: width }, (_, j) => one?.activations[j * batch + input] ?? Number.NaN);
      const z = (1.2 / Math.sqrt(width)) * product(forward.subarray(unit * width, (unit + 1) * width), a);
      expect(two?.inputs[unit * batch + input]).toBeCloseTo(z, 12);
      expect(two?.activations[unit * batch + input]).toBeCloseTo(Math.tanh(z), 12);
    }
  });

  it.each(names.flatMap((name) => [undefined, 1, 0.5].map((branch) => [name, branch] as const)))(
    'with %s and a branch of %s has the gradients that finite differences give',
    (name, branch) => {
      const net = stack(name, branch);
      const x = vectorsOf(7, 'inputs');
      const top = vectorsOf(7, 'gradients');
      const direction = vectorsOf(8, 'inputs');
      const layers = forwards(net, x, 4);
      const [first = new Float64Array()] = backwards(net, layers, top);
      // z^1 is linear in the inputs, so that a step along `direction` there is one along what the first layer makes of it.
      const [moved] = forwards(net, direction, 1);
      const cost = (h: number): number => {
        const shifted = x.map((value, i) => value + h * (direction[i] ?? 0));
        return product(top, forwards(net, shifted, 4).at(-1)?.inputs ?? new Float64Array());
      };
      const h = 1e-6;
      const slope = (cost(h) - cost(-h)) / (2 * h);
      expect(product(first, moved?.inputs ?? new Float64Array()) / slope).toBeCloseTo(1, 4);
    },
  );

  it('goes on from the layers that it is given, and comes to the same', () => {
    const x = vectorsOf(7, 'inputs');
    const whole = forwards(stack('relu'), x, 6);
    expect(forwards(stack('relu'), x, 6, whole.slice(0, 2))).toEqual(whole);
  });

  it('is remembered, but never for other settings', () => {
    const of = (gain: number): Stack => ({ ...stack('relu'), ...drawn('own', 'relu', gain) });
    const fresh = forwards(of(3), vectorsOf(7, 'inputs'), 4);
    const deltas = backwards(of(3), fresh, vectorsOf(7, 'gradients'));
    expect(measuredStart('own', of(1), 6).layers).toHaveLength(6);
    expect(measuredStart('own', of(3), 5).gradient).toHaveLength(5);
    expect(measuredStart('own', of(3), 4)).toMatchObject({
      layers: fresh,
      activation: fresh.map(({ activations }) => deviation(activations)),
      difference: fresh.map(({ activations }) => deviationBetweenInputs(activations)),
      gradient: deltas.map(rms),
    });
  });
});

describe('the draws of a start', () => {
  it('are the same each time, and others for another layer and another start', () => {
    expect(weightsOf('gaussian', 0, 1)).toBe(weightsOf('gaussian', 0, 1));
    expect(weightsOf('gaussian', 0, 1).forward).not.toEqual(weightsOf('gaussian', 0, 2).forward);
    expect(weightsOf('gaussian', 0, 1).forward).not.toEqual(weightsOf('gaussian', 1, 1).forward);
  });

  it('come with their transposes', () => {
    const { forward, backward } = weightsOf('sparse', 0, 1);
    expect(backward[3 * width + 10]).toBe(forward[10 * width + 3]);
    expect(forward.filter((value) => value !== 0)).toHaveLength(width * connections);
  });

  it('have orthonormal rows where they are orthogonal', () => {
    const { forward } = weightsOf('orthogonal', 0, 1);
    const row = (i: number): Float64Array => forward.subarray(i * width, (i + 1) * width);
    expect(product(row(3), row(3))).toBeCloseTo(1, 12);
    expect(product(row(3), row(40))).toBeCloseTo(0, 12);
  });

  it.each([
    ['standard', 'tanh', 1 / 192],
    ['xavier', 'tanh', 1 / 64],
    ['he', 'relu', 1 / 32],
    ['own', 'relu', 3 / 64],
  ] as const)('of %s have the variance that its name says', (name, nonlinearity, variance) => {
    const { family, scale } = drawn(name, nonlinearity, 3);
    const { forward } = weightsOf(family, 0, 1);
    expect((scale ** 2 * product(forward, forward)) / forward.length / variance).toBeCloseTo(1, 1);
  });
});
