import { describe, expect, it } from 'vitest';
import type { ClaimResult, ClaimStatus } from '../../../src/lib/experiments/claims.ts';
import { defineCompute } from '../../../src/lib/experiments/experiment.ts';
import type { PresetRecording, RecordedSeries } from '../../../src/lib/experiments/recording.ts';
import type { Curve } from '../../../src/lib/experiments/runlog.ts';
import { verdictOn as verdictOnRunOf, type FinishedRun } from '../../../src/lib/runner/verdict.ts';

const scalar = (label: string) => ({ kind: 'scalar', label, unit: '', smoothing: 0 }) as const;

const experiment = defineCompute({
  title: '',
  summary: '',
  section: '/chapter/#section',
  params: {},
  arms: {
    plain: { label: 'plain, 20 layers', look: { colour: 'plain', dash: 'solid' } },
    residual: { label: 'residual', look: { colour: 'residual', dash: 'solid' } },
  },
  metrics: { trainLoss: scalar('training loss'), testError: scalar('test error'), diverged: scalar('steps until it diverged') },
  compute: () => ({}),
  claims: [],
  figure: [],
});

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

const verdictOn = (finished: FinishedRun, results: readonly ClaimResult[], recorded: PresetRecording) =>
  verdictOnRunOf(finished, results, recorded, experiment);

/** The same recording, with one more curve. */
const recordedWith = (metric: string, series: RecordedSeries): PresetRecording => ({
  ...recording,
  arms: { plain: { digests: [], metrics: { ...recording.arms['plain']?.metrics, [metric]: series } } },
});

const runWith = (metric: string, series: Curve): FinishedRun =>
  run({ log: { plain: { trainLoss: { x: [0, 1], y: [2.3, 2.1] }, [metric]: series } } });

describe('the verdict on a run', () => {
  it('is identical when every arm of the same seed has the recorded digest', () => {
    const verdict = verdictOn(run({ digests: { plain: 'a1' } }), claims('held'), recording);
    expect(verdict).toEqual({
      kind: 'identical',
      sentence: 'Every number equals the recorded run of seed 1, bit for bit; the one claim tested holds.',
    });
  });

  it('is not identical when the digest is that of another seed, or the settings are not the recorded ones', () => {
    expect(verdictOn(run({ digests: { plain: 'a0' } }), claims('held'), recording)?.kind).toBe('reproduced');
    expect(verdictOn(run({ digests: { plain: 'a1' }, sameSettings: false }), claims('held'), recording)?.kind).toBe('reproduced');
  });

  it('is reproduced when all claims hold and the curves end within what the seeds reach', () => {
    expect(verdictOn(run({ seed: 99 }), claims('held', 'held'), recording)).toEqual({
      kind: 'reproduced',
      sentence: 'All 2 claims hold, and every curve ends within what the recorded seeds reach.',
    });
  });

  it('allows half of the spread beyond the recorded ends, and no more', () => {
    expect(verdictOn(run({ end: 2.29 }), claims('held'), recording)?.kind).toBe('reproduced');
    expect(verdictOn(run({ end: 2.31 }), claims('held'), recording)?.kind).toBe('partial');
    expect(verdictOn(run({ end: 1.89 }), claims('held'), recording)?.kind).toBe('partial');
  });

  it('is partial when some claims fail, and differs when all of them do', () => {
    expect(verdictOn(run({}), claims('held', 'failed'), recording)).toEqual({
      kind: 'partial',
      sentence: 'Only 1 of 2 claims hold.',
    });
    expect(verdictOn(run({}), claims('failed', 'failed'), recording)?.kind).toBe('differs');
  });

  it('does not count claims that this run could not test', () => {
    expect(verdictOn(run({}), claims('held', 'pending'), recording)?.kind).toBe('reproduced');
  });

  it('says nothing about a run with other settings that decides no claim', () => {
    expect(verdictOn(run({ sameSettings: false }), claims('pending', 'pending'), recording)).toBeUndefined();
    expect(verdictOn(run({ sameSettings: false }), [], recording)).toBeUndefined();
  });

  it('speaks of the curves alone where the recorded settings decide no claim', () => {
    expect(verdictOn(run({ digests: { plain: 'a1' } }), claims('pending'), recording)?.sentence).toBe(
      'Every number equals the recorded run of seed 1, bit for bit.',
    );
    expect(verdictOn(run({}), claims('pending'), recording)).toEqual({
      kind: 'reproduced',
      sentence: 'Every curve ends within what the recorded seeds reach.',
    });
    expect(verdictOn(run({ end: 2.31 }), claims('pending'), recording)).toEqual({
      kind: 'partial',
      sentence: 'This curve ended outside what the recorded seeds reach: plain, 20 layers (training loss).',
    });
  });

  it('counts a single claim as one', () => {
    expect(verdictOn(run({ sameSettings: false }), claims('held', 'pending'), recording)?.sentence).toBe(
      'With your settings the one claim tested holds. The band shows the recorded settings, for comparison.',
    );
    expect(verdictOn(run({}), claims('failed', 'pending'), recording)).toEqual({
      kind: 'differs',
      sentence: 'The one claim tested does not hold in this run.',
    });
  });

  it('judges a run with other settings by its claims alone', () => {
    expect(verdictOn(run({ sameSettings: false, end: 0.1 }), claims('held'), recording)?.kind).toBe('reproduced');
  });

  it('differs when the run diverged, whatever else', () => {
    expect(verdictOn(run({ diverged: true, digests: { plain: 'a1' } }), claims('held'), recording)?.kind).toBe('differs');
  });

  it('names each curve that ended elsewhere as the figure does, arm by arm', () => {
    const ends = (...values: readonly number[]): RecordedSeries => ({ x: [1], y: values.map((value) => [value]) });
    const metrics = { trainLoss: ends(2, 2.2), testError: ends(10, 12) };
    const arms = { plain: { digests: [], metrics }, residual: { digests: [], metrics } };
    const [near, far] = [2.1, 40].map((y): Curve => ({ x: [1], y: [y] })) as [Curve, Curve];
    const log = { plain: { trainLoss: far, testError: far }, residual: { trainLoss: near, testError: far } };
    expect(verdictOn(run({ log }), claims('held', 'held'), { ...recording, arms })).toEqual({
      kind: 'partial',
      sentence:
        'Although all 2 claims hold, these curves ended outside what the recorded seeds reach: ' +
        'plain, 20 layers (training loss and test error); residual (test error).',
    });
  });

  it('finds no difference where neither the run nor the recording has a point', () => {
    const none = recordedWith('diverged', { x: [], y: [[], [], []] });
    expect(verdictOn(runWith('diverged', { x: [], y: [] }), claims('held'), none)?.kind).toBe('reproduced');
  });

  it('tells of a curve of which only the run, or only the recording, has a point', () => {
    const sentence =
      'Although the one claim tested holds, this curve ended outside what the recorded seeds reach: ' +
      'plain, 20 layers (steps until it diverged).';
    const none = recordedWith('diverged', { x: [], y: [[], [], []] });
    const some = recordedWith('diverged', { x: [150], y: [[1], [1], [1]] });
    expect(verdictOn(runWith('diverged', { x: [150], y: [1] }), claims('held'), none)).toEqual({ kind: 'partial', sentence });
    expect(verdictOn(runWith('diverged', { x: [], y: [] }), claims('held'), some)).toEqual({ kind: 'partial', sentence });
  });

  it('tells of a curve that ends with no finite number', () => {
    expect(verdictOn(run({ end: Number.NaN }), claims('held'), recording)?.kind).toBe('partial');
  });
});
