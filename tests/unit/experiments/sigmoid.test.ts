import { expect, test } from 'vitest';
import { pushForward, runChain, sigmoid, slope } from '../../../src/lib/experiments/sigmoid.ts';

const chain = (weight: number, ...biases: number[]) => biases.map((bias) => ({ weight, bias }));

test('the slope is sigma (1 - sigma), also where that difference is lost to rounding', () => {
  for (const z of [-3, 0, 0.7]) expect(slope(z)).toBeCloseTo(sigmoid(z) * (1 - sigmoid(z)), 15);
  expect(slope(40) / Math.exp(-40)).toBeCloseTo(1, 12);
  expect(slope(-40)).toBe(slope(40));
});

test('the chain of the book with weights of 100 and all weighted inputs at zero multiplies by 25 a neuron', () => {
  const { weightedInputs, factors, biasGradients } = runChain(chain(100, -30, -50, -50, -50), 0.3);
  for (const z of weightedInputs) expect(z).toBeCloseTo(0, 12);
  for (const factor of factors) expect(factor).toBeCloseTo(25, 10);
  expect(biasGradients[0]).toBeCloseTo(3906.25, 6);
  expect((biasGradients[0] ?? 0) / (biasGradients[3] ?? 0)).toBeCloseTo(15_625, 4);
});

test('pushing a bias forward gives what the product gives backwards', () => {
  const neurons = [
    { weight: 1.5, bias: -0.2 },
    { weight: -3, bias: 1 },
    { weight: 0.4, bias: 12 },
  ];
  const { biasGradients } = runChain(neurons, 0.8);
  biasGradients.forEach((gradient, k) => expect(pushForward(neurons, 0.8, k) / gradient).toBeCloseTo(1, 10));
});
