import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../src/lib/core/compile.ts';
import type { Kernels } from '../../src/lib/core/kernels/kernels.ts';
import { cifarNet } from '../../src/lib/models/cifar-net.ts';
import { parameterCount } from '../../src/lib/models/count.ts';
import type { Layer } from '../../src/lib/models/layers.ts';
import { sigmoidMlp } from '../../src/lib/models/mlp.ts';
import { use } from '../setup/engine.ts';
import { normals, taken } from '../setup/tensors.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await use('wasm');
});

const residual = cifarNet({ depth: 8, width: 4, shortcuts: true });

/** The names that a forward pass visits. */
function visited(layers: readonly Layer[], input: readonly number[]): string[] {
  const model = compile(layers, input, kernels, 0);
  const names: string[] = [];
  tf.tidy(() => void model.forward(tf.zeros([2, ...input]), 'train', (layer) => names.push(layer)));
  model.dispose();
  return names;
}

describe('a compiled model', () => {
  it('has the parameters that the architecture counts', () => {
    for (const [layers, input] of [
      [residual, [8, 8, 3]],
      [sigmoidMlp([5, 4], 10), [3, 3, 1]],
    ] as const) {
      const model = compile(layers, input, kernels, 0);
      const count = model.parameters.reduce((sum, { variable }) => sum + variable.size, 0);
      expect(count).toBe(parameterCount(layers, input));
      model.dispose();
    }
  });

  it('names its layers as a reader counts them', () => {
    expect(visited(residual, [8, 8, 3]).slice(0, 8)).toEqual([
      'conv 1',
      'norm 1',
      'block 1, conv 1',
      'block 1, norm 1',
      'block 1, conv 2',
      'block 1, norm 2',
      'block 1',
      'block 2, conv 1',
    ]);
    expect(visited(residual, [8, 8, 3]).slice(-2)).toEqual(['average pool', 'dense']);
    expect(visited(sigmoidMlp([5, 4], 10), [3, 3, 1])).toEqual([
      'flatten',
      'hidden 1',
      'activation 1',
      'hidden 2',
      'activation 2',
      'output',
    ]);
  });

  it('draws each weight from a stream of its own, so that more layers change no other weights', async () => {
    const weightsOf = async (depth: number, layer: string): Promise<Float32Array> => {
      const model = compile(cifarNet({ depth, width: 4, shortcuts: false }), [8, 8, 3], kernels, 3);
      const parameter = model.parameters.find((candidate) => candidate.layer === layer);
      const values = Float32Array.from((await parameter?.variable.data()) ?? []);
      model.dispose();
      return values;
    };
    expect(await weightsOf(8, 'conv 3')).toHaveLength(3 * 3 * 4 * 4);
    expect(await weightsOf(14, 'conv 3')).toEqual(await weightsOf(8, 'conv 3'));
    expect(await weightsOf(8, 'conv 3')).not.toEqual(await weightsOf(8, 'conv 2'));
  });

  it('evaluates an image alone, whatever is in the batch with it, and only in evaluation', async () => {
    const model = compile(residual, [8, 8, 3], kernels, 0);
    const images = tf.tensor4d(normals('images', [4, 8, 8, 3]), [4, 8, 8, 3]);
    const first = tf.slice(images, 0, 1);
    const logits = (x: tf.Tensor, mode: 'train' | 'evaluate'): Promise<Float32Array> =>
      taken(tf.tidy(() => model.forward(x, mode)));
    expect((await logits(images, 'evaluate')).slice(0, 10)).toEqual(await logits(first, 'evaluate'));
    expect((await logits(images, 'train')).slice(0, 10)).not.toEqual(await logits(first, 'train'));
    tf.dispose([images, first]);
    model.dispose();
  });

  it('frees all its tensors', () => {
    const before = tf.memory().numTensors;
    compile(residual, [8, 8, 3], kernels, 0).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('must end with logits', () => {
    expect(() => compile(residual.slice(0, -2), [8, 8, 3], kernels, 0)).toThrow(
      'A model must end with one vector of logits an example, but ends with [2,2,16].',
    );
  });
});
