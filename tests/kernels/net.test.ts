import { beforeAll, describe, expect, it } from 'vitest';
import type { Batch } from '../../src/lib/core/batches.ts';
import { openEngine } from '../../src/lib/core/engines.ts';
import type { Engine, Net, NetOptions } from '../../src/lib/core/net.ts';
import { freeze } from '../../src/lib/models/freezing.ts';
import { engineFiles } from '../setup/engine.ts';
import { conv, dense, flatten, norm, pool, relu, residual, softsign, tanh } from '../setup/layers.ts';
import { referenceLoss } from '../setup/reference.ts';
import { normals, relativeError } from '../setup/tensors.ts';
import { batchOf, cases, preparedNet, type Case } from './cases.ts';

/** What both engines promise of a net besides its numbers, which `plan.test.ts` holds against the reference. */
const backends = ['wasm', 'cpu'] as const;
const engines = {} as Record<(typeof backends)[number], Engine>;
beforeAll(async () => {
  for (const backend of backends) engines[backend] = await openEngine(backend, engineFiles);
});

const small: Case = {
  name: 'small',
  layers: [conv(4), norm, relu, pool, dense(3)],
  inputShape: [4, 4, 3],
  count: 5,
  loss: 'softmaxCrossEntropy',
};
const optimizer = { learningRate: 0.1, momentum: 0.9, weightDecay: 0.01 } satisfies NetOptions['optimizer'];

/** One step, measured. */
async function learn(net: Net, batch: Batch, updates = true): Promise<number> {
  net.step(batch, updates);
  const [measured] = await net.measured();
  return measured?.loss ?? Number.NaN;
}

describe('WebAssembly and plain JavaScript', () => {
  it.each(cases)('agree to 5 in a million: $name', async (test) => {
    const results = await Promise.all(
      backends.map(async (backend) => {
        const net = await preparedNet(engines[backend], test);
        const loss = await learn(net, batchOf(test), false);
        const gradients = await net.gradients();
        const logits = await net.logits(normals('more images', [5, ...test.inputShape]), 5);
        net.dispose();
        return [Float32Array.of(loss), logits, ...gradients];
      }),
    );
    const [wasm = [], cpu = []] = results;
    expect(wasm.length).toBe(cpu.length);
    wasm.forEach((values, i) => expect(relativeError(values, cpu[i] ?? [])).toBeLessThan(5e-6));
  });
});

