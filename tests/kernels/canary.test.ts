import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import stored from '../../src/lib/core/canary.json' with { type: 'json' };
import { canaryFault, canaryValues } from '../../src/lib/core/canary.ts';
import type { Kernels } from '../../src/lib/core/kernels/kernels.ts';
import { use } from '../setup/engine.ts';

describe('the canary', () => {
  let cpu: Kernels;
  let wasm: Kernels;
  beforeAll(async () => {
    cpu = await use('cpu');
    wasm = await use('wasm');
  });

  it('holds the values that the CPU backend computes', async () => {
    await tf.setBackend('cpu');
    const { loss, gradients } = await canaryValues(cpu);
    expect(gradients.map(({ layer, role }) => `${layer} ${role}`)).toEqual(
      stored.gradients.map(({ layer, role }) => `${layer} ${role}`),
    );
    expect(loss).toBeCloseTo(stored.loss, 5);
    gradients.forEach(({ norm, product }, i) => {
      expect(norm).toBeCloseTo(stored.gradients[i]?.norm ?? Number.NaN, 5);
      expect(product).toBeCloseTo(stored.gradients[i]?.product ?? Number.NaN, 5);
    });
  });

  it('lets the right backends pass, and keeps no tensor', async () => {
    for (const [backend, kernels] of [
      ['cpu', cpu],
      ['wasm', wasm],
    ] as const) {
      await tf.setBackend(backend);
      const before = tf.memory().numTensors;
      expect(await canaryFault(kernels)).toBeUndefined();
      expect(tf.memory().numTensors).toBe(before);
    }
  });

  it('says which gradient is wrong', async () => {
    await tf.setBackend('wasm');
    const leaky: Kernels = { ...wasm, reluGradient: (dy) => tf.mul(dy, 1.01) };
    expect(await canaryFault(leaky)).toMatch(/^its gradient of the (weights|gains|shifts) of ".+" is wrong$/);
  });

  it('says when the loss is wrong', async () => {
    await tf.setBackend('wasm');
    const shifted: Kernels = { ...wasm, addRelu: (a, b) => tf.add(a, b) };
    expect(await canaryFault(shifted)).toMatch(/^its loss is [\d.]+ instead of [\d.]+$/);
  });
});
