import { describe, expect, it } from 'vitest';
import { overlayOf } from '../../../src/components/history/overlay.ts';
import { liveTables } from '../../../src/components/experiment/table.ts';
import { runInWords } from '../../../src/components/experiment/figure-words.ts';
import { outcomeInWords, twinOf } from '../../../src/components/history/outcome.ts';
import { chartsIn, type ChartPanel } from '../../../src/lib/experiments/figure.ts';
import { experimentIds, experimentOf, type ExperimentId } from '../../../src/lib/experiments/registry.ts';
import type { RunLog } from '../../../src/lib/experiments/runlog.ts';
import type { KeptRun } from '../../../src/lib/runner/history/kept-run.ts';
import { stateOf } from '../../../src/lib/runner/links.ts';
import type { ShownRun } from '../../../src/lib/runner/RunHistory.svelte.ts';
import { aRun } from '../runner/runs.ts';

const kept = (key: number, change: Partial<KeptRun> = {}): KeptRun => ({ ...aRun(), key, number: key, bytes: 0, ...change });
const shown = (key: number, log: RunLog, change: Partial<KeptRun> = {}): ShownRun => ({
  run: kept(key, change),
  log,
  slot: key - 1,
});

/** A log with every metric of every arm. */
function fullLog(id: ExperimentId): RunLog {
  const experiment = experimentOf(id);
  const series = (kind: string) =>
    kind === 'layers' ? { layers: ['block 1', 'block 2'], x: [0, 9], y: [[1, 2], [3, 4]] } : { x: [0, 9], y: [2, 1] }; // prettier-ignore
  const arm = Object.fromEntries(Object.entries(experiment.metrics).map(([name, { kind }]) => [name, series(kind)]));
  return Object.fromEntries(Object.keys(experiment.arms).map((name) => [name, arm]));
}

const panelOf = (id: ExperimentId, kind: ChartPanel['kind']): ChartPanel => {
  const panel = chartsIn(experimentOf(id).figure).find((one) => one.kind === kind);
  if (panel === undefined) throw new Error(`"${id}" has no ${kind}.`);
  return panel;
};
/** On a page with the settings of this link. */
const overlay = (id: ExperimentId, runs: readonly ShownRun[], page = `?e=${id}`) =>
  overlayOf({ id, experiment: experimentOf(id), state: stateOf(id, page), recording: undefined }, runs);

