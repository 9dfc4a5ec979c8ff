import { describe, expect, it } from 'vitest';
import { descendWithAdam, firstAdamStep } from '../../../src/lib/experiments/deep-linear-adam.ts';
import {
  costAt,
  descend,
  isLearnt,
  mostSteps,
  slopeAt,
  type DeepLinearNet,
} from '../../../src/lib/experiments/deep-linear-descent.ts';
import { product, scaledIdentity, transpose, type Matrix } from '../../../src/lib/matrices/matrix.ts';

const net = (depth: number): DeepLinearNet => ({ depth, target: 2 });

/** Every single step of plain descent. */
function stepByStep(of: DeepLinearNet, rate: number, start: number, most: number): { outcome: string; steps: number } {
  let w = start;
  for (let steps = 0; steps < most; steps += 1) {
    if (isLearnt(of, w)) return { outcome: 'learnt', steps };
    w -= rate * slopeAt(of, w);
    if (!Number.isFinite(costAt(of, w))) return { outcome: 'diverged', steps: steps + 1 };
  }
  return { outcome: 'unfinished', steps: most };
}

describe('the slope in the weight of one layer', () => {
  it('is the entry on the diagonal of dC/dW^l of the whole net, in every layer', () => {
    const [depth, c] = [5, 0.9];
    const layers = Array.from({ length: depth }, () => scaledIdentity(2, c));
    const chain = (some: readonly Matrix[]): Matrix => some.reduce((before, layer) => product(layer, before), scaledIdentity(2));
    const error = chain(layers).values.map((value, i) => value - (scaledIdentity(2, 2).values[i] ?? 0));
    for (const l of layers.keys()) {
      const gradient = product(
        product(transpose(chain(layers.slice(l + 1))), { rows: 2, columns: 2, values: error }),
        transpose(chain(layers.slice(0, l))),
      );
      const expected = slopeAt(net(depth), c);
      [expected, 0, 0, expected].forEach((value, i) => expect(gradient.values[i]).toBeCloseTo(value, 12));
    }
  });

  it('is the derivative of the cost, shared out over the layers', () => {
    const h = 1e-6;
    const push = (costAt(net(7), 0.95 + h) - costAt(net(7), 0.95 - h)) / (2 * h);
    expect(7 * slopeAt(net(7), 0.95)).toBeCloseTo(push, 7);
  });
});

describe('plain descent', () => {
  const cases = [2, 3, 10, 30, 60, 90].flatMap((depth) =>
    [0.85, 0.95, 1, 1.05, 1.15].flatMap((c) => [1e-4, 3e-3].map((rate) => [depth, c, rate] as const)),
  );

  it.each(cases)('through %i layers from c = %d at a rate of %d takes the steps that it takes one by one', (depth, c, rate) => {
    const { outcome, steps } = descend(net(depth), rate, c);
    if (steps > 3e5) return;
    const expected = stepByStep(net(depth), rate, c, 4e5);
    expect(outcome).toBe(expected.outcome);
    expect(Math.abs(steps - expected.steps)).toBeLessThanOrEqual(1 + 1e-4 * expected.steps);
  });

  it('is done at once where the output is right to begin with', () => {
    expect(descend(net(2), 0.001, Math.SQRT2)).toMatchObject({ outcome: 'learnt', steps: 0 });
  });

  it('says that it diverged where the cost is no longer finite, and keeps none that is not', () => {
    const { outcome, steps, path } = descend(net(100), 0.001, 1.1);
    expect([outcome, steps]).toEqual(['diverged', 1]);
    expect(path.every(({ cost }) => Number.isFinite(cost))).toBe(true);
  });

  it('gives up a net that learns too slowly, and one that swings to and fro', () => {
    expect(descend(net(150), 1e-5, 0.8)).toMatchObject({ outcome: 'unfinished', steps: mostSteps });
    const swinging = descend(net(60), 0.01, 0.9);
    expect(swinging.outcome).toBe('unfinished');
    expect(swinging.steps).toBeLessThan(1e4);
  });
});

describe('Adam', () => {
  it('makes steps as long as its learning rate while the slope keeps its sign, however small the slope', () => {
    const { path } = descendWithAdam(net(100), 0.9);
    const weights = path.slice(0, 20).map(({ cost }) => (2 - Math.sqrt(2 * cost)) ** (1 / 100));
    weights.slice(1).forEach((w, i) => expect(w - (weights[i] ?? 0)).toBeCloseTo(0.001, 3));
    expect(firstAdamStep(net(100), 0.9)).toBeCloseTo(0.001, 6);
  });

  it('is slow all the same where the slope is far below its epsilon of 1e-8', () => {
    expect(Math.abs(slopeAt(net(150), 0.8))).toBeLessThan(1e-13);
    expect(firstAdamStep(net(150), 0.8)).toBeLessThan(1e-8);
    expect(descendWithAdam(net(150), 0.8)).toMatchObject({ outcome: 'unfinished' });
  });
});
