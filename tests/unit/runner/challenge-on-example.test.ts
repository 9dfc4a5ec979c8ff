import { describe, expect, it } from 'vitest';
import { loadExperiments } from '../../../src/components/experiment/files.ts';
import { challengeOf } from '../../../src/lib/experiments/challenge.ts';
import type { ExperimentId } from '../../../src/lib/experiments/registry.ts';
import type { RunLog } from '../../../src/lib/experiments/runlog.ts';
import { answerFormat, answerVersion, printAnswer } from '../../../src/lib/runner/answerRecord.ts';
import { ChallengeAttempt } from '../../../src/lib/runner/ChallengeAttempt.svelte.ts';
import { costOf } from '../../../src/lib/runner/cost.ts';
import { ExperimentRunner } from '../../../src/lib/runner/ExperimentRunner.svelte.ts';
import { linkTo, openLink } from '../../../src/lib/runner/links.ts';

await loadExperiments(['neuron-chain', 'depth-microscope', 'clipping-rnn', 'degradation']);

function opened(id: ExperimentId, query: string): ExperimentRunner {
  const runner = new ExperimentRunner(id, undefined, () => 0);
  openLink(runner, `?e=${id}&${query}`);
  return runner;
}

function attemptOn(runner: ExperimentRunner): ChallengeAttempt {
  if (runner.challenge === undefined) throw new Error('The link opened no challenge.');
  return new ChallengeAttempt(runner, runner.challenge);
}

describe('a link to a challenge', () => {
  it('opens the example at its start, holds what is not free, and leaves the seed to the reader', () => {
    const runner = opened('depth-microscope', 'challenge=exr-no-skips');
    expect(runner.notes.slice(0, -1)).toEqual([]);
    expect([runner.texts['depth'], runner.texts['shortcut'], runner.texts['steps']]).toEqual(['32', 'none', '300']);
    const locked = [...Object.keys(runner.experiment.params), 'preset', 'seed'].filter((name) => runner.locks(name));
    expect(locked).toEqual(['depth', 'shortcut', 'branchScale', 'gateBias', 'width', 'steps', 'preset']);
    expect(runner.hides('verdict')).toBe(true);
  });

  it('takes values of what is free, keeps the others, and says so', () => {
    const runner = opened('depth-microscope', 'challenge=exr-no-skips&norm=batch&depth=5&shortcut=none&seed=3&preset=full');
    expect([runner.texts['norm'], runner.texts['depth'], runner.seed, runner.preset]).toEqual(['batch', '32', 3, 'quick']);
    expect(runner.notes).toEqual(['The challenge holds "depth" at 32; the link’s was left out.']);
  });

  it('takes no model of the reader’s', () => {
    const runner = opened('depth-microscope', 'challenge=exr-no-skips&own=net~1');
    expect([runner.own, runner.hides('model')]).toEqual([undefined, true]);
    expect(runner.notes[0]).toBe('The challenge holds the models; the link’s was left out.');
  });

  it('says of a challenge that there is not, and opens the example as it is', () => {
    const runner = opened('depth-microscope', 'challenge=exr-no-such');
    expect(runner.challenge).toBeUndefined();
    expect(runner.notes).toEqual(['This example has no challenge "exr-no-such".']);
    expect(opened('degradation', 'challenge=exr-no-skips').notes).toHaveLength(1);
  });

  it('is made from the state, and leads back to it', () => {
    const runner = opened('depth-microscope', 'challenge=exr-no-skips');
    runner.setParam('learningRate', '0.006');
    runner.reseed();
    const query = linkTo(runner);
    expect(query).toBe('?e=depth-microscope&seed=1&learningRate=0.006&challenge=exr-no-skips');
    const again = new ExperimentRunner('depth-microscope', undefined, () => 0);
    openLink(again, query);
    expect([again.texts, again.seed, again.challenge?.id]).toEqual([runner.texts, 1, 'exr-no-skips']);
  });

  it('is kept by Reset and by other settings, and left with the settings as they are', () => {
    const runner = opened('depth-microscope', 'challenge=exr-no-skips&learningRate=0.006');
    runner.restoreDefaults();
    expect([runner.challenge?.id, runner.texts['depth'], runner.texts['learningRate']]).toEqual(['exr-no-skips', '32', '0.05']);
    runner.leaveChallenge();
    expect([runner.challenge, runner.texts['depth'], runner.locks('depth'), runner.hides('verdict')]).toEqual([
      undefined,
      '32',
      false,
      false,
    ]);
    expect(linkTo(runner)).toBe('?e=depth-microscope&depth=32&shortcut=none&steps=300');
  });

  it('costs less where fewer arms run', () => {
    const { experiment } = opened('depth-microscope', '');
    if (experiment.kind !== 'training') throw new Error('The microscope trains.');
    const recording = { seconds: 10, calibration: 1, arms: { net: {}, plain: {} } } as never;
    const state = { preset: 'quick', values: opened('depth-microscope', 'shortcut=none').values, seed: 0 } as const;
    const challenge = challengeOf(experiment, 'exr-no-skips');
    const [both, one] = [state, { ...state, challenge }].map((s) => costOf(experiment, s, recording, 1).seconds ?? Number.NaN);
    expect((one ?? 0) / (both ?? 0)).toBeCloseTo(0.5, 6);
  });
});

