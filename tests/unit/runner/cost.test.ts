import { describe, expect, it } from 'vitest';
import { downloadBytes } from '../../../src/lib/datasets/sizes.ts';
import { cifar10, inputShapeOf, mnist } from '../../../src/lib/experiments/datasets.ts';
import { datasetOf, planOf } from '../../../src/lib/experiments/experiment.ts';
import type { PresetRecording } from '../../../src/lib/experiments/recording.ts';
import { experimentOf } from '../../../src/lib/experiments/registry.ts';
import { modelCards } from '../../../src/lib/experiments/source-models/cards.ts';
import { armFlops, costOf, engineBytes, longestFirst } from '../../../src/lib/runner/cost.ts';
import { forwardFlops } from '../../../src/lib/models/count.ts';
import { presetCost } from '../../../src/lib/runner/CostEstimate.svelte.ts';
import { RunProgress } from '../../../src/lib/runner/RunProgress.ts';
import { initialState } from '../../../src/lib/runner/state.ts';

const degradation = experimentOf('degradation');
if (degradation.kind !== 'training') throw new Error('degradation trains');
const state = initialState(degradation);
const arms = Object.fromEntries(degradation.presets.quick.arms.map((arm) => [arm, { digests: [], metrics: {} }]));
const recording: PresetRecording = { version: '', params: {}, seeds: [0], seconds: 12, calibration: 2, arms, claims: [] };

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
      ...distance.presets.quick.arms.map((arm) => datasetOf(distance, arm, initialState(distance).values)),
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
    'randaugment-training',
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

describe('the work of an arm', () => {
  it('is that of a forward and a backward pass where everything is trained', () => {
    const net = degradation.arms['plain20']?.model(state.values) ?? [];
    const { batchSize, steps } = planOf(degradation, 'plain20', state.values);
    const forward = forwardFlops(net, inputShapeOf(datasetOf(degradation, 'plain20', state.values)));
    // All but what stands below the first weights, which here is nothing.
    expect(armFlops(degradation, 'plain20', state.values)).toBe(3 * forward * Number(batchSize) * steps);
  });

  it('is that of a forward pass in what is frozen below all that is trained', () => {
    const strategies = experimentOf('transfer-strategies');
    if (strategies.kind !== 'training') throw new Error('transfer-strategies trains');
    const { values } = initialState(strategies);
    const [frozen, all] = ['frozen', 'all'].map((arm) => armFlops(strategies, arm, values));
    const net = strategies.arms['frozen']?.model(values) ?? [];
    const input = inputShapeOf(datasetOf(strategies, 'frozen', values));
    const { batchSize, steps } = planOf(strategies, 'frozen', values);
    const head = 2 * 64 * 4;
    expect(frozen).toBe((forwardFlops(net, input) + 2 * head) * Number(batchSize) * steps);
    expect((all ?? 0) / (frozen ?? 1)).toBeGreaterThan(2.9);
  });
});

describe('the work of an arm whose net is cut in the middle of the run', () => {
  const transfer = experimentOf('layer-transfer');
  if (transfer.kind !== 'training') throw new Error('layer-transfer trains');
  const { values } = initialState(transfer, 'full');
  const work = (arm: string): number => armFlops(transfer, arm, values);

  it('is that of the first net in its updates, and in the others of the net that goes on, whose kept stages are frozen', () => {
    // As many updates of a net that is trained whole, and of one whose first stages are frozen.
    expect(work('kept3')).toBe(work('tuned3') + work('frozen3'));
  });

  it('falls with the stages that are kept', () => {
    const kept = ['kept1', 'kept2', 'kept3', 'kept4'].map(work);
    expect(kept).toEqual(kept.toSorted((a, b) => b - a));
    expect((kept[3] ?? 0) / (2 * work('none'))).toBeLessThan(0.7);
  });

  it('leaves the estimate of a run in proportion to its steps', () => {
    const full = initialState(transfer, 'full');
    const arms = Object.fromEntries((transfer.presets.full?.arms ?? []).map((arm) => [arm, { digests: [], metrics: {} }]));
    const half = { ...full, values: { ...full.values, steps: Number(full.values['steps']) / 2 } };
    expect(costOf(transfer, half, { ...recording, arms }, 2).seconds).toBeCloseTo(6);
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

describe('what a page tells before anything was changed', () => {
  it('is what would be reckoned from the nets', () => {
    const { bytes } = costOf(degradation, state, undefined, undefined);
    expect(presetCost(bytes, recording, 3)).toEqual(costOf(degradation, state, recording, 3));
  });

  it('is no time before the device was calibrated, and nothing where the size is not known', () => {
    expect(presetCost(5, recording, undefined)).toEqual({ bytes: 5, seconds: undefined });
    expect(presetCost(undefined, recording, 3)).toBeUndefined();
  });
});
