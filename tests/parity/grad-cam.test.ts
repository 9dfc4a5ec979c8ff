import { describe, expect, it } from 'vitest';
import { openEngine } from '../../src/lib/core/engines.ts';
import { channelWeights, gradCam } from '../../src/lib/core/grad-cam.ts';
import { cifarNet } from '../../src/lib/models/cifar-net.ts';
import { inEvaluationMode } from '../../src/lib/models/freezing.ts';
import { engineFiles } from '../setup/engine.ts';
import { relativeError } from '../setup/tensors.ts';
import fixture from './fixtures/grad-cam.json' with { type: 'json' };

describe.each(['wasm', 'cpu'] as const)('Grad-CAM of a residual net on %s', (backend) => {
  it('has the gradients and the maps of PyTorch at each stage', async () => {
    const engine = await openEngine(backend, engineFiles);
    const net = await engine.createNet({
      layers: inEvaluationMode(cifarNet({ depth: 8, width: 4, shortcuts: true })),
      inputShape: [9, 7, 3],
      loss: 'softmaxCrossEntropy',
      optimizer: { learningRate: 0.1, momentum: 0, weightDecay: 0 },
      capacity: 3,
      seed: 0,
    });
    const { weights, statistics } = fixture;
    const state = await net.state();
    net.load({
      ...state,
      weights: weights.map((values) => Float32Array.from(values)),
      statistics: statistics.map((values) => Float32Array.from(values)),
    });
    const images = Float32Array.from(fixture.images);
    expect(relativeError(await net.logits(images, 3), fixture.logits)).toBeLessThan(2e-6);
    const gradients = await net.logitGradients(fixture.layers, images, 3, fixture.chosen);
    const outputs = await net.outputs(fixture.layers, images, 3);
    fixture.layers.forEach((layer, i) => {
      const [gradient = new Float32Array(), output = new Float32Array()] = [gradients[i], outputs[i]];
      expect(relativeError(gradient, fixture.gradients[i] ?? []), layer).toBeLessThan(2e-5);
      const size = gradient.length / 3;
      const channels = [4, 4, 8, 16][i] ?? 0;
      const maps = [0, 1, 2].flatMap((image) => {
        const of = (values: Float32Array): Float32Array => values.subarray(image * size, (image + 1) * size);
        return [...gradCam(channelWeights(of(gradient), channels), of(output))];
      });
      expect(relativeError(maps, fixture.maps[i] ?? []), layer).toBeLessThan(2e-5);
    });
    net.dispose();
  });
});