describe.each(backends)('a net on %s', (backend) => {
  it('follows its gradients with momentum, and decays weights but no biases, gains and shifts', async () => {
    const net = await preparedNet(engines[backend], small, optimizer);
    const before = await net.state();
    const weights = before.weights.map((values) => Float64Array.from(values));
    const velocities = before.velocities.map((values) => Float64Array.from(values));
    const { learningRate, momentum, weightDecay } = optimizer;
    for (const name of ['images', 'other images', 'third images']) {
      await learn(net, batchOf(small, name));
      const gradients = await net.gradients();
      net.parameters.forEach(({ role }, i) => {
        const [w = [], v = []] = [weights[i], velocities[i]];
        const decay = role === 'weights' ? weightDecay : 0;
        gradients[i]?.forEach((gradient, j) => {
          v[j] = momentum * (v[j] ?? Number.NaN) + gradient + decay * (w[j] ?? Number.NaN);
          w[j] = (w[j] ?? Number.NaN) - learningRate * v[j];
        });
      });
    }
    const after = await net.state();
    after.weights.forEach((values, i) => expect(relativeError(values, weights[i] ?? [])).toBeLessThan(1e-6));
    after.velocities.forEach((values, i) => expect(relativeError(values, velocities[i] ?? [])).toBeLessThan(1e-6));
    net.dispose();
  });

  it('looks ahead with the momentum of a schedule, and learns in each layer at a speed of its own', async () => {
    const schedule = { schedule: 'sutskever', max: 0.7, every: 1 } as const; // 1/2, 0.7, 0.7
    const scaled: Case = {
      ...small,
      layers: [flatten, { ...dense(4), learningRateScale: 0 }, relu, { ...dense(3), learningRateScale: 2.5 }, dense(3)],
    };
    const net = await preparedNet(engines[backend], scaled, { ...optimizer, momentum: schedule, nesterov: true });
    const before = await net.state();
    const weights = before.weights.map((values) => Float64Array.from(values));
    const velocities = before.velocities.map((values) => Float64Array.from(values));
    const momenta = [0.5, 0.7, 0.7];
    for (const [i, name] of ['images', 'other images', 'third images'].entries()) {
      // A step that only measures takes no turn of the schedule.
      await learn(net, batchOf(scaled, name), false);
      await learn(net, batchOf(scaled, name));
      const mu = momenta[i] ?? Number.NaN;
      const gradients = await net.gradients();
      net.parameters.forEach(({ role, learningRateScale }, p) => {
        const [w = [], v = []] = [weights[p], velocities[p]];
        gradients[p]?.forEach((gradient, j) => {
          const pull = gradient + (role === 'weights' ? optimizer.weightDecay : 0) * (w[j] ?? Number.NaN);
          v[j] = mu * (v[j] ?? Number.NaN) + pull;
          w[j] = (w[j] ?? Number.NaN) - optimizer.learningRate * learningRateScale * (pull + mu * v[j]);
        });
      });
    }
    const after = await net.state();
    expect(after.updates).toBe(3);
    expect(net.parameters.map(({ learningRateScale }) => learningRateScale)).toEqual([0, 0, 2.5, 2.5, 1, 1]);
    expect(after.weights.slice(0, 2)).toEqual(before.weights.slice(0, 2));
    after.weights.forEach((values, i) => expect(relativeError(values, weights[i] ?? [])).toBeLessThan(1e-6));
    net.dispose();
  });

  it('follows a learning rate that goes through one cycle', async () => {
    const schedule = { kind: 'oneCycle', steps: 4, rise: 0.5 } as const;
    const net = await preparedNet(engines[backend], small, { learningRate: 0.1, schedule, momentum: 0, weightDecay: 0 });
    // w = 1: a 25th of the rate, all of it, half of it, next to nothing; and that again, where there are more steps than in the plan.
    const rates = [0.004, 0.1, 0.1 * (1 - 0.5 * (1 - 1 / 250_000)), 4e-7, 4e-7];
    for (const rate of rates) {
      const before = await net.state();
      await learn(net, batchOf(small));
      const gradients = await net.gradients();
      const expected = before.weights.map((values, i) => values.map((w, j) => w - rate * (gradients[i]?.[j] ?? Number.NaN)));
      const after = await net.state();
      after.weights.forEach((values, i) => expect(relativeError(values, expected[i] ?? [])).toBeLessThan(1e-6));
    }
    net.dispose();
  });

  it('leaves what is frozen as it is, weight decay or not, and running statistics too where they are frozen', async () => {
    const layers = [...freeze([conv(4), norm, relu, residual('identity', conv(4), norm)], 'evaluation'), norm, pool, dense(3)];
    const net = await preparedNet(engines[backend], { ...small, layers }, { ...optimizer, nesterov: true });
    const before = await net.state();
    for (const name of ['images', 'other images']) await learn(net, batchOf(small, name));
    const after = await net.state();
    const isSame = (values: readonly Float32Array[], others: readonly Float32Array[]): boolean[] =>
      values.map((numbers, i) => numbers.every((value, j) => value === others[i]?.[j]));
    // Two convolutions and two normalisations, then gains, shifts, weights and biases.
    expect(isSame(after.weights, before.weights)).toEqual([...new Array<boolean>(6).fill(true), false, false, false, false]);
    expect(isSame(after.velocities, before.velocities)).toEqual([
      ...new Array<boolean>(6).fill(true),
      false,
      false,
      false,
      false,
    ]);
    expect(isSame(after.statistics, before.statistics)).toEqual([true, true, true, true, false, false]);
    net.dispose();
  });

  it('is refused where nothing of it learns', async () => {
    const layers = freeze(small.layers, 'batch');
    await expect(engines[backend].createNet({ ...small, layers, optimizer, capacity: 1, seed: 0 })).rejects.toThrow(
      new RangeError(
        'Every layer of this net is frozen, so there is nothing to train. Give one a learningRateScale other than 0.',
      ),
    );
  });

  it('has the loss of a batch with the running statistics, however many examples it has', async () => {
    const net = await preparedNet(engines[backend], small);
    const many = batchOf({ ...small, count: 70 });
    const logits = await net.logits(many.images, 70);
    const expected = referenceLoss(small.loss, Float64Array.from(logits), many.targets, 3);
    expect((await net.loss(many)) / expected).toBeCloseTo(1, 6);
    net.dispose();
  });

  it('gives what its layers gave, by their names', async () => {
    const layers = [conv(4), norm, relu, residual('identity', conv(4), tanh), pool, dense(5), softsign, dense(3)];
    const test: Case = { ...small, layers };
    const net = await preparedNet(engines[backend], test);
    const images = normals('activated', [70, 4, 4, 3]);
    const found = await net.outputs(['norm 1', 'block 1, activation 1', 'activation 1'], images, 70);
    expect(found.map(({ length }) => length)).toEqual([70 * 64, 70 * 64, 70 * 5]);
    const [rectified, saturated, soft] = found;
    expect(Math.min(...(rectified ?? []))).toBe(0);
    expect(Math.max(...(saturated ?? []).map(Math.abs))).toBeLessThan(1);
    const { weights } = await net.state();
    const [output = [], biases = []] = weights.slice(-2);
    const logit = Array.from({ length: 5 }, (_, i) => (soft?.[69 * 5 + i] ?? Number.NaN) * (output[3 * i] ?? Number.NaN));
    const logits = await net.logits(images, 70);
    expect(logit.reduce((sum, term) => sum + term, biases[0] ?? Number.NaN)).toBeCloseTo(logits[69 * 3] ?? Number.NaN, 5);
    await expect(net.outputs(['norm 1', 'norm 2'], images, 70)).rejects.toThrow(new RangeError('The net has no layer "norm 2".'));
    net.dispose();
  });

  it('sees examples as a step would, with their own statistics, and leaves the running ones alone', async () => {
    const layers = [conv(4), norm, pool, dense(5), norm, dense(3)];
    const test: Case = { ...small, layers };
    const net = await preparedNet(engines[backend], test);
    const { statistics } = await net.state();
    const images = normals('observed', [small.count, 4, 4, 3]);
    const [map = new Float32Array(), vector = new Float32Array()] = await net.outputs(
      ['norm 1', 'norm 2'],
      images,
      small.count,
      'batch',
    );
    const { weights } = await net.state();
    // Each channel is normalised to variance 1, and so leaves with its gain and its shift.
    const momentsOf = (values: Float32Array, channels: number, c: number): readonly [number, number] => {
      const own = [...values].filter((_, i) => i % channels === c);
      const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
      return [mean, Math.sqrt(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length)];
    };
    const valuesOf = (layer: string, role: string): Float32Array =>
      weights[net.parameters.findIndex((one) => one.layer === layer && one.role === role)] ?? new Float32Array();
    for (const [layer, values, channels] of [
      ['norm 1', map, 4],
      ['norm 2', vector, 5],
    ] as const) {
      for (let c = 0; c < channels; c += 1) {
        const [mean, deviation] = momentsOf(values, channels, c);
        expect(mean).toBeCloseTo(valuesOf(layer, 'shifts')[c] ?? Number.NaN, 3);
        expect(deviation).toBeCloseTo(Math.abs(valuesOf(layer, 'gains')[c] ?? Number.NaN), 2);
      }
    }
    expect((await net.state()).statistics).toEqual(statistics);
    const many = normals('too many', [70, 4, 4, 3]);
    await expect(net.outputs(['norm 1'], many, 70, 'batch')).rejects.toThrow(
      new RangeError(`A step of this net takes from 1 to ${small.count} examples, got 70.`),
    );
    net.dispose();
  });

  it('leaves weights and velocities as they are where it is not to update', async () => {
    const net = await preparedNet(engines[backend], small, optimizer);
    await learn(net, batchOf(small));
    const before = await net.state();
    await learn(net, batchOf(small), false);
    const after = await net.state();
    expect(after.weights).toEqual(before.weights);
    expect(after.velocities).toEqual(before.velocities);
    expect(after.statistics).not.toEqual(before.statistics);
    net.dispose();
  });

  it('leaves weights as they are from the first loss on that is not finite, until others are loaded', async () => {
    const net = await preparedNet(engines[backend], small, optimizer);
    const before = await net.state();
    const broken = { ...batchOf(small), images: new Float32Array(5 * 48).fill(Number.NaN) };
    expect(await learn(net, broken)).toBeNaN();
    await learn(net, batchOf(small));
    expect((await net.state()).weights).toEqual(before.weights);
    net.load(before);
    expect(await learn(net, batchOf(small))).toBeGreaterThan(0);
    expect((await net.state()).weights).not.toEqual(before.weights);
    net.dispose();
  });

  it('goes on from a loaded state as the net goes on that it is of', async () => {
    const first = await preparedNet(engines[backend], small, optimizer);
    await learn(first, batchOf(small));
    const second = await engines[backend].createNet({ ...small, optimizer, capacity: small.count, seed: 1 });
    second.load(await first.state());
    for (const net of [first, second]) await learn(net, batchOf(small, 'other images'));
    expect(await second.state()).toEqual(await first.state());
    first.dispose();
    second.dispose();
  });

  it.each(['softmaxCrossEntropy', 'sigmoidCrossEntropy'] as const)('has a finite %s for logits of 300', async (loss) => {
    const layers = [flatten, dense(2)];
    const net = await engines[backend].createNet({ layers, inputShape: [1, 1, 1], loss, optimizer, capacity: 1, seed: 0 });
    const state = await net.state();
    // The biases are the logits, since the image is 0.
    net.load({ ...state, weights: [new Float32Array(2), Float32Array.of(300, -300)] });
    // 600 = 300 - (-300) for softmax; 300 for the class that is missed and 300 for the one that is wrongly sure.
    const wrong: Batch = { count: 1, images: Float32Array.of(0), targets: Float32Array.of(0, 1) };
    expect(await learn(net, wrong, false)).toBeCloseTo(600, 3);
    expect([...((await net.gradients())[1] ?? [])]).toEqual([expect.closeTo(1, 6), expect.closeTo(-1, 6)]);
    net.dispose();
  });

  it('takes batches of other sizes in turn, and has no memory of the larger one', async () => {
    const net = await preparedNet(engines[backend], small);
    const one: Batch = { count: 1, images: normals('one', [4, 4, 3]), targets: Float32Array.of(0, 1, 0) };
    const alone = await learn(net, one, false);
    const gradients = await net.gradients();
    await learn(net, batchOf(small), false);
    expect(await learn(net, { ...one }, false)).toBe(alone);
    expect(await net.gradients()).toEqual(gradients);
    net.dispose();
  });

  it('evaluates an image alone, whatever is in the batch with it', async () => {
    const net = await preparedNet(engines[backend], small);
    const images = normals('evaluated', [70, 4, 4, 3]);
    const all = await net.logits(images, 70);
    expect(all).toHaveLength(210);
    for (const i of [0, 31, 32, 49, 50, 69]) {
      expect(await net.logits(images.slice(48 * i, 48 * (i + 1)), 1)).toEqual(all.slice(3 * i, 3 * (i + 1)));
    }
    net.dispose();
  });

  it('keeps a batch that did not change, and sees one that did', async () => {
    const net = await preparedNet(engines[backend], small);
    const [first, second] = [batchOf(small), batchOf(small, 'other images')];
    const losses: number[] = [];
    for (const batch of [first, first, second, first]) losses.push(await learn(net, batch, false));
    expect(losses[1]).toBe(losses[0]);
    expect(losses[2]).not.toBe(losses[0]);
    expect(losses[3]).toBe(losses[0]);
    // An evaluation in between takes the place of the batch.
    await net.logits(second.images, 5);
    expect(await learn(net, first, false)).toBe(losses[0]);
    net.dispose();
  });

  it('refuses a batch without examples, and one of more than it was made for', async () => {
    const net = await preparedNet(engines[backend], small);
    const none: Batch = { count: 0, images: new Float32Array(0), targets: new Float32Array(0) };
    expect(() => net.step(none, true)).toThrow(new RangeError('A step of this net takes from 1 to 5 examples, got 0.'));
    const six = batchOf({ ...small, count: 6 });
    expect(() => net.step(six, true)).toThrow(new RangeError('A step of this net takes from 1 to 5 examples, got 6.'));
    net.dispose();
  });

  it('is refused where its layers do not fit on each other', async () => {
    const create = (layers: NetOptions['layers']): Promise<Net> =>
      engines[backend].createNet({ layers, inputShape: [4, 4, 3], loss: 'softmaxCrossEntropy', optimizer, capacity: 1, seed: 0 });
    await expect(create([conv(4), dense(3)])).rejects.toThrow(
      new RangeError(
        'A dense layer needs an input of shape [features]; put a flatten or globalAveragePool before it, got [4,4,4].',
      ),
    );
    await expect(create([flatten, conv(4)])).rejects.toThrow(
      new RangeError('A conv2d layer needs an input of shape [height, width, channels], got [48].'),
    );
    await expect(create([conv(4)])).rejects.toThrow(
      new RangeError('A model must end with one vector of logits an example, but ends with [4,4,4].'),
    );
  });
});
