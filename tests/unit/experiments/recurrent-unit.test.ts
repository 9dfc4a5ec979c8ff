import { describe, expect, it } from 'vitest';
import { biasesFor, costOf, descend, outputAt, slopeAt } from '../../../src/lib/experiments/recurrent-unit.ts';

describe('the cost of a recurrent unit', () => {
  it('is that of the formula, written out for two steps', () => {
    const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
    const [w, b] = [3, -1];
    const second = w * sigmoid(w * sigmoid(0.5) + b) + b;
    expect(outputAt({ w, b }, 2)).toBeCloseTo(sigmoid(second), 15);
    expect(slopeAt({ w, b }, 2).cost).toBeCloseTo((sigmoid(second) - 0.7) ** 2, 15);
  });

  it.each([
    [{ w: 3.2, b: -1.4 }, 50],
    [{ w: 5, b: -2 }, 20],
    [{ w: 5.2, b: -2.2 }, 50],
    [{ w: 6, b: -3.5 }, 10],
  ])('has the gradient that finite differences give at %o after %i steps', ({ w, b }, time) => {
    const h = 1e-6;
    const cost = (place: { w: number; b: number }): number => slopeAt(place, time).cost;
    const [byWeight, byBias] = slopeAt({ w, b }, time).gradient;
    expect(byWeight).toBeCloseTo((cost({ w: w + h, b }) - cost({ w: w - h, b })) / (2 * h), 7);
    expect(byBias).toBeCloseTo((cost({ w, b: b + h }) - cost({ w, b: b - h })) / (2 * h), 7);
  });

  it('has a gradient of zero, and no number that is none, far out where the sigmoid is level', () => {
    expect(slopeAt({ w: 1e6, b: 1e6 }, 50)).toEqual({ cost: costOf(1), gradient: [0, 0] });
    expect(slopeAt({ w: 1e6, b: -1e7 }, 50)).toEqual({ cost: costOf(0), gradient: [-0, -0] });
  });

  it('is steeper on the cliff the longer the network runs', () => {
    const w = 5.5;
    const edge = 0.5 - w / (1 + Math.exp(-0.5));
    const slopes = [10, 20, 40].map((time) => Math.abs(slopeAt({ w, b: edge }, time).gradient[1]));
    expect(slopes[1]).toBeGreaterThan(10 * (slopes[0] ?? 0));
    expect(slopes[2]).toBeGreaterThan(100 * (slopes[1] ?? 0));
  });
});

describe('the path of descent', () => {
  const descent = { from: { w: 4.5, b: -1.5 }, time: 50, learningRate: 0.1, steps: 20 } as const;

  it('steps against the gradient, by the learning rate', () => {
    const [first, second] = descend({ ...descent, threshold: Infinity });
    expect(second?.w).toBe(4.5 - 0.1 * (first?.gradient[0] ?? 0));
    expect(second?.b).toBe(-1.5 - 0.1 * (first?.gradient[1] ?? 0));
  });

  it('has a point more than steps', () => {
    expect(descend({ ...descent, threshold: 1 })).toHaveLength(21);
  });

  it('makes clipped steps of at most learning rate times threshold', () => {
    const path = descend({ ...descent, threshold: 0.05 });
    const lengths = path.slice(1).map(({ w, b }, i) => Math.hypot(w - (path[i]?.w ?? 0), b - (path[i]?.b ?? 0)));
    expect(Math.max(...lengths)).toBeLessThanOrEqual(0.1 * 0.05);
    expect(path.some(({ coefficient }) => coefficient < 1)).toBe(true);
  });

  it('is the same to the last bit in every engine, over the cliff and back', () => {
    const path = descend({ from: { w: 5.2, b: -2.2 }, time: 50, learningRate: 0.3, threshold: 0.5, steps: 200 });
    expect(path.at(-1)).toMatchObject({ w: 4.1908699219302035, b: -2.0690700707219682 });
  });
});

describe('the biases of given outputs', () => {
  const range = [-3.5, -0.5] as const;

  it('are those at which the unit puts them out', () => {
    const [low = 0, high = 0] = biasesFor([0.4, 0.7], 3, 50, range);
    expect(outputAt({ w: 3, b: low }, 50)).toBeCloseTo(0.4, 2);
    expect(outputAt({ w: 3, b: high }, 50)).toBeCloseTo(0.7, 2);
  });

  it('rise with the outputs, and on the cliff are one', () => {
    const biases = biasesFor([0.2, 0.4, 0.6, 0.8], 5.5, 50, range);
    expect(biases).toEqual(biases.toSorted((a, b) => a - b));
    expect((biases[3] ?? 0) - (biases[0] ?? 0)).toBeLessThan(0.01);
  });

  it('are the ends of the range for outputs beyond it', () => {
    expect(biasesFor([0.001, 0.9999], 3, 50, range)).toEqual([...range]);
  });
});
