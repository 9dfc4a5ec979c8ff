import { createHash } from 'node:crypto';
import { judge } from '../../experiments/claims.ts';
import { metricOf, type Experiment, type PresetName } from '../../experiments/experiment.ts';
import { formatValues } from '../../experiments/params.ts';
import type { PresetRecording, RecordedArm, RecordedSeries } from '../../experiments/recording.ts';
import { isLayered, type RunLog, type Series } from '../../experiments/runlog.ts';
import { thin } from '../../experiments/thin.ts';
import { armsOf, presetValues } from '../../runner/state.ts';
import type { RecordedRun } from './page/recorder.ts';

/** Points that a drawn line keeps; a line one layer of many keeps fewer, since there are many, and a net of many layers fewer still. */
const scalarPoints = 61;
const layeredPoints = (layers: number): number => Math.max(2, Math.min(41, Math.floor(320 / layers)));

const significantDigits = 5;

export interface SeedRun {
  readonly seed: number;
  readonly run: RecordedRun;
}

/** A claim that did not hold when recording: the recording is refused. */
export class ClaimFailure extends Error {
  override name = 'ClaimFailure';
}

/** @throws ClaimFailure naming every claim that failed, with seed and numbers. */
export function summarise(experiment: Experiment, preset: PresetName, runs: readonly SeedRun[]): PresetRecording {
  const values = presetValues(experiment, preset);
  const judged = runs.map(({ seed, run }) => ({ seed, results: judge(experiment.claims, run.log, values) }));
  const failures = judged.flatMap(({ seed, results }) =>
    results
      .filter(({ status }) => status === 'failed')
      .map(({ text, evidence }) => `seed ${seed}: "${text}" failed: ${evidence}`),
  );
  if (failures.length > 0) throw new ClaimFailure(failures.join('\n'));

  const params = formatValues(experiment.params, values);
  const arms = Object.fromEntries(armsOf(experiment, preset).map((arm) => [arm, summariseArm(experiment, arm, runs)]));
  return {
    version: versionOf({ params, arms }),
    params,
    seeds: runs.map(({ seed }) => seed),
    seconds: round(median(runs.map(({ run }) => run.seconds)), 3),
    calibration: round(median(runs.map(({ run }) => run.calibration)), 3),
    arms,
    claims: experiment.claims.map(({ text }, i) => ({ text, evidence: judged.map(({ results }) => results[i]?.evidence ?? '') })),
  };
}

function summariseArm(experiment: Experiment, arm: string, runs: readonly SeedRun[]): RecordedArm {
  const logs = runs.map(({ run }) => armOf(run.log, arm));
  const metrics = Object.keys(logs[0] ?? {});
  return {
    digests: runs.map(({ run }) => run.digests[arm] ?? ''),
    metrics: Object.fromEntries(
      metrics.map((metric) => {
        const { recorded, against } = metricOf(experiment, metric) ?? {};
        const kept = recorded === 'first seed' ? logs.slice(0, 1) : logs;
        // The graph of a function would lose its corners, an image its pixels.
        const most = against !== undefined ? Infinity : scalarPoints;
        const series = kept.map((log) => seriesOf(log, metric));
        return [metric, join(series, most)];
      }),
    ),
  };
}

/** The same metric of every seed, thinned alike: a scalar one to so many points. */
function join(seeds: readonly Series[], most: number): RecordedSeries {
  const [one] = seeds;
  if (one === undefined) throw new Error('A recording needs at least one seed.');
  if (isLayered(one)) {
    const keep = thin(one.x.length, layeredPoints(one.layers.length));
    return {
      layers: one.layers,
      x: pick(one.x, keep),
      y: seeds.map((series) => pick(isLayered(series) ? series.y : [], keep).map((row) => row.map((y) => round(y)))),
    };
  }
  const keep = thin(one.x.length, most);
  return { x: pick(one.x, keep), y: seeds.map((s) => pick(isLayered(s) ? [] : s.y, keep).map((y) => round(y))) };
}

function armOf(log: RunLog, arm: string): RunLog[string] {
  const found = log[arm];
  if (found === undefined) throw new Error(`The run has no arm "${arm}".`);
  return found;
}

function seriesOf(arm: RunLog[string], metric: string): Series {
  const found = arm[metric];
  if (found === undefined) throw new Error(`The run has no metric "${metric}".`);
  return found;
}

const pick = <T>(values: readonly T[], indices: readonly number[]): readonly T[] =>
  indices.map((i) => {
    const value = values[i];
    if (value === undefined) throw new RangeError(`A series of ${values.length} points has none at ${i}.`);
    return value;
  });

const round = (value: number, digits = significantDigits): number => Number(value.toPrecision(digits));

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = Number.NaN, high = Number.NaN] = [sorted[(sorted.length - 1) >> 1], sorted[middle]];
  return (low + high) / 2;
}

const versionOf = (content: unknown): string => createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 8);
