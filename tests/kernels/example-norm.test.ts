import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/lib/core/engines.ts';
import type { Engine } from '../../src/lib/core/net.ts';
import { normalisedByExample } from '../../src/lib/core/normalised-by-example.ts';
import { instanceNorm, layerNorm, rmsNorm } from '../../src/lib/models/norms.ts';
import { engineFiles } from '../setup/engine.ts';
import { dense, pool, relu } from '../setup/layers.ts';
import { normals, relativeError } from '../setup/tensors.ts';

const inputShape = [48, 32, 3] as const;
const size = 48 * 32 * 3;
const kinds = [layerNorm, instanceNorm, rmsNorm] as const;

describe.each(['wasm', 'cpu'] as const)('a normalisation of each example on %s', (backend) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine(backend, engineFiles);
  });

  const outputOf = async (layer: (typeof kinds)[number], images: Float32Array, count: number): Promise<Float32Array> => {
    const optimizer = { learningRate: 0, momentum: 0, weightDecay: 0 };
    const layers = [layer, relu, pool, dense(2)];
    const net = await engine.createNet({ layers, inputShape, loss: 'softmaxCrossEntropy', optimizer, capacity: 2, seed: 0 });
    const [output = new Float32Array()] = await net.outputs(['norm 1'], images, count);
    net.dispose();
    return output;
  };

  // A float32 near 100 is off by up to 4e-6, and so is what is left of it when the mean is taken away.
  it.each(kinds)('keeps the digits of images that lie far from 0: $type, $groups', async (layer) => {
    const images = normals('far', [2, ...inputShape]).map((value) => 100 + value);
    const expected = normalisedByExample(layer, inputShape, images).map((h) => Math.max(h, 0));
    expect(relativeError(await outputOf(layer, images, 2), expected)).toBeLessThan(5e-6);
  });

  it.each(kinds)('hands on what is not a number, to the groups that it belongs to alone: $type, $groups', async (layer) => {
    const images = normals('broken', [2, ...inputShape]);
    images[3] = Number.NaN;
    const output = await outputOf(layer, images, 2);
    const isLost = Array.from(output, Number.isNaN);
    expect(isLost).toEqual(Array.from(output, (_, i) => i < size && (layer !== instanceNorm || i % 3 === 0)));
  });
});
