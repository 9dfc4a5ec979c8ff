import { describe, expect, it } from 'vitest';
import { divergenceInWords, isOfTheStart, onsetInWords } from '../../../src/components/experiment/divergence.ts';
import type { Divergence } from '../../../src/lib/experiments/frame.ts';
import { growthOf, onsetOf } from '../../../src/lib/experiments/onset.ts';

const signal = (...sizes: readonly number[]): Divergence['signal'] =>
  sizes.map((size, i) => ({ layer: `hidden ${i + 1}`, size }));

const steps = (first: number, ...norms: readonly (readonly number[])[]): Divergence['history'] =>
  norms.map((row, i) => ({ step: first + i, loss: 2, norms: row }));

const report: Divergence = {
  step: 7,
  layer: 'hidden 2',
  tensor: 'activation',
  signal: signal(1, 2),
  layers: ['hidden 1', 'hidden 2', 'output'],
  history: steps(4, [1, 0.1, 1], [5, 0.4, 3], [800, 90, 4]),
};

describe('where a divergence began', () => {
  it('is the earliest step in which a gradient had left its range, and the layer whose gradient had gone farthest', () => {
    expect(onsetOf(report)).toEqual({ kind: 'grown', step: 6, layer: 'hidden 2', since: 4, factor: 900 });
    const later = { ...report, history: [...report.history, { step: 7, loss: 9, norms: [1e9, 1, 1] }] };
    expect(onsetOf(later)).toEqual(onsetOf(report));
  });

  it('is the start, where no update was made', () => {
    expect(onsetOf({ ...report, step: 0, history: [] })).toEqual({ kind: 'start' });
  });

  it('is nowhere before, where all gradients kept their range or were zero', () => {
    const history = steps(4, [1, 0, 1], [5, 3, 3], [99, 7, 4]);
    expect(onsetOf({ ...report, history })).toEqual({ kind: 'sudden', since: 4 });
  });
});

describe('the growth of the signal', () => {
  it('goes from its smallest layer to the last one that is finite, with the mean factor', () => {
    const growth = growthOf({ signal: signal(5, 0, 2, 20, 2000, Infinity, Number.NaN) });
    expect(growth?.from).toEqual({ layer: 'hidden 3', size: 2 });
    expect(growth?.to).toEqual({ layer: 'hidden 5', size: 2000 });
    expect(growth?.perLayer).toBeCloseTo(Math.sqrt(1000), 10);
  });

  it.each([
    ['that stays within its range', [1, 3, 90]],
    ['that falls', [1e9, 1, 1e-9]],
    ['that was never finite', [Number.NaN, Number.NaN]],
    ['that is zero everywhere', [0, 0]],
    ['of no layers', []],
  ])('is none for a signal %s', (_, sizes) => {
    expect(growthOf({ signal: signal(...sizes) })).toBeUndefined();
  });
});

describe('a divergence in words', () => {
  it('names step, tensor and layer', () => {
    expect(divergenceInWords('plain, 56 layers', { ...report, layer: 'block 3, conv 2' })).toBe(
      'plain, 56 layers: at step 7 the activations of “block 3, conv 2” stopped being finite numbers, so training ended there.',
    );
  });

  it('says from where on the gradients had grown', () => {
    expect(onsetInWords(report)).toBe(
      'It began at step 6: there the weight gradient of “hidden 2” was 900 times what it had been at step 4.',
    );
  });

  it('blames the initial weights where there was no update, with the growth from layer to layer', () => {
    const atStart = { ...report, step: 0, history: [], signal: signal(5, 50, 500, 5000, Infinity) };
    expect(isOfTheStart(atStart)).toBe(true);
    expect(onsetInWords(atStart)).toBe(
      'It began before the first update, with the initial weights. In that step the activations grew from 5 in “hidden 1” to 5000 in ' +
        '“hidden 4”, 10 times a layer.',
    );
  });

  it('says when one update was enough, or when many steps gave no warning', () => {
    expect(isOfTheStart(report)).toBe(false);
    expect(onsetInWords({ ...report, step: 1, history: steps(0, [1, 1, 1]) })).toBe('It took a single update.');
    expect(onsetInWords({ ...report, history: steps(4, [1, 1, 1], [2, 2, 2], [3, 3, 3]) })).toBe(
      'It came without a warning: from step 4 on, no weight gradient had grown 100 times.',
    );
  });
});
