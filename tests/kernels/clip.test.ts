import { beforeAll, describe, expect, it } from 'vitest';
import { totalNorm } from '../../src/lib/core/clip.ts';
import { openEngine } from '../../src/lib/core/engines.ts';
import type { Engine, Measured, Net, NetOptions, NetState } from '../../src/lib/core/net.ts';
import type { Clip } from '../../src/lib/experiments/experiment.ts';
import { engineFiles } from '../setup/engine.ts';
import { dense, recurrent } from '../setup/layers.ts';
import { normals, relativeError } from '../setup/tensors.ts';
import { batchOf, preparedNet, type Case } from './cases.ts';
import { bench } from './kernels.ts';

const small: Case = {
  name: 'small',
  layers: [recurrent(5, 'tanh'), dense(2)],
  inputShape: [6, 1, 3],
  count: 4,
  loss: 'meanSquaredError',
};
const optimizer = { learningRate: 0.1, momentum: 0.9, weightDecay: 0.01 } satisfies NetOptions['optimizer'];

describe('the kernels', () => {
  it.each([1, 3, 4, 7, 16])('clip %i numbers by value and by a factor', async (count) => {
    const { run, put, get } = await bench();
    const x = normals('numbers', [count]);
    const [from, to] = [put(x), put(new Float32Array(count + 1).fill(9))];
    run.clip(from, to, count, 0.5, 2);
    expect([...get(to, count)]).toEqual([...x].map((value) => 2 * Math.min(Math.max(value, -0.5), 0.5)));
    expect(get(to, count + 1)[count]).toBe(9);
    run.clip(from, to, count, Infinity, 1);
    expect(get(to, count)).toEqual(x);
    expect(get(from, count)).toEqual(x);
  });

  it('hand on what is not a number', async () => {
    const { run, put, get } = await bench();
    const at = put(new Float32Array(6).fill(Number.NaN));
    run.clip(at, at, 6, 0.5, 2);
    expect([...get(at, 6)]).toEqual(new Array<number>(6).fill(Number.NaN));
  });

  it('turn the rows of examples into those of steps, and back', async () => {
    const { run, put, get } = await bench();
    const x = Float32Array.from({ length: 2 * 3 * 2 }, (_, i) => i);
    const [from, to, back] = [put(x), put(new Float32Array(12)), put(new Float32Array(12))];
    run.swapRows(from, to, 2, 3, 2);
    expect([...get(to, 12)]).toEqual([0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11]);
    run.swapRows(to, back, 3, 2, 2);
    expect(get(back, 12)).toEqual(x);
  });
});

interface Step {
  readonly measured: Measured;
  readonly gradients: readonly Float32Array[];
}

/** One step, and what it measured. */
async function learn(net: Net, name: string, updates = true): Promise<Step> {
  net.step(batchOf(small, name), updates);
  const [measured] = await net.measured();
  if (measured === undefined) throw new Error('The step measured nothing.');
  return { measured, gradients: await net.gradients() };
}

/** Three steps in float64: what PyTorch does between `backward()` and the end of `step()`. */
function followed(
  net: Net,
  start: NetState,
  steps: readonly Step[],
  clipped: (g: number, norm: number) => number,
): Float64Array[] {
  const weights = start.weights.map((values) => Float64Array.from(values));
  const velocities = start.velocities.map((values) => Float64Array.from(values));
  for (const { gradients } of steps) {
    const norm = totalNorm(gradients.map((values) => Math.hypot(...values)));
    net.parameters.forEach(({ role }, i) => {
      const [w = new Float64Array(), v = new Float64Array()] = [weights[i], velocities[i]];
      gradients[i]?.forEach((gradient, j) => {
        const decay = role === 'weights' ? optimizer.weightDecay : 0;
        v[j] = optimizer.momentum * (v[j] ?? NaN) + clipped(gradient, norm) + decay * (w[j] ?? NaN);
        w[j] = (w[j] ?? NaN) - optimizer.learningRate * v[j];
      });
    });
  }
  return weights;
}

describe.each(['wasm', 'cpu'] as const)('a net on %s whose gradients are clipped', (backend) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine(backend, engineFiles);
  });

  const netOf = (clip?: Clip): Promise<Net> => preparedNet(engine, small, { ...optimizer, ...(clip && { clip }) });
  const names = ['images', 'other images', 'third images'];

  it.each([
    { clip: { by: 'norm', threshold: 0.3 }, clipped: (g: number, norm: number) => g * Math.min(1, 0.3 / (norm + 1e-6)) },
    { clip: { by: 'value', threshold: 0.05 }, clipped: (g: number) => Math.min(Math.max(g, -0.05), 0.05) },
  ] as const)('by $clip.by takes the clipped gradients into weight decay and momentum', async ({ clip, clipped }) => {
    const net = await netOf(clip);
    const start = await net.state();
    const steps: Step[] = [];
    for (const name of names) steps.push(await learn(net, name));
    const expected = followed(net, start, steps, clipped);
    (await net.state()).weights.forEach((values, i) => expect(relativeError(values, expected[i] ?? [])).toBeLessThan(2e-6));
    for (const { measured, gradients } of steps) {
      const norms = gradients.map((values) => Math.hypot(...values));
      const applied = gradients.map((values) => Math.hypot(...values.map((g) => clipped(g, totalNorm(norms)))));
      expect(relativeError(measured.norms, norms)).toBeLessThan(1e-6);
      expect(measured.applied / totalNorm(applied)).toBeCloseTo(1, 6);
      // Otherwise this test would be one of nothing.
      expect(totalNorm(norms)).toBeGreaterThan(1.5 * measured.applied);
    }
    net.dispose();
  });

  it('by norm applies no more than the threshold', async () => {
    for (const threshold of [1e-3, 0.1, 0.37]) {
      const net = await netOf({ by: 'norm', threshold });
      const { measured } = await learn(net, 'images');
      expect(measured.applied).toBeLessThanOrEqual(threshold * (1 + 1e-6));
      expect(measured.applied).toBeGreaterThan(threshold * (1 - 2e-5));
      net.dispose();
    }
  });

  it('measures the same before clipping, updated or not', async () => {
    const [free, net] = [await netOf(), await netOf({ by: 'norm', threshold: 0.1 })];
    const expected = await learn(free, 'images', false);
    const { measured, gradients } = await learn(net, 'images', false);
    expect(measured.norms).toEqual(expected.measured.norms);
    expect(measured.applied).toBeCloseTo(0.1, 5);
    expect(expected.measured.applied).toBe(totalNorm(expected.measured.norms));
    expect(gradients).toEqual(expected.gradients);
    expect((await learn(net, 'images')).gradients).toEqual(expected.gradients);
    free.dispose();
    net.dispose();
  });

  it('is the same, bit for bit, as one without where the threshold is never reached', async () => {
    const states: NetState[] = [];
    for (const clip of [undefined, { by: 'norm', threshold: 1e6 }, { by: 'value', threshold: 1e6 }] as const) {
      const net = await netOf(clip);
      for (const name of names) await learn(net, name);
      states.push(await net.state());
      net.dispose();
    }
    expect(states[1]).toEqual(states[0]);
    expect(states[2]).toEqual(states[0]);
  });

  it('leaves weights as they are where a gradient is not finite', async () => {
    const net = await netOf({ by: 'norm', threshold: 0.1 });
    const before = await net.state();
    const batch = batchOf(small);
    net.step({ ...batch, images: batch.images.map(() => Number.NaN) }, true);
    const [measured] = await net.measured();
    expect(measured?.loss).toBeNaN();
    expect((await net.state()).weights).toEqual(before.weights);
    net.dispose();
  });
});
