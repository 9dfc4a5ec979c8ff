import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { openEngine } from '../../src/lib/core/engines.ts';
import type { Net, NetOptions } from '../../src/lib/core/net.ts';
import { Arena } from '../../src/lib/core/plan/Arena.ts';
import { kernelsOver } from '../../src/lib/core/plan/exports.ts';
import { PlanNet } from '../../src/lib/core/plan/PlanNet.ts';
import { engineFiles } from '../setup/engine.ts';
import { conv, dense, norm, pool, relu, residual } from '../setup/layers.ts';
import { batchOf, type Case } from './cases.ts';

const STEPS = 1000;

const small: Case = {
  name: 'small',
  layers: [conv(4), norm, relu, residual('identity', conv(4), norm), relu, residual('optionA', conv(7, 2), norm), pool, dense(3)],
  inputShape: [4, 4, 3],
  count: 4,
  loss: 'softmaxCrossEntropy',
};
const optimizer: NetOptions['optimizer'] = { learningRate: 0.01, momentum: 0.9, weightDecay: 1e-4 };
const options: NetOptions = { ...small, optimizer, capacity: small.count, seed: 0 };

/** All that a session asks of a net, over and over. */
async function train(net: Net, steps: number): Promise<void> {
  const batches = [batchOf(small), batchOf(small, 'other images')];
  for (let step = 0; step < steps; step += 1) {
    const batch = batches[step % 2] ?? batchOf(small);
    net.step(batch, true);
    const [measured] = await net.measured();
    if (step % 100 === 0) {
      await net.logits(batch.images, batch.count);
      await net.state();
      if (measured !== undefined) await net.locate(batch, measured);
    }
  }
}

describe('over 1,000 steps', () => {
  it('a net of TensorFlow.js keeps no tensor, and none after its end', async () => {
    const engine = await openEngine('cpu', engineFiles);
    const before = tf.memory();
    const net = await engine.createNet(options);
    await train(net, 2);
    const during = tf.memory();
    await train(net, STEPS);
    expect(tf.memory().numTensors).toBe(during.numTensors);
    expect(tf.memory().numBytes).toBe(during.numBytes);
    net.load(await net.state());
    expect(tf.memory().numTensors).toBe(during.numTensors);
    net.dispose();
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numBytes).toBe(before.numBytes);
  });

  it('a compiled net takes no memory beyond what it was built with', async () => {
    const arena = new Arena(false);
    const kernels = await WebAssembly.compile(await engineFiles.kernelsWasm());
    const net = new PlanNet(options, arena, kernelsOver(arena.memory, kernels));
    const { bytes } = net;
    expect(bytes).toBe(arena.memory.buffer.byteLength);
    await train(net, STEPS);
    expect(net.bytes).toBe(bytes);
  });
});
