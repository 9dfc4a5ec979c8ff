import { describe, expect, it } from 'vitest';
import { downloadBytes } from '../../../src/lib/datasets/sizes.ts';
import { cifar10, mnist } from '../../../src/lib/experiments/datasets.ts';
import { datasetOf } from '../../../src/lib/experiments/experiment.ts';
import type { PresetRecording } from '../../../src/lib/experiments/recording.ts';
import { experimentOf } from '../../../src/lib/experiments/registry.ts';
import { modelCards } from '../../../src/lib/experiments/source-models/cards.ts';
import { costOf, engineBytes, longestFirst } from '../../../src/lib/runner/cost.ts';
import { RunProgress } from '../../../src/lib/runner/RunProgress.ts';
import { initialState } from '../../../src/lib/runner/state.ts';

const degradation = experimentOf('degradation');
if (degradation.kind !== 'training') throw new Error('degradation trains');
const state = initialState(degradation);
const recording: PresetRecording = { version: '', params: {}, seeds: [0], seconds: 12, calibration: 2, arms: {}, claims: [] };

describe('the cost of a run', () => {
  it('is the recorded time on a device like the recording one, and twice that on one of half its speed', () => {
    expect(costOf(degradation, state, recording, 2).seconds).toBeCloseTo(12);
    expect(costOf(degradation, state, recording, 4).seconds).toBeCloseTo(24);
  });

  it('grows with the steps', () => {
    const longer = { ...state, values: { ...state.values, steps: 2 * Number(state.values['steps']) } };
    expect(costOf(degradation, longer, recording, 2).seconds).toBeCloseTo(24);
  });

  it('tells no time before the device was calibrated', () => {
    expect(costOf(degradation, state, recording, undefined).seconds).toBeUndefined();
  });

  it('keeps the data of a quick run below 2.5 MB', () => {
    expect(costOf(degradation, state, recording, 2).bytes - engineBytes).toBeLessThan(2_500_000);
  });
});

describe('the cost of a run that starts from stored weights', () => {
  const distance = experimentOf('transfer-distance');
  if (distance.kind !== 'training') throw new Error('transfer-distance trains');

  it('counts these once, and each shard of its arms once', () => {
    const data = downloadBytes(
      ...Object.keys(distance.arms).map((arm) => datasetOf(distance, arm, initialState(distance).values)),
    );
    const { bytes } = costOf(distance, initialState(distance), undefined, undefined);
    expect(bytes).toBe(engineBytes + data + modelCards['cifar-six-16'].bytes);
    // A shard of photographs to train on and one to test on, and two of digits.
    expect(data).toBe(
      downloadBytes(cifar10({ train: 1_000, test: 1_000, side: 16 })) + downloadBytes(mnist({ train: 1_000, test: 1_000 })),
    );
  });

  it.each([
    'transfer-strategies',
    'transfer-data-size',
    'transfer-distance',
    'transfer-rates',
    'layer-transfer',
    'grad-cam',
  ] as const)('keeps what %s downloads besides the engine at 2.5 MB', (id) => {
    const experiment = experimentOf(id);
    if (experiment.kind !== 'training') throw new Error(`${id} trains`);
    expect(costOf(experiment, initialState(experiment), undefined, undefined).bytes - engineBytes).toBeLessThan(2_550_000);
  });
});

describe('the arms of a run', () => {
  it('start with the longest', () => {
    const arms = Object.keys(degradation.arms);
    expect(longestFirst(degradation, arms, state.values).slice(0, 2).toSorted()).toEqual(['plain56', 'residual56']);
  });
});

describe('the progress of a run', () => {
  it('is bytes while downloading, then the share of the work, with the time left', () => {
    let clock = 0;
    const progress = new RunProgress(degradation, ['plain20', 'plain56'], state.values, () => clock);
    progress.onEvent('plain20', { type: 'progress', progress: { phase: 'download', done: 50, total: 200 } });
    expect(progress.view()).toEqual({
      phase: 'download',
      fraction: 0.25,
      bytes: { done: 50, total: 200 },
      secondsLeft: undefined,
    });

    const started = {
      type: 'started',
      backend: 'wasm',
      reason: '',
      isTimed: false,
      layers: {},
      inputs: [],
      totalSteps: 100,
    } as const;
    progress.onEvent('plain20', started);
    progress.onEvent('plain56', started);
    progress.onEvent('plain56', { type: 'progress', progress: { phase: 'download', done: 1, total: 2 } });
    expect(progress.view().phase).toBe('train');

    clock = 2000;
    progress.onEvent('plain20', { type: 'frames', frames: [{ step: 50, values: {} }] });
    progress.onEvent('plain56', { type: 'frames', frames: [{ step: 50, values: {} }] });
    expect(progress.view().fraction).toBeCloseTo(0.5);
    expect(progress.view().secondsLeft).toBeCloseTo(2);
  });

  it('is whole where nets were measured and not trained', () => {
    const measuring = experimentOf('initial-speeds');
    if (measuring.kind !== 'training') throw new Error('initial-speeds trains');
    const arms = Object.keys(measuring.arms);
    const progress = new RunProgress(measuring, arms, initialState(measuring).values, () => 0);
    for (const arm of arms) {
      progress.onEvent(arm, {
        type: 'started',
        backend: 'wasm',
        reason: '',
        isTimed: false,
        layers: {},
        inputs: [],
        totalSteps: 0,
      });
      expect(progress.view().fraction).toBeLessThan(1);
      progress.onEvent(arm, { type: 'frames', frames: [{ step: 0, values: {} }] });
    }
    expect(progress.view().fraction).toBeCloseTo(1);
  });
});
