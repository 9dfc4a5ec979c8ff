import { describe, expect, it } from 'vitest';
import { RunRecorder } from '../../../src/lib/runner/RunRecorder.ts';
import type { StartedEvent, TrainerEvent } from '../../../src/lib/worker/protocol.ts';

const started: StartedEvent = {
  type: 'started',
  backend: 'wasm',
  reason: '',
  isTimed: false,
  layers: {},
  inputs: [],
  totalSteps: 9,
};

const frame = (step: number, testError: number): TrainerEvent => ({ type: 'frames', frames: [{ step, values: { testError } }] });

function recorderOf(...arms: readonly string[]): RunRecorder {
  const recorder = new RunRecorder();
  for (const arm of arms) recorder.onEvent(arm, started);
  return recorder;
}

describe('the log of a run', () => {
  it('has what came until it was asked for, and does not grow afterwards', () => {
    const recorder = recorderOf('plain');
    recorder.onEvent('plain', frame(0, 90));
    const early = recorder.log();
    recorder.onEvent('plain', frame(1, 80));
    expect(early).toEqual({ plain: { testError: { x: [0], y: [90] } } });
    expect(recorder.log()).toEqual({ plain: { testError: { x: [0, 1], y: [90, 80] } } });
  });

  it('holds the same series as before for an arm that has not grown', () => {
    const recorder = recorderOf('plain', 'residual');
    recorder.onEvent('plain', frame(0, 90));
    recorder.onEvent('residual', frame(0, 91));
    const before = recorder.log();
    recorder.onEvent('residual', frame(1, 70));
    const after = recorder.log();
    expect(after['plain']).toBe(before['plain']);
    expect(after['residual']).not.toBe(before['residual']);
  });

  it('begins anew where an arm starts again', () => {
    const recorder = recorderOf('plain');
    recorder.onEvent('plain', frame(0, 90));
    recorder.log();
    recorder.onEvent('plain', started);
    expect(recorder.log()).toEqual({ plain: {} });
  });
});

describe('the finished log of a run', () => {
  it('has the arms that ran to their end, and none that diverged', () => {
    const recorder = recorderOf('plain', 'residual', 'dense');
    for (const arm of ['plain', 'residual', 'dense']) recorder.onEvent(arm, frame(0, 90));
    const report = { step: 1, layer: 'dense', tensor: 'loss', signal: [], layers: [], history: [] } as const;
    recorder.onEvent('residual', { type: 'diverged', report });
    recorder.finish('plain');
    recorder.finish('residual');
    expect(Object.keys(recorder.finishedLog())).toEqual(['plain']);
  });
});
