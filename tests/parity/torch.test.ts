import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { compile, type Model } from '../../src/lib/core/compile.ts';
import type { Kernels } from '../../src/lib/core/kernels/kernels.ts';
import { losses, type Loss } from '../../src/lib/core/losses.ts';
import { cifarNet } from '../../src/lib/models/cifar-net.ts';
import type { Layer } from '../../src/lib/models/layers.ts';
import { sigmoidMlp } from '../../src/lib/models/mlp.ts';
import { use } from '../setup/engine.ts';
import { relativeError, taken } from '../setup/tensors.ts';
import plain from './fixtures/plain.json' with { type: 'json' };
import residual from './fixtures/residual.json' with { type: 'json' };
import sigmoid from './fixtures/sigmoid.json' with { type: 'json' };

/** Written by make-fixtures.py, which says what the entries are. */
type Fixture = typeof residual;

interface Case {
  readonly name: string;
  readonly layers: readonly Layer[];
  readonly loss: Loss;
  readonly fixture: Fixture;
}

const cases: readonly Case[] = [
  {
    name: 'plain net',
    layers: cifarNet({ depth: 8, width: 4, shortcuts: false }),
    loss: losses.softmaxCrossEntropy,
    fixture: plain,
  },
  {
    name: 'residual net',
    layers: cifarNet({ depth: 8, width: 4, shortcuts: true }),
    loss: losses.softmaxCrossEntropy,
    fixture: residual,
  },
  { name: 'sigmoid net', layers: sigmoidMlp([11, 7], 10), loss: losses.sigmoidCrossEntropy, fixture: sigmoid },
];

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  let kernels: Kernels;
  beforeAll(async () => {
    kernels = await use(backend);
  });

  describe.each(cases)('the $name', ({ layers, loss, fixture }) => {
    let model: Model;
    let x: tf.Tensor;
    let targets: tf.Tensor2D;
    beforeAll(async () => {
      await tf.setBackend(backend);
      model = compile(layers, fixture.imageShape.slice(1), kernels, 0);
      expect(model.parameters.map(({ variable }) => variable.size)).toEqual(fixture.weights.map((values) => values.length));
      model.parameters.forEach(({ variable }, i) => variable.assign(tf.tensor(fixture.weights[i] ?? [], variable.shape)));
      x = tf.tensor(fixture.images, fixture.imageShape);
      const rows = fixture.labels.map((label) => Array.from({ length: 10 }, (_, k) => (k === label ? 1 : 0)));
      targets = tf.tensor2d(rows);
    });

    const learn = (): { value: tf.Scalar; gradients: tf.Tensor[] } => {
      const variables = model.parameters.map(({ variable }) => variable);
      const { value, grads } = tf.variableGrads(() => loss(model.forward(x, 'train'), targets), variables);
      return { value, gradients: variables.map(({ name }) => grads[name] as tf.Tensor) };
    };

    // In this order: running statistics move with each pass in training mode, as they did in PyTorch.
    it('has the loss and the gradients of PyTorch', async () => {
      const { value, gradients } = learn();
      expect((await taken(value))[0]).toBeCloseTo(fixture.loss, 5);
      for (const [i, gradient] of gradients.entries()) {
        expect(relativeError(await taken(gradient), fixture.gradients[i] ?? [])).toBeLessThan(1e-4);
      }
    });

    it('has its losses in the next ten steps of SGD with momentum and weight decay', async () => {
      const { learningRate, momentum, weightDecay } = fixture.optimizer;
      const velocities = model.parameters.map(({ variable }) => tf.variable(tf.zeros(variable.shape)));
      for (const expected of fixture.losses) {
        const { value, gradients } = learn();
        expect(Math.abs(((await taken(value))[0] ?? Number.NaN) / expected - 1)).toBeLessThan(1e-4);
        const slots = model.parameters.map(({ variable, role }, i) => ({
          variable,
          velocity: velocities[i] as tf.Variable,
          gradient: gradients[i] as tf.Tensor,
          weightDecay: role === 'weights' ? weightDecay : 0,
        }));
        kernels.update(slots, learningRate, momentum);
      }
    });

    it('has its logits in evaluation mode after them, with the running statistics', async () => {
      const logits = await taken(tf.tidy(() => model.forward(x, 'evaluate')));
      expect(relativeError(logits, fixture.evaluationLogits)).toBeLessThan(1e-3);
    });
  });
});

describe('the logits', () => {
  it.each(cases)('before training are those of PyTorch, too: $name', async ({ layers, fixture }) => {
    const kernels = await use('wasm');
    await tf.setBackend('wasm');
    const model = compile(layers, fixture.imageShape.slice(1), kernels, 0);
    model.parameters.forEach(({ variable }, i) => variable.assign(tf.tensor(fixture.weights[i] ?? [], variable.shape)));
    const logits = await taken(tf.tidy(() => model.forward(tf.tensor(fixture.images, fixture.imageShape), 'train')));
    expect(relativeError(logits, fixture.logits)).toBeLessThan(1e-5);
    model.dispose();
  });
});
