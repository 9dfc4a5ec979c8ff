import { describe, expect, it } from 'vitest';
import { experimentOf } from '../../../../src/lib/experiments/registry.ts';
import type { RunLog } from '../../../../src/lib/experiments/runlog.ts';
import { stringify } from '../../../../src/lib/tools/record/files.ts';
import { selectExperiments, selectPreset } from '../../../../src/lib/tools/record/select.ts';
import { ClaimFailure, summarise } from '../../../../src/lib/tools/record/summarise.ts';
import { presetValues } from '../../../../src/lib/runner/state.ts';

const experiment = experimentOf('linear-product');
const compute = (): RunLog => (experiment.kind === 'compute' ? experiment.compute(presetValues(experiment, 'quick')) : {});
const run = (log: RunLog, seconds = 1) => ({ log, digests: {}, seconds, calibration: 2 });

describe('a recording', () => {
  it('keeps thinned, rounded curves of every seed and the evidence of every claim', () => {
    const recording = summarise(experiment, 'quick', [
      { seed: 0, run: run(compute(), 1) },
      { seed: 1, run: run(compute(), 3) },
    ]);
    const activation = recording.arms['chain']?.metrics['activation'];
    expect(activation?.x).toHaveLength(61);
    expect([activation?.x[0], activation?.x.at(-1)]).toEqual([1, 150]);
    expect(activation?.y).toHaveLength(2);
    // The norm of 1.5^150 (1, 1), as powers give it.
    expect(activation?.y[0]?.at(-1)).toBe(Number((Math.SQRT2 * 1.5 ** 150).toPrecision(5)));
    expect(recording.seconds).toBe(2);
    expect(recording.claims.map(({ evidence }) => evidence.length)).toEqual(experiment.claims.map(() => 2));
    expect(recording.version).toMatch(/^[0-9a-f]{8}$/);
  });

  it('keeps the single neurons of the first seed alone', () => {
    const initial = experimentOf('initial-speeds');
    const speeds = { layers: ['hidden 1', 'hidden 2', 'hidden 3', 'hidden 4'], x: [0], y: [[1, 10, 100, 1000]] };
    const arm = { biasGradientNorm: speeds, biasGradients: { layers: ['hidden 1, neuron 1'], x: [0], y: [[0.5]] } };
    const slower = { ...arm, biasGradientNorm: { ...speeds, y: [[1, 2, 3, 4]] } };
    const names = ['two', 'three', 'four'];
    const log = Object.fromEntries(names.flatMap((name) => [[name, arm], [`${name}Standard`, slower]])); // prettier-ignore
    const { arms } = summarise(initial, 'quick', [
      { seed: 0, run: run(log) },
      { seed: 1, run: run(log) },
    ]);
    expect(arms['two']?.metrics['biasGradientNorm']?.y).toHaveLength(2);
    expect(arms['two']?.metrics['biasGradients']?.y).toEqual([[[0.5]]]);
  });

  it('keeps the fewer points of a layered metric, the more layers it has, and both ends', () => {
    const initial = experimentOf('initial-speeds');
    const x = Array.from({ length: 101 }, (_, i) => i);
    const layered = (layers: number, factor: number) => ({
      layers: Array.from({ length: layers }, (_, i) => `hidden ${i + 1}`),
      x,
      y: x.map(() => Array.from({ length: layers }, (_, i) => factor ** i)),
    });
    const kept = (layers: number): readonly number[] => {
      const armOf = (factor: number) => ({ biasGradientNorm: layered(4, factor), biasGradients: layered(layers, 1) });
      const log = Object.fromEntries(Object.keys(initial.arms).map((name) => [name, armOf(name.endsWith('Standard') ? 2 : 10)]));
      return summarise(initial, 'quick', [{ seed: 0, run: run(log) }]).arms['two']?.metrics['biasGradients']?.x ?? [];
    };
    expect([4, 7, 32, 100, 400].map((layers) => kept(layers).length)).toEqual([41, 41, 10, 3, 2]);
    expect(kept(400)).toEqual([0, 100]);
  });

  it('keeps every point of a function that was learnt, and thins its loss', () => {
    const trained = experimentOf('shallow-deep-sawtooth');
    const curve = (points: number) => ({ x: Array.from({ length: points }, (_, i) => i), y: Array<number>(points).fill(0) });
    const arm = { testLoss: curve(101), predictions: curve(128), targets: curve(128) };
    const log: RunLog = { shallow: arm, deep: arm };
    const metrics = summarise(trained, 'quick', [{ seed: 0, run: run(log) }]).arms['deep']?.metrics ?? {};
    expect(Object.entries(metrics).map(([metric, { x }]) => [metric, x.length])).toEqual([
      ['testLoss', 61],
      ['predictions', 128],
      ['targets', 128],
    ]);
  });

  it('is refused when a claim fails, naming seed, claim and numbers', () => {
    const log = compute();
    const chain = log['chain'] ?? {};
    const weightGradient = { x: [1, 2], y: [1, 2] };
    const broken: RunLog = { chain: { ...chain, weightGradient } };
    const attempt = (): unknown => summarise(experiment, 'quick', [{ seed: 4, run: run(broken) }]);
    expect(attempt).toThrow(ClaimFailure);
    expect(attempt).toThrow('seed 4: "The weight gradient has the same norm in every layer." failed: 1 to 2');
  });
});

describe('the file of a recording', () => {
  it('is JSON with each list of numbers on its own line', () => {
    const value = { a: [1, 2.5], b: [{ c: 'd' }], e: [[1], [2]] };
    expect(JSON.parse(stringify(value))).toEqual(value);
    expect(stringify(value)).toBe('{\n "a": [1,2.5],\n "b": [\n  {\n   "c": "d"\n  }\n ],\n "e": [\n  [1],\n  [2]\n ]\n}\n');
  });
});

describe('the command line', () => {
  it('takes all examples where none is named, and refuses one that does not exist', () => {
    expect(selectExperiments([])).toContain('degradation');
    expect(selectExperiments(['degradation'])).toEqual(['degradation']);
    expect(() => selectExperiments(['degredation'])).toThrow(/^There is no example "degredation"; there are .*degradation,/);
    expect(selectPreset('full')).toBe('full');
    expect(() => selectPreset('fast')).toThrow('--preset must be quick or full, got "fast".');
  });
});
