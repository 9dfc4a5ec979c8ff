import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { DivergenceError } from '../../src/lib/core/divergence.ts';
import { createSession, type SessionOptions } from '../../src/lib/core/session.ts';
import type { Dataset } from '../../src/lib/datasets/load.ts';
import { sigmoidMlp } from '../../src/lib/models/mlp.ts';
import type { Layer } from '../../src/lib/models/layers.ts';
import { use } from '../setup/engine.ts';
import { smallData } from '../setup/small-data.ts';

beforeAll(async () => {
  await use('cpu');
  await use('wasm');
});

const data = smallData(32, 10, 4, 1);

/** A linear net of three layers: squares of its weights grow without bound at a large learning rate. */
const dense = (units: number, std = 0.5): Layer => ({
  type: 'dense',
  units,
  init: { type: 'normal', std },
  biasInit: { type: 'zeros' },
});
const linear: readonly Layer[] = [{ type: 'flatten' }, dense(8), dense(8), dense(10)];

const options = (
  backend: 'cpu' | 'wasm',
  layers: readonly Layer[],
  learningRate: number,
  dataset: Dataset = data,
): SessionOptions => ({
  layers,
  dataset,
  plan: {
    loss: 'softmaxCrossEntropy',
    optimizer: { learningRate, momentum: 0.9, weightDecay: 0 },
    batchSize: 8,
    steps: 200,
    augment: false,
    measureEvery: 1000,
  },
  metrics: ['trainLoss', 'gradientNorm'],
  seed: 0,
  backend,
});

/** Trains until it diverges; the frames before, and the report. */
async function divergence(settings: SessionOptions): Promise<{ steps: number; error: DivergenceError }> {
  const before = tf.memory().numTensors;
  const session = await createSession(settings);
  let steps = 0;
  try {
    for (; steps < session.totalSteps; steps += 1) await session.step();
  } catch (error) {
    if (error instanceof DivergenceError) return { steps, error };
    throw error;
  } finally {
    session.dispose();
    expect(tf.memory().numTensors).toBe(before);
  }
  throw new Error('The run did not diverge.');
}

describe.each(['cpu', 'wasm'] as const)('a divergence on %s', (backend) => {
  it('is reported at its step, with the norms of at most 20 steps before', async () => {
    const { steps, error } = await divergence(options(backend, linear, 5));
    const { report } = error;
    expect(report.step).toBe(steps);
    expect(report.layers).toEqual(['hidden 1', 'hidden 2', 'output']);
    expect(report.history.length).toBe(Math.min(20, steps));
    expect(report.history.at(-1)?.step).toBe(steps - 1);
    for (const { loss, norms } of report.history) {
      expect(Number.isFinite(loss)).toBe(true);
      expect(norms).toHaveLength(3);
      expect(norms.every(Number.isFinite)).toBe(true);
    }
  });

  it('is the activation of the first layer where an input is not a number', async () => {
    const broken: Dataset = { ...data, train: { ...data.train, images: data.train.images.map(() => Number.NaN) } };
    const { error } = await divergence(options(backend, sigmoidMlp([8], 10), 0.1, broken));
    expect(error.report).toMatchObject({ step: 0, layer: 'flatten', tensor: 'activation', history: [] });
    expect(error.message).toBe(
      'At step 0, the activation of layer "flatten" stopped being finite. A smaller learning rate often mends this.',
    );
  });

  it('is an activation in the middle where one overflows there', async () => {
    const { error } = await divergence(options(backend, [{ type: 'flatten' }, dense(8), dense(8, 1e38), dense(10)], 0.1));
    expect(error.report).toMatchObject({ step: 0, layer: 'hidden 2', tensor: 'activation' });
  });

  it('is the gradient of the first layer where only that one overflows', async () => {
    // Small inputs keep the activations finite; on the way back the same weights multiply the full error.
    const small: Dataset = { ...data, train: { ...data.train, images: data.train.images.map((value) => value * 1e-30) } };
    const layers = [{ type: 'flatten' } as const, dense(8), dense(8, 1e21), dense(10, 1e18)];
    const { error } = await divergence(options(backend, layers, 0.1, small));
    expect(error.report).toMatchObject({ step: 0, layer: 'hidden 1', tensor: 'gradient' });
  });

  it('is the loss where every logit is finite and the sum over the classes is not', async () => {
    const ones: Dataset = { ...data, train: { ...data.train, images: data.train.images.map(() => 1) } };
    const settings = options(backend, [{ type: 'flatten' }, dense(10, 2.6e37)], 0.1, ones);
    const { error } = await divergence({ ...settings, plan: { ...settings.plan, loss: 'sigmoidCrossEntropy' } });
    expect(error.report).toMatchObject({ step: 0, layer: 'dense', tensor: 'loss' });
  });

  it('is the weights where an update drove them beyond all numbers', async () => {
    const { error } = await divergence(options(backend, linear, 3e38));
    expect(error.report).toMatchObject({ step: 1, tensor: 'weights' });
  });
});
