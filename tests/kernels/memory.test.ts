import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { openEngine } from '../../src/lib/core/engines.ts';
import type { Clip } from '../../src/lib/experiments/experiment.ts';
import type { Net, NetOptions } from '../../src/lib/core/net.ts';
import { Arena } from '../../src/lib/core/plan/Arena.ts';
import { kernelsOver } from '../../src/lib/core/plan/exports.ts';
import { PlanNet } from '../../src/lib/core/plan/PlanNet.ts';
import { engineFiles } from '../setup/engine.ts';
import {
  biasedConv,
  concat,
  conv,
  dense,
  frozenNorm,
  groupNorm,
  halve,
  highway,
  norm,
  pool,
  recurrent,
  relu,
  residual,
  rmsNorm,
} from '../setup/layers.ts';
import { batchOf, type Case } from './cases.ts';

const STEPS = 1000;

const small: Case = {
  name: 'small',
  layers: [conv(4), norm, relu, residual('identity', conv(4), norm), relu, residual('optionA', conv(7, 2), norm), pool, dense(3)],
  inputShape: [4, 4, 3],
  count: 4,
  loss: 'softmaxCrossEntropy',
};
const blocks: Case = {
  name: 'blocks',
  layers: [
    conv(4),
    highway([conv(4), norm, relu], [biasedConv(4)]),
    { ...residual([conv(7, 1, 1)], conv(7), norm), branchScale: 0.5 },
    concat(norm, relu, conv(3)),
    halve,
    pool,
    dense(3),
  ],
  inputShape: [4, 4, 3],
  count: 4,
  loss: 'softmaxCrossEntropy',
};
const byExample: Case = {
  name: 'by example',
  layers: [conv(4), groupNorm(2), relu, conv(4), rmsNorm, relu, conv(3), frozenNorm, relu, pool, dense(5), rmsNorm, dense(3)],
  inputShape: [4, 4, 3],
  count: 4,
  loss: 'softmaxCrossEntropy',
};
const sequences: Case = {
  name: 'recurrent',
  layers: [recurrent(5, 'tanh'), dense(2)],
  inputShape: [7, 1, 3],
  count: 4,
  loss: 'meanSquaredError',
};
const optimizer: NetOptions['optimizer'] = { learningRate: 0.01, momentum: 0.9, weightDecay: 1e-4 };
const settings: readonly { readonly title: string; readonly test: Case; readonly clip?: Clip }[] = [
  { test: small, title: 'a net of images' },
  { test: blocks, title: 'a net of gates, projections and concatenations' },
  { test: byExample, title: 'a net of normalisations that take no statistics of the batch' },
  { test: sequences, title: 'a recurrent net, clipped by norm', clip: { by: 'norm', threshold: 0.1 } },
  { test: sequences, title: 'a recurrent net, clipped by value', clip: { by: 'value', threshold: 0.1 } },
];
const optionsOf = ({ test, clip }: (typeof settings)[number]): NetOptions => ({
  ...test,
  optimizer: { ...optimizer, ...(clip && { clip }) },
  capacity: test.count,
  seed: 0,
});

/** All that a session asks of a net, over and over. */
async function train(net: Net, test: Case, steps: number): Promise<void> {
  const batches = [batchOf(test), batchOf(test, 'other images')];
  for (let step = 0; step < steps; step += 1) {
    const batch = batches[step % 2] ?? batchOf(test);
    net.step(batch, true);
    const [measured] = await net.measured();
    if (step % 100 === 0) {
      await net.logits(batch.images, batch.count);
      await net.state();
      if (measured !== undefined) await net.locate(batch, measured);
    }
  }
}

describe.each(settings)('over 1,000 steps of $title', (setting) => {
  const { test } = setting;
  const options = optionsOf(setting);

  it('a net of TensorFlow.js keeps no tensor, and none after its end', async () => {
    const engine = await openEngine('cpu', engineFiles);
    const before = tf.memory();
    const net = await engine.createNet(options);
    await train(net, test, 2);
    const during = tf.memory();
    await train(net, test, STEPS);
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
    await train(net, test, STEPS);
    expect(net.bytes).toBe(bytes);
  });
});
