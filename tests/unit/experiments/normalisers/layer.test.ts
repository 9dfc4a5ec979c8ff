import { describe, expect, it } from 'vitest';
import { growth, turnOfStep } from '../../../../src/lib/experiments/normalisers/descent.ts';
import {
  costGradient,
  INPUTS,
  normaliserOf,
  randomLayer,
  weightedInputs,
  type LayerState,
} from '../../../../src/lib/experiments/normalisers/layer.ts';
import type { NormKind } from '../../../../src/lib/models/norms.ts';

const block = { examples: 4, channels: 6, pixels: 2 };
const layer = randomLayer(block, 0);

it('a weighted input is the sum over the inputs of the same pixel', () => {
  const x = Float64Array.from({ length: INPUTS * 2 }, (_, i) => i);
  const weights = Float64Array.from({ length: INPUTS }, (_, i) => (i === 3 ? 10 : 1));
  const state: LayerState = { block: { examples: 1, channels: 1, pixels: 2 }, x, weights };
  const sum = (pixel: number): number => Array.from({ length: INPUTS }, (_, i) => 2 * i + pixel).reduce((a, b) => a + b, 0);
  expect([...weightedInputs(state)]).toEqual([sum(0) + 9 * 6, sum(1) + 9 * 7]);
});

describe.each<NormKind>(['none', 'batch', 'layer', 'instance', 'group', 'rms'])('with normalisation: %s', (kind) => {
  const normaliser = normaliserOf(kind, 3, block, 1e-3);

  it('the gradient of the cost is what pushing each weight gives', () => {
    const cost = (weights: Float64Array): number =>
      normaliser
        .apply(weightedInputs({ ...layer, weights }))
        .reduce((sum, y, i) => sum + (y - (layer.targets[i] ?? 0)) ** 2 / 2 / block.examples, 0);
    const gradient = costGradient(layer, normaliser, layer.targets);
    layer.weights.forEach((w, i) => {
      const pushed = (cost(layer.weights.with(i, w + 1e-5)) - cost(layer.weights.with(i, w - 1e-5))) / 2e-5;
      expect(gradient[i]).toBeCloseTo(pushed, 6);
    });
  });
});

it('a step at right angles turns the weights by the angle whose tangent is its length over theirs', () => {
  expect(turnOfStep(Float64Array.of(2, 0), Float64Array.of(0, -2), 1)).toBeCloseTo(45, 10);
  expect(turnOfStep(Float64Array.of(2, 0), Float64Array.of(3, 0), 0.1)).toBe(0);
});

it('weights before a normalisation without epsilon grow as steps at right angles make them, and others do not', () => {
  const grown = growth(layer, normaliserOf('layer', 1, block, 0), 0.3, 10);
  expect(grown.norms).toHaveLength(11);
  grown.norms.forEach((norm, i) => expect(norm).toBeCloseTo(grown.atRightAngles[i] ?? Number.NaN, 9));
  const plain = growth(layer, normaliserOf('none', 1, block, 0), 0.03, 10);
  expect(Math.abs((plain.norms.at(-1) ?? 0) - (plain.atRightAngles.at(-1) ?? 0))).toBeGreaterThan(0.01);
});
