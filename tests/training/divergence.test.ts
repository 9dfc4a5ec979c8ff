import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/lib/core/engines.ts';
import type { Engine } from '../../src/lib/core/net.ts';
import { createSession, type Checkpoint, type SessionOptions } from '../../src/lib/core/session.ts';
import type { Dataset } from '../../src/lib/datasets/load.ts';
import type { Divergence } from '../../src/lib/experiments/frame.ts';
import type { Layer } from '../../src/lib/models/layers.ts';
import { sigmoidMlp } from '../../src/lib/models/mlp.ts';
import { engineFiles } from '../setup/engine.ts';
import { conv, dense as denseOf, flatten, norm, pool, relu, residual } from '../setup/layers.ts';
import { smallData } from '../setup/small-data.ts';
import { wrapped } from '../setup/wrapped-engine.ts';
import { trainTo } from './settings.ts';

const data = smallData(32, 10, 4, 1);

const dense = (units: number, std = 0.5): Layer => denseOf(units, std);

/** A linear net of three layers: squares of its weights grow without bound at a large learning rate. */
const linear: readonly Layer[] = [flatten, dense(8), dense(8), dense(10)];

const options = (layers: readonly Layer[], learningRate: number, dataset: Dataset = data): SessionOptions => ({
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
});

/** Trains until it diverges; how many frames came before, and the report. */
async function diverge(
  engine: Engine,
  settings: SessionOptions,
  from?: Checkpoint,
): Promise<{ frames: number; report: Divergence }> {
  const session = await createSession(engine, settings, from);
  const { frames, divergence } = await trainTo(session, session.totalSteps);
  session.dispose();
  if (divergence === undefined) throw new Error('The run did not diverge.');
  return { frames: frames.length, report: divergence };
}

/** Data with other training images. */
const mapped = (f: (pixel: number, i: number) => number): Dataset => ({
  ...data,
  train: { ...data.train, images: data.train.images.map(f) },
});

describe.each(['cpu', 'wasm'] as const)('a divergence on %s', (backend) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine(backend, engineFiles);
  });

  it('ends the run at the first step that is not finite, with the norms of at most 20 steps before', async () => {
    const { frames, report } = await diverge(engine, options(linear, 5));
    expect(report.step).toBe(frames);
    expect(report.layers).toEqual(['hidden 1', 'hidden 2', 'output']);
    expect(report.history.length).toBe(Math.min(20, frames));
    expect(report.history.at(-1)?.step).toBe(frames - 1);
    for (const { loss, norms } of report.history) {
      expect(Number.isFinite(loss)).toBe(true);
      expect(norms).toHaveLength(3);
      expect(norms.every(Number.isFinite)).toBe(true);
    }
  });

  it('shows what each layer handed on in that step, up to the one where it overflowed', async () => {
    const { report } = await diverge(engine, options([flatten, dense(8), dense(8, 1e20), dense(8, 1e20), dense(10)], 0.1));
    expect(report.signal.map(({ layer }) => layer)).toEqual(['hidden 1', 'hidden 2', 'hidden 3']);
    const [first = 0, second = 0, third = 0] = report.signal.map(({ size }) => size);
    expect(first).toBeLessThan(100);
    expect(second).toBeGreaterThan(1e19);
    expect(Number.isFinite(third)).toBe(false);
  });

  it('tells what was measured before a first step that is not finite', async () => {
    const settings = options([flatten, dense(8), dense(8, 1e20), dense(8, 1e20), dense(10)], 0.1);
    const session = await createSession(engine, { ...settings, metrics: ['trainLoss', 'signalSize'] });
    const { frames, divergence } = await session.advance(1);
    session.dispose();
    expect(divergence?.step).toBe(0);
    expect(frames.map(({ step, values }) => [step, Object.keys(values)])).toEqual([[0, ['signalSize']]]);
    expect(frames[0]?.values.signalSize).toEqual([expect.any(Number), expect.any(Number), expect.any(Number)]);
  });

  it('keeps the last 20 steps where there were more', async () => {
    // Late, and all at once: from the 25th batch on, images are no numbers.
    let batches = 0;
    const spoiling = wrapped(engine, (net) => ({
      step: (batch, updates) => {
        batches += 1;
        if (batches > 25) batch = { ...batch, images: batch.images.map(() => Number.NaN) };
        net.step(batch, updates);
      },
    }));
    const { report } = await diverge(spoiling, options(sigmoidMlp([8], 10), 0.1));
    expect(report.step).toBe(25);
    expect(report.history.map(({ step }) => step)).toEqual(Array.from({ length: 20 }, (_, i) => i + 5));
  });

  it('is the activation of the first layer where an input is not a number', async () => {
    const { report } = await diverge(
      engine,
      options(
        [flatten, dense(8), relu, dense(10)],
        0.1,
        mapped(() => Number.NaN),
      ),
    );
    expect(report).toMatchObject({ step: 0, layer: 'flatten', tensor: 'activation', history: [] });
  });

  it('is an activation in the middle where one overflows there', async () => {
    const { report } = await diverge(engine, options([flatten, dense(8), dense(8, 1e38), dense(10)], 0.1));
    expect(report).toMatchObject({ step: 0, layer: 'hidden 2', tensor: 'activation' });
  });

  it('is an activation of a convolution, also where its name is of a block', async () => {
    const large: Layer = { type: 'conv2d', filters: 4, kernelSize: 3, stride: 1, init: { type: 'normal', std: 5e37 } };
    const block = residual('identity', conv(4), norm, relu, large, norm);
    const layers = [conv(4), norm, relu, block, relu, pool, dense(10)];
    const { report } = await diverge(engine, options(layers, 0.1));
    expect(report).toMatchObject({ step: 0, layer: 'block 1, conv 2', tensor: 'activation' });
  });

  it('is the gradient of the first layer where only that one overflows', async () => {
    // Small inputs keep the activations finite; on the way back the same weights multiply the full error.
    const layers = [flatten, dense(8), dense(8, 1e21), dense(10, 1e18)];
    const { report } = await diverge(
      engine,
      options(
        layers,
        0.1,
        mapped((pixel) => pixel * 1e-30),
      ),
    );
    expect(report).toMatchObject({ step: 0, layer: 'hidden 1', tensor: 'gradient' });
  });

  it('is the loss where every logit is finite and the difference of two is not', async () => {
    const { report } = await diverge(
      engine,
      options(
        [flatten, dense(10, 1)],
        0.1,
        mapped((_, i) => (i % 16 === 0 ? 1e38 : 0)),
      ),
    );
    expect(report).toMatchObject({ step: 0, layer: 'dense', tensor: 'loss' });
  });

  it('is the weights where an update drove them beyond all numbers', async () => {
    const { report } = await diverge(engine, options(linear, 3e38));
    expect(report).toMatchObject({ step: 1, tensor: 'weights' });
  });

  it('is reported alike where 8 steps are read at once, and from a checkpoint on', async () => {
    const settings = options(linear, 5);
    const alone = await diverge(engine, settings);
    const session = await createSession(engine, settings);
    const before = Math.min(3, alone.frames);
    await trainTo(session, before);
    const resumed = await diverge(engine, settings, await session.checkpoint());
    session.dispose();
    expect(resumed.report).toEqual(alone.report);
    expect(resumed.frames).toBe(alone.frames - before);
    if (backend !== 'wasm') return;
    const eager = wrapped(engine, () => ({ stepsPerRead: 8 }));
    expect(await diverge(eager, settings)).toEqual(alone);
  });
});