describe('kept runs over the lines of a figure', () => {
  const curves = panelOf('degradation', 'curves');

  it('have the colours of their arms, a dash of their own, and their names beside them', () => {
    const log = fullLog('degradation');
    const lines = overlay('degradation', [shown(1, log), shown(2, log, { name: 'a name of more than twenty letters' })]).linesOf(
      curves,
    );
    expect(lines.slice(0, 5).map(({ id, label, colour }) => [id, label, colour])).toEqual([
      ['plain20-live-kept-1', 'run 1: plain, 20 layers', 'plain'],
      ['plain56-live-kept-1', 'run 1: plain, 56 layers', 'plain'],
      ['residual20-live-kept-1', 'run 1: residual, 20 layers', 'residual'],
      ['residual56-live-kept-1', 'run 1: residual, 56 layers', 'residual'],
      ['plain20-live-kept-2', 'a name of more than …: plain, 20 layers', 'plain'],
    ]);
    const dashes = lines.map(({ keptDash }) => keptDash);
    expect(new Set(dashes).size).toBe(2);
    expect(dashes).not.toContain(undefined);
    expect(lines.some(({ live }) => live)).toBe(false);
  });

  it('are told apart by their numbers where their names begin alike', () => {
    const log = fullLog('degradation');
    const lines = overlay('degradation', [shown(1, log, { name: 'same' }), shown(2, log, { name: 'same' })]).linesOf(curves);
    expect(lines.map(({ label }) => label)).toContain('same (run 2): plain, 20 layers');
  });

  it('are the very same lines each time they are asked for', () => {
    const one = overlay('degradation', [shown(1, fullLog('degradation'))]);
    expect(one.linesOf(curves)).toBe(one.linesOf(curves));
  });

  it('are not more than can be followed: a run is drawn whole or not at all, and the legend says so', () => {
    const log = fullLog('init-training');
    const panel = panelOf('init-training', 'curves');
    const each = overlay('init-training', [shown(1, log)]).linesOf(panel).length;
    const runs = Array.from({ length: 9 }, (_, i) =>
      shown(i + 1, log, { experiment: 'init-training', query: '?e=init-training' }),
    );
    const crowded = overlay('init-training', runs);
    expect(crowded.linesOf(panel)).toHaveLength(each * Math.floor(24 / each));
    expect(crowded.legend().join(' ')).toMatch(/No room for .*run 9 in “.+”: of kept runs it draws 24 lines at most\./);
  });

  it('have no line of an arm or a metric that the example does not have, and none without a number', () => {
    const series = { x: [0, 9], y: [2, 1] };
    const log: RunLog = {
      own: { trainLoss: series },
      plain20: { alchemy: series, trainLoss: { x: [0], y: [Number.NaN] } },
    };
    const strange = overlay('degradation', [shown(1, log)]);
    for (const panel of chartsIn(experimentOf('degradation').figure)) expect(strange.linesOf(panel)).toEqual([]);
    expect(strange.runs).toEqual([{ title: 'run 1', log }]);
    expect(runInWords(experimentOf('degradation'), log)[0]).toBe('own: training loss 2 nats at step 0, 1 nats at step 9.');
    expect(liveTables(experimentOf('degradation'), log, 'run 1')[0]?.caption).toBe('run 1: training loss, nats');
  });

  it('are strokes in place of dots, one line a run', () => {
    const id = 'deep-linear-times';
    const panel = panelOf(id, 'points');
    const log = Object.fromEntries(
      Object.keys(experimentOf(id).arms).map((arm) => [
        arm,
        { trainLoss: { x: [0, 100], y: [10, 1e-9] }, testError: { x: [0], y: [5] } },
      ]),
    );
    const lines = overlay(id, [shown(1, log, { experiment: id, query: `?e=${id}` })]).linesOf(panel);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ label: 'run 1', keptDash: '10 3 2 3' });
    expect(lines[0]?.points.filter(({ y }) => Number.isFinite(y))).toHaveLength(2 * Object.keys(log).length);
    expect(lines[0]?.mark).toBeUndefined();
  });

  it.each(experimentIds.filter((id) => experimentOf(id).kind === 'training'))(
    'are drawn, or told not to be, in every panel of %s',
    (id) => {
      const { figure } = experimentOf(id);
      const run = shown(1, fullLog(id), { experiment: id, query: `?e=${id}` });
      const one = overlay(id, [run]);
      const said = one.legend().join(' ');
      for (const panel of figure) {
        const isDrawn = 'yLabel' in panel && 'yScale' in panel && one.linesOf(panel).length > 0;
        expect(said.includes(`“${panel.title}”`), panel.title).toBe(!isDrawn);
      }
    },
  );
});

describe('the legend of kept runs', () => {
  it('says what is kept of each, and what it differs in from the page', () => {
    const runs = [shown(1, fullLog('degradation'), { name: 'mine' })];
    expect(overlay('degradation', runs).legend()[0]).toBe(
      'Thin, kept on this device: mine (run 1), seed 3 (here 0), learning rate 0.1 (here: 0.02).',
    );
    expect(overlay('degradation', runs, '?e=degradation&seed=3&learningRate=0.1').legend()[0]).toBe(
      'Thin, kept on this device: mine (run 1), with the settings and the seed of this page.',
    );
  });
});

describe('a kept run in words', () => {
  it('says how it ended, its verdict, and the claims that did not hold', () => {
    const claims = [
      { text: 'Depth hurts.', status: 'held' },
      { text: 'Shortcuts help.', status: 'failed' },
    ] as const;
    expect(outcomeInWords(kept(1, { claims, verdict: 'Only 1 of 2 claims hold.' }), false)).toEqual([
      'Ran to its end.',
      'Only 1 of 2 claims hold.',
      'Did not hold: Shortcuts help.',
    ]);
    expect(outcomeInWords(kept(1, { claims, verdict: 'Only 1 of 2 claims hold.' }), true)).toEqual(['Ran to its end.']);
  });

  it('says where it diverged, of arms that the example does not have too', () => {
    const where = { step: 12, layer: 'block 3', tensor: 'gradient' } as const;
    const run = kept(1, { outcome: 'diverged', verdict: '', divergences: { plain56: where, own: where } });
    const said = 'at step 12 the weight gradient of “block 3” stopped being finite numbers, so training ended there.';
    expect(outcomeInWords(run, false)).toEqual([`plain, 56 layers: ${said}`, `own: ${said}`]);
  });

  it('has a twin where another has every number of it', () => {
    const [one, two, other] = [kept(1), kept(2), kept(3, { digests: { plain20: 'ff' } })];
    expect(twinOf(one, [one, two, other])).toBe('run 2');
    expect(twinOf(other, [one, two, other])).toBeUndefined();
    expect(twinOf(kept(4, { digests: {} }), [kept(5, { digests: {} })])).toBeUndefined();
  });
});
