import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createSession, type SessionOptions, type TrainingSession } from '../../src/lib/core/session.ts';
import type { TrainingPlan } from '../../src/lib/experiments/experiment.ts';
import type { Backend, Frame } from '../../src/lib/experiments/frame.ts';
import { cifarNet } from '../../src/lib/models/cifar-net.ts';
import { sigmoidMlp } from '../../src/lib/models/mlp.ts';
import { use } from '../setup/engine.ts';
import { smallData } from '../setup/small-data.ts';

beforeAll(async () => {
  await use('cpu');
  await use('wasm');
});

const plan: TrainingPlan = {
  loss: 'softmaxCrossEntropy',
  optimizer: { learningRate: 0.02, momentum: 0.9, weightDecay: 1e-4 },
  batchSize: 8,
  steps: 20,
  augment: false,
  measureEvery: 5,
};
const residual = {
  layers: cifarNet({ depth: 8, width: 4, shortcuts: true }),
  plan,
  metrics: ['trainLoss', 'testError', 'gradientNorm'],
  dataset: smallData(64, 60, 8, 3),
} as const;
const sigmoid = {
  layers: sigmoidMlp([10, 10], 10),
  plan: { ...plan, loss: 'sigmoidCrossEntropy', batchSize: 'all', optimizer: { learningRate: 0.5, momentum: 0, weightDecay: 0 } },
  metrics: ['trainLoss', 'biasGradientNorm'],
  dataset: smallData(100, 30, 7, 1),
} as const;

type Setting = Omit<SessionOptions, 'seed' | 'backend'>;

const open = (setting: Setting, backend: Backend, seed = 0): Promise<TrainingSession> =>
  createSession({ ...setting, backend, seed });

async function run(setting: Setting, backend: Backend, seed = 0): Promise<Frame[]> {
  const session = await open(setting, backend, seed);
  const frames: Frame[] = [];
  for (let step = 0; step < session.totalSteps; step += 1) frames.push(await session.step());
  frames.push(await session.finish());
  session.dispose();
  return frames;
}

const losses = (frames: readonly Frame[]): number[] => frames.map(({ values }) => values.trainLoss as number);

describe('a training session', () => {
  it('measures before each update, and what costs time at multiples of measureEvery and at the end', async () => {
    const frames = await run(residual, 'wasm');
    expect(frames.map(({ step }) => step)).toEqual(Array.from({ length: 21 }, (_, i) => i));
    for (const { step, values } of frames) {
      expect(values.trainLoss).toBeTypeOf('number');
      expect(values.testError !== undefined).toBe(step % 5 === 0);
      expect(values.gradientNorm !== undefined).toBe(step % 5 === 0);
      expect(values).not.toHaveProperty('biasGradientNorm');
    }
  });

  it('names the layers of its layered metrics, as many as a frame has values', async () => {
    for (const setting of [residual, sigmoid] as Setting[]) {
      const session = await open(setting, 'wasm');
      const { values } = await session.step();
      session.dispose();
      for (const [metric, names] of Object.entries(session.layers))
        expect(values[metric as 'gradientNorm']).toHaveLength(names.length);
    }
    const nets = await Promise.all([open(residual, 'wasm'), open(sigmoid, 'wasm')]);
    expect(nets.map(({ layers }) => layers)).toEqual([
      {
        gradientNorm: [
          'conv 1',
          'block 1, conv 1',
          'block 1, conv 2',
          'block 2, conv 1',
          'block 2, conv 2',
          'block 3, conv 1',
          'block 3, conv 2',
          'dense',
        ],
      },
      { biasGradientNorm: ['hidden 1', 'hidden 2'] },
    ]);
    nets.forEach((session) => session.dispose());
  });

  it('learns', async () => {
    const frames = await run({ ...residual, plan: { ...plan, steps: 100, measureEvery: 100 } }, 'wasm');
    expect(frames[0]?.values.testError).toBeGreaterThan(70);
    expect(frames.at(-1)?.values.testError).toBeLessThan(30);
    const all = losses(frames);
    expect(all.at(-1)).toBeLessThan(0.5 * (all[0] ?? 0));
  });

  it('shows the loss without the weight decay', async () => {
    const decayed = { ...residual, plan: { ...plan, steps: 1, optimizer: { ...plan.optimizer, weightDecay: 10 } } };
    expect(losses(await run(decayed, 'wasm'))[0]).toBe(
      losses(await run({ ...residual, plan: { ...plan, steps: 1 } }, 'wasm'))[0],
    );
  });

  it.each(['cpu', 'wasm'] as const)('gives the same curve bit for bit for the same seed on %s', async (backend) => {
    const short = { ...residual, plan: { ...plan, steps: 3, augment: true } };
    expect(await run(short, backend)).toEqual(await run(short, backend));
    expect(losses(await run(short, backend, 1))).not.toEqual(losses(await run(short, backend, 0)));
  });

  it.each([
    { name: 'residual net', setting: residual },
    { name: 'sigmoid net', setting: sigmoid },
  ])('gives on WASM the curve of the CPU for the first 20 steps, to 1 in 10,000: $name', async ({ setting }) => {
    const [cpu, wasm] = [losses(await run(setting, 'cpu')), losses(await run(setting, 'wasm'))];
    wasm.forEach((loss, i) => expect(Math.abs(loss / (cpu[i] ?? Number.NaN) - 1)).toBeLessThan(1e-4));
  });

  it.each([
    { name: 'residual net', setting: residual },
    { name: 'sigmoid net on the whole set', setting: sigmoid },
  ])('keeps no tensor over 1,000 steps, and none after its end: $name', async ({ setting }) => {
    const before = tf.memory().numTensors;
    const session = await open({ ...setting, plan: { ...setting.plan, measureEvery: 100 } }, 'wasm');
    await session.step();
    const during = tf.memory();
    for (let step = 0; step < 1000; step += 1) await session.step();
    expect(tf.memory().numTensors).toBe(during.numTensors);
    expect(tf.memory().numBytes).toBe(during.numBytes);
    session.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