describe('an attempt at a challenge that computes', () => {
  it('is judged at once, and again with each setting', () => {
    const runner = opened('neuron-chain', 'challenge=exr-exploding-on-purpose');
    const attempt = attemptOn(runner);
    expect([attempt.status, attempt.current?.finding.evidence]).toEqual([
      'failed',
      expect.stringMatching(/^the first over the last: 2.89 × 10⁻⁴, asked: at least 6$/),
    ]);
    for (const [name, text] of Object.entries({ b1: '-0.5', b2: '-4', b3: '-4' })) runner.setParam(name, text);
    expect([attempt.status, attempt.current?.finding.evidence]).toEqual(['met', 'the first over the last: 8, asked: at least 6']);
  });

  it('becomes a record that says which run to make again', () => {
    const runner = opened('neuron-chain', 'challenge=exr-exploding-on-purpose&b1=-0.5&b2=-4&b3=-4');
    const at = new Date('2026-11-30T12:00:00Z');
    const record = attemptOn(runner).record({ edition: 'version 1', address: 'https://book.example/a/', at, name: 'Ada' });
    expect(record).toEqual({
      format: answerFormat,
      version: answerVersion,
      edition: 'version 1',
      recording: '',
      example: 'neuron-chain',
      challenge: 'exr-exploding-on-purpose',
      params: { w1: '1', w2: '8', w3: '8', w4: '8', b1: '-0.5', b2: '-4', b3: '-4', b4: '0', input: '0.5' },
      runs: [
        {
          seed: 0,
          backend: 'none',
          digests: {},
          finding: { held: true, evidence: 'the first over the last: 8, asked: at least 6' },
        },
      ],
      link: 'https://book.example/a/?e=neuron-chain&b1=-0.5&b2=-4&b3=-4&challenge=exr-exploding-on-purpose#ex-neuron-chain',
      at: '2026-11-30T12:00:00.000Z',
      name: 'Ada',
    });
    expect(JSON.parse(printAnswer(record))).toEqual(record);
    expect(attemptOn(runner).record({ edition: '', address: '', at, name: '' })).not.toHaveProperty('name');
  });
});

describe('an attempt at a challenge on three seeds', () => {
  const log = (loss: number): RunLog => {
    const names = ['testLoss', 'peakLoss', 'peakGradientNorm', 'totalGradientNorm', 'appliedGradientNorm'];
    return { clipped: Object.fromEntries(names.map((name) => [name, { x: [0], y: [loss] }])) };
  };
  /** As if a run with this seed had ended with this loss. */
  function ran(runner: ExperimentRunner, attempt: ChallengeAttempt, seed: number, loss: number): void {
    while (runner.seed !== seed) runner.reseed();
    runner.live.show(log(loss));
    attempt.remember();
  }
  const open = () => {
    const runner = opened('clipping-rnn', 'challenge=exr-thirty-steps-back&seed=4');
    return { runner, attempt: attemptOn(runner) };
  };

  it('is open before the first run, and failed where the run does not meet the rule', () => {
    const { runner, attempt } = open();
    expect(attempt.status).toBe('open');
    ran(runner, attempt, 4, 0.5);
    expect([attempt.status, attempt.current?.finding.evidence]).toEqual(['failed', '0.5, asked: below 0.01']);
  });

  it('is met by three in a row, and its record begins with the first of them', () => {
    const { runner, attempt } = open();
    for (const [seed, status] of [
      [4, 'partly'],
      [5, 'partly'],
      [6, 'met'],
    ] as const) {
      ran(runner, attempt, seed, 0.001 * seed);
      expect(attempt.status).toBe(status);
    }
    const { runs, link } = attempt.record({ edition: '', address: '', at: new Date(0), name: '' });
    expect(runs.map(({ seed, finding }) => [seed, finding.held])).toEqual([
      [4, true],
      [5, true],
      [6, true],
    ]);
    expect(link).toContain('seed=4&');
  });

  it('does not count on across a seed that fails, nor across other settings', () => {
    const { runner, attempt } = open();
    ran(runner, attempt, 4, 0.001);
    ran(runner, attempt, 5, 0.5);
    ran(runner, attempt, 6, 0.001);
    ran(runner, attempt, 7, 0.001);
    expect([attempt.status, attempt.streak.map(({ seed }) => seed)]).toEqual(['partly', [6, 7]]);
    runner.setParam('threshold', '2');
    attempt.remember();
    expect(attempt.status).toBe('open');
    ran(runner, attempt, 8, 0.001);
    expect(attempt.streak.map(({ seed }) => seed)).toEqual([8]);
  });

  it('fails where the run diverged', () => {
    const { runner, attempt } = open();
    runner.live.show({});
    expect([attempt.status, attempt.current?.finding.evidence]).toEqual([
      'failed',
      'clipped by norm: the run left the finite numbers',
    ]);
  });
});
