import { describe, expect, it } from 'vitest';
import type { ClaimResult, ClaimStatus } from '../../../src/lib/experiments/claims.ts';
import type { PresetRecording } from '../../../src/lib/experiments/recording.ts';
import { verdictOn, type FinishedRun } from '../../../src/lib/runner/verdict.ts';

const recording: PresetRecording = {
  version: '12345678',
  params: {},
  seeds: [0, 1, 2],
  seconds: 1,
  calibration: 1,
  arms: {
    plain: { digests: ['a0', 'a1', 'a2'], metrics: { trainLoss: { x: [0, 1], y: [[2.3, 2], [2.3, 2.1], [2.3, 2.2]] } } }, // prettier-ignore
  },
  claims: [],
};

const claims = (...statuses: readonly ClaimStatus[]): ClaimResult[] =>
  statuses.map((status, i) => ({ text: `claim ${i}`, status, evidence: '' }));

const run = (changes: Partial<FinishedRun> & { readonly end?: number }): FinishedRun => ({
  log: { plain: { trainLoss: { x: [0, 1], y: [2.3, changes.end ?? 2.1] } } },
  digests: { plain: 'other' },
  seed: 1,
  sameSettings: true,
  diverged: false,
  ...changes,
});

describe('the verdict on a run', () => {
  it('is identical when every arm of the same seed has the recorded digest', () => {
    const verdict = verdictOn(run({ digests: { plain: 'a1' } }), claims('held'), recording);
    expect(verdict).toEqual({
      kind: 'identical',
      sentence: 'Every number equals the recorded run of seed 1, bit for bit; all 1 claims hold.',
    });
  });

  it('is not identical when the digest is that of another seed, or the settings are not the recorded ones', () => {
    expect(verdictOn(run({ digests: { plain: 'a0' } }), claims('held'), recording).kind).toBe('reproduced');
    expect(verdictOn(run({ digests: { plain: 'a1' }, sameSettings: false }), claims('held'), recording).kind).toBe('reproduced');
  });

  it('is reproduced when all claims hold and the curves end within what the seeds reach', () => {
    expect(verdictOn(run({ seed: 99 }), claims('held', 'held'), recording)).toEqual({
      kind: 'reproduced',
      sentence: 'All 2 claims hold, and every curve ends within what the recorded seeds reach.',
    });
  });

  it('allows half of the spread beyond the recorded ends, and no more', () => {
    expect(verdictOn(run({ end: 2.29 }), claims('held'), recording).kind).toBe('reproduced');
    expect(verdictOn(run({ end: 2.31 }), claims('held'), recording).kind).toBe('partial');
    expect(verdictOn(run({ end: 1.89 }), claims('held'), recording).kind).toBe('partial');
  });

  it('is partial when some claims fail, and differs when all of them do', () => {
    expect(verdictOn(run({}), claims('held', 'failed'), recording)).toEqual({
      kind: 'partial',
      sentence: 'Only 1 of 2 claims hold.',
    });
    expect(verdictOn(run({}), claims('failed', 'failed'), recording).kind).toBe('differs');
  });

  it('does not count claims that this run could not test', () => {
    expect(verdictOn(run({}), claims('held', 'pending'), recording).kind).toBe('reproduced');
  });

  it('judges a run with other settings by its claims alone', () => {
    expect(verdictOn(run({ sameSettings: false, end: 0.1 }), claims('held'), recording).kind).toBe('reproduced');
  });

  it('differs when the run diverged, whatever else', () => {
    expect(verdictOn(run({ diverged: true, digests: { plain: 'a1' } }), claims('held'), recording).kind).toBe('differs');
  });
});
