import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/lib/core/engines.ts';
import { channelWeights, gradCam } from '../../src/lib/core/grad-cam.ts';
import type { Engine } from '../../src/lib/core/net.ts';
import { createSession, netOptions, type SessionOptions } from '../../src/lib/core/session.ts';
import type { EvidenceRequest } from '../../src/lib/experiments/experiment.ts';
import type { Frame } from '../../src/lib/experiments/frame.ts';
import { unpackColour } from '../../src/lib/experiments/packed-colour.ts';
import { inEvaluationMode } from '../../src/lib/models/freezing.ts';
import { engineFiles } from '../setup/engine.ts';
import { relativeError } from '../setup/tensors.ts';
import { plan, residual } from './settings.ts';

const scaling = { mean: [100, 110, 120], deviation: [40, 50, 60] };
const request: EvidenceRequest = { layers: ['block 2', 'block 3'], example: 3, output: 4, unit: 5, scaling };

const options = (evidence: Partial<EvidenceRequest> = {}): SessionOptions => ({
  ...residual,
  layers: inEvaluationMode(residual.layers),
  metrics: [
    'classEvidence',
    'exampleImage',
    'exampleLogits',
    'unitImages',
    'unitClasses',
    'weightIdentity',
    'coveredMost',
    'coveredLeast',
  ],
  plan: { ...plan, steps: 0, evidence: { ...request, ...evidence } },
});

describe.each(['wasm', 'cpu'] as const)('class evidence on %s', (backend) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine(backend, engineFiles);
  });

  const measured = async (session: SessionOptions): Promise<{ frame: Frame | undefined; names: object }> => {
    const run = await createSession(engine, session);
    const { frames } = await run.finish().finally(() => run.dispose());
    return { frame: frames[0], names: run.layers };
  };

  it('is Grad-CAM of the image and logit asked for, one layer after the other, with the image and its logits', async () => {
    const { frame, names } = await measured(options());
    const net = await engine.createNet(netOptions(options()));
    const image = residual.dataset.test.images.subarray(3 * 192, 4 * 192);
    const gradients = await net.logitGradients(request.layers, image, 1, [4]);
    const outputs = await net.outputs(request.layers, image, 1);
    const maps = [8, 16].flatMap((channels, i) => [
      ...gradCam(channelWeights(gradients[i] ?? new Float32Array(), channels), outputs[i] ?? new Float32Array()),
    ]);
    const found = [frame?.values.classEvidence ?? []].flat();
    expect(found).toHaveLength(16 + 4);
    expect(relativeError(found, maps)).toBeLessThan(1e-6);
    expect(frame?.values.exampleLogits).toEqual([...(await net.logits(image, 1))]);
    net.dispose();
    const colours = [frame?.values.exampleImage ?? []].flat();
    expect(colours).toHaveLength(64);
    const [red] = unpackColour(colours[10] ?? 0);
    expect(Math.abs(red - Math.min(255, Math.max(0, 100 + 40 * (image[30] ?? 0))))).toBeLessThanOrEqual(5);
    expect(names).toMatchObject({ exampleLogits: { length: 10, 0: 'logit 1' } });
  });

  it('has Z alpha = w behind a global average pool, up to rounding', async () => {
    const { frame } = await measured(options());
    expect(frame?.values.weightIdentity).toBeLessThan(1e-6);
    const { frame: earlier } = await measured(options({ layers: ['block 2'] }));
    expect(earlier?.values.weightIdentity).not.toBeLessThan(1e-2);
  });

  it('finds the four test images for which a unit of the last layer is largest on average', async () => {
    const { frame } = await measured(options());
    const net = await engine.createNet(netOptions(options()));
    const { images, count, labels } = residual.dataset.test;
    const [given = new Float32Array()] = await net.outputs(['block 3'], images, count);
    net.dispose();
    const sums = Array.from({ length: count }, (_, i) =>
      [0, 1, 2, 3].reduce((sum, place) => sum + (given[(i * 4 + place) * 16 + 5] ?? 0), 0),
    );
    const top = [...sums.keys()].sort((a, b) => (sums[b] ?? 0) - (sums[a] ?? 0)).slice(0, 4);
    expect(frame?.values.unitClasses).toEqual(top.map((index) => labels[index]));
    expect(frame?.values.unitImages).toHaveLength(4 * 64);
  });

  it('says what it cannot look at', async () => {
    await expect(measured(options({ example: 60 }))).rejects.toThrow(
      new RangeError('There are test images 0 to 59, and none of number 60.'),
    );
    await expect(measured(options({ unit: 16 }))).rejects.toThrow(
      new RangeError('The layer "block 3" has units 0 to 15, and none of number 16.'),
    );
    await expect(measured(options({ layers: ['block 4'] }))).rejects.toThrow(new RangeError('The net has no layer "block 4".'));
    const { evidence, ...without } = options().plan;
    expect(evidence).toBeDefined();
    await expect(measured({ ...options(), plan: without })).rejects.toThrow(
      new RangeError('Class evidence is measured, but the plan does not say of what: give it an `evidence`.'),
    );
  });
});
