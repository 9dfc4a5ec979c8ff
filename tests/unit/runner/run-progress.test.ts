import { describe, expect, it } from 'vitest';
import { experimentOf } from '../../../src/lib/experiments/registry.ts';
import { RunProgress } from '../../../src/lib/runner/RunProgress.ts';
import { presetValues } from '../../../src/lib/runner/state.ts';
import type { StartedEvent } from '../../../src/lib/worker/protocol.ts';

const started: StartedEvent = {
  type: 'started',
  backend: 'wasm',
  reason: '',
  isTimed: false,
  layers: {},
  inputs: [],
  totalSteps: 100,
};

function begun(): { readonly progress: RunProgress; readonly wait: (seconds: number) => void } {
  let now = 0;
  const experiment = experimentOf('degradation');
  if (experiment.kind !== 'training') throw new Error('"degradation" trains.');
  const progress = new RunProgress(experiment, ['plain20'], presetValues(experiment, 'quick'), () => now);
  return { progress, wait: (seconds) => (now += 1000 * seconds) };
}

describe('the seconds of a run', () => {
  it('begin with the training and leave out what came before', () => {
    const { progress, wait } = begun();
    wait(5);
    expect(progress.seconds).toBe(0);
    progress.onEvent('plain20', started);
    wait(2);
    expect(progress.seconds).toBe(2);
  });

  it('leave out pauses, and stand still after the end', () => {
    const { progress, wait } = begun();
    progress.onEvent('plain20', started);
    wait(2);
    progress.pause();
    wait(10);
    progress.resume();
    wait(1);
    progress.pause();
    wait(10);
    expect(progress.seconds).toBe(3);
  });

  it('do not run for a run that waits before its first step', () => {
    const { progress, wait } = begun();
    progress.pause();
    progress.onEvent('plain20', started);
    wait(2);
    expect(progress.seconds).toBe(0);
    progress.resume();
    wait(1);
    expect(progress.seconds).toBe(1);
  });

  it('of a pause make no run look slower', () => {
    const { progress, wait } = begun();
    progress.onEvent('plain20', started);
    wait(2);
    progress.onEvent('plain20', { type: 'frames', frames: [{ step: 50, values: {} }] });
    progress.pause();
    wait(60);
    progress.resume();
    expect(progress.view().secondsLeft).toBeCloseTo(2);
  });
});
