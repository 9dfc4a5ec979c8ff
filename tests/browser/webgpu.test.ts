import { describe, expect, it } from 'vitest';
import { totalNorm } from '../../src/lib/core/clip.ts';
import { openEngine } from '../../src/lib/core/engines.ts';
import type { Clip } from '../../src/lib/experiments/experiment.ts';
import { cases, type Case } from '../kernels/cases.ts';
import { engineFiles } from '../setup/engine.ts';
import { relativeError } from '../setup/tensors.ts';
import { useTestPage } from './test-page.ts';
import { diverge, farRows, manyRows, train } from './webgpu/training.ts';

const residual = 'option A shortcuts over odd sides, with a ReLU and without';
const fullyConnected = 'a fully connected net of every activation and of 30, 3 and 1 units';

const gated =
  'a highway layer first, over 8 features and images of 3 channels, convolutions with biases, exclusive gating with a ReLU';
const dense = 'dense blocks of 3 new channels, with bottlenecks and without, and pools of 2x2 and of 3x3 between';
const byExample = 'a group normalisation first, on 3 channels, and batch, layer, instance and RMS normalisation within blocks';
const recurrent = 'a recurrent layer of 5 tanh units over 7 steps of 3 numbers';
const clips: readonly Clip[] = [
  { by: 'norm', threshold: 0.2 },
  { by: 'value', threshold: 0.02 },
];

function caseOf(name: string): Case {
  const found = cases.find((test) => test.name === name);
  if (found === undefined) throw new Error(`There is no case "${name}".`);
  return found;
}

/** Our shaders in a real browser, on a GPU that is emulated. */
describe('on WebGPU', () => {
  const own = useTestPage('webgpu');

  describe('three steps agree with WASM:', () => {
    const worst = (found: readonly (readonly number[])[], expected: readonly (readonly number[])[]): number =>
      Math.max(...expected.map((values, i) => relativeError(found[i] ?? [], values)));

    it.each([
      ...[...cases, manyRows].map((test) => ({ test, title: test.name })),
      ...clips.flatMap((clip) =>
        [fullyConnected, recurrent].map((name) => ({ test: caseOf(name), title: `${name}, clipped by ${clip.by}`, clip })),
      ),
    ])('$title', async ({ test, clip }: { test: Case; clip?: Clip }) => {
      const found = await own.page.evaluate(([name, rule]) => window.webgpu.train(name, 3, rule), [test.name, clip] as const);
      const expected = await train(await openEngine('wasm', engineFiles), test, 3, clip);
      expect(found.measured.length).toBe(4);
      expected.measured.forEach(({ loss, norms, applied }, i) => {
        const { loss: foundLoss = Number.NaN, norms: foundNorms = [] } = found.measured[i] ?? {};
        expect(relativeError([foundLoss], [loss])).toBeLessThan(1e-5);
        expect(relativeError(foundNorms, norms)).toBeLessThan(1e-4);
        expect(relativeError([found.measured[i]?.applied ?? Number.NaN], [applied])).toBeLessThan(1e-4);
        if (clip !== undefined) expect(applied).toBeLessThan(0.8 * totalNorm(norms));
      });
      expect(worst(found.gradients, expected.gradients)).toBeLessThan(1e-4);
      expect(worst(found.weights, expected.weights)).toBeLessThan(1e-5);
      expect(worst(found.velocities, expected.velocities)).toBeLessThan(1e-4);
      expect(worst(found.statistics, expected.statistics)).toBeLessThan(1e-5);
      expect(relativeError(found.logits, expected.logits)).toBeLessThan(1e-4);
    });
  });

  it('batch statistics over many rows far from 0 agree with 64 bits', async () => {
    const [means = [], variances = []] = await own.page.evaluate(() => window.webgpu.farStatistics());
    const { images } = farRows.batch;
    for (let channel = 0; channel < 3; channel += 1) {
      const values = Array.from(images).filter((_, i) => i % 3 === channel);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
      // Running statistics begin at 0 and 1, and take a tenth of the batch's.
      expect(relativeError([means[channel] ?? Number.NaN], [0.1 * mean])).toBeLessThan(1e-6);
      expect(relativeError([(variances[channel] ?? Number.NaN) - 0.9], [0.1 * variance])).toBeLessThan(1e-5);
    }
  });

  it('a step of plain-20 takes a tenth of the dispatches of stock TensorFlow.js', async () => {
    const [ours, other] = [await own.newPage(), await own.newPage()];
    const { dispatches } = await ours.evaluate(() => window.webgpu.asks('plain-20', 1));
    const stock = await other.evaluate(() => window.webgpu.stockAsks());
    await Promise.all([ours.close(), other.close()]);
    expect(dispatches).toBeLessThanOrEqual(103);
    expect(dispatches).toBeLessThan(stock.dispatches / 10);
  });

  it('16 steps wait for the GPU once', async () => {
    const { reads } = await own.page.evaluate((name) => window.webgpu.asks(name, 16), fullyConnected);
    expect(reads).toBe(1);
  });

  describe('once a loss is not finite', () => {
    it('weights stay, though more steps were asked for before anybody looked, until a state is loaded', async () => {
      const few = await own.page.evaluate((name) => window.webgpu.diverge(name, 2), residual);
      const many = await own.page.evaluate((name) => window.webgpu.diverge(name, 7), residual);
      expect(many.losses.map((loss) => Number.isFinite(loss))).toEqual([true, ...new Array<boolean>(6).fill(false)]);
      expect(many.weights).toEqual(few.weights);
      expect(many.weights.flat().every((weight) => Number.isFinite(weight))).toBe(true);
      expect(many.recovers).toBe(true);
    });

    it('its place is named as WASM names it', async () => {
      const { place } = await own.page.evaluate((name) => window.webgpu.diverge(name, 3), residual);
      expect(place).toEqual((await diverge(await openEngine('wasm', engineFiles), caseOf(residual), 3)).place);
      expect(place?.tensor).toBe('activation');
    });
  });

  it.each([
    { name: residual },
    { name: gated },
    { name: dense },
    { name: byExample },
    { name: recurrent, clip: { by: 'norm', threshold: 0.2 } },
  ] as const)('keeps no tensor and no buffer over 50 steps: $name', async ({ name, ...given }: { name: string; clip?: Clip }) => {
    const { before, between, after } = await own.page.evaluate(([test, clip]) => window.webgpu.leaks(test, 50, clip), [
      name,
      given.clip,
    ] as const);
    expect(after).toEqual(between);
    expect(await own.page.evaluate(() => window.webgpu.memory())).toEqual(before);
  });
});
