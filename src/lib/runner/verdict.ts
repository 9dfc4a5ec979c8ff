import type { ClaimResult } from '../experiments/claims.ts';
import { metricOf, type Experiment } from '../experiments/experiment.ts';
import type { PresetRecording, RecordedCurve, RecordedSeries } from '../experiments/recording.ts';
import { isLayered, type Curve, type RunLog } from '../experiments/runlog.ts';

export type VerdictKind = 'identical' | 'reproduced' | 'partial' | 'differs';

export interface Verdict {
  readonly kind: VerdictKind;
  readonly sentence: string;
}

/** A finished run, as far as the verdict needs it. */
export interface FinishedRun {
  readonly log: RunLog;
  /** Hash over every raw number of each arm. */
  readonly digests: Readonly<Record<string, string>>;
  readonly seed: number;
  /** Whether parameters are those of the recording. */
  readonly sameSettings: boolean;
  readonly diverged: boolean;
}

/**
 * How far beyond the recorded seeds' spread a curve may end and still count as the same: half of the spread, and never less than
 * 2 % of the value, since five seeds do not span all that a sixth can do.
 */
const spreadMargin = 0.5;
const valueMargin = 0.02;

/** Undefined where there is nothing to judge: with settings that are not the recording's, and decide none of the claims. */
export function verdictOn(
  run: FinishedRun,
  claims: readonly ClaimResult[],
  recording: PresetRecording,
  experiment: Experiment,
): Verdict | undefined {
  const tested = claims.filter(({ status }) => status !== 'pending');
  const held = tested.filter(({ status }) => status === 'held').length;
  const score = scoreOf(held, tested.length);

  if (run.diverged) return { kind: 'differs', sentence: 'This run left the finite numbers, which no recorded run did.' };
  if (run.sameSettings && isIdentical(run, recording)) {
    const claimsToo = score === '' ? '' : `; ${score}`;
    return { kind: 'identical', sentence: `Every number equals the recorded run of seed ${run.seed}, bit for bit${claimsToo}.` };
  }
  if (tested.length > 0 && held === 0) {
    return {
      kind: 'differs',
      sentence: `${tested.length === 1 ? 'The one claim tested does not hold' : 'None of the claims holds'} in this run.`,
    };
  }
  if (held < tested.length) {
    const setting = run.sameSettings ? '' : ' with these settings, which are not those of the recording';
    return { kind: 'partial', sentence: `Only ${score}${setting}.` };
  }
  if (!run.sameSettings) {
    if (tested.length === 0) return undefined;
    return { kind: 'reproduced', sentence: `With your settings ${score}. The band shows the recorded settings, for comparison.` };
  }
  const outside = curvesOutside(run.log, recording);
  if (outside.length > 0) {
    const although = score === '' ? '' : `Although ${score}, `;
    const these = outside.length === 1 ? 'this curve' : 'these curves';
    const sentence = `${although}${these} ended outside what the recorded seeds reach: ${curvesInWords(outside, experiment)}.`;
    return { kind: 'partial', sentence: capital(sentence) };
  }
  const sentence = `${score === '' ? '' : `${score}, and `}every curve ends within what the recorded seeds reach.`;
  return { kind: 'reproduced', sentence: capital(sentence) };
}

/** Empty where no claim was tested. */
function scoreOf(held: number, tested: number): string {
  if (tested === 0) return '';
  if (held < tested) return `${held} of ${tested} claims hold`;
  return tested === 1 ? 'the one claim tested holds' : `all ${tested} claims hold`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function isIdentical({ digests, seed }: FinishedRun, recording: PresetRecording): boolean {
  const index = recording.seeds.indexOf(seed);
  const arms = Object.entries(recording.arms);
  return index >= 0 && arms.every(([name, arm]) => digests[name] !== undefined && digests[name] === arm.digests[index]);
}

/** Where a curve is found, by the names of its arm and metric. */
type Place = readonly [arm: string, metric: string];

/** Each scalar curve that does not end where recorded ones do. */
function curvesOutside(log: RunLog, recording: PresetRecording): readonly Place[] {
  return Object.entries(log).flatMap(([arm, metrics]) =>
    Object.entries(metrics).flatMap(([metric, series]): Place[] => {
      const recorded = recording.arms[arm]?.metrics[metric];
      if (isLayered(series) || recorded === undefined || !isCurve(recorded) || endsAsRecorded(series, recorded)) return [];
      return [[arm, metric]];
    }),
  );
}

/**
 * Whether the last value lies in the widened band of the recorded last values. Where nothing was recorded, such as the depths at which
 * a net diverged that never does, a curve without a point is the same, and one with a point is not.
 */
function endsAsRecorded({ y }: Curve, recorded: RecordedCurve): boolean {
  const ends = recorded.y.flatMap((values) => values.slice(-1));
  const end = y.at(-1);
  if (end === undefined || ends.length === 0) return end === undefined && ends.length === 0;
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const margin = Math.max(spreadMargin * (high - low), valueMargin * Math.abs(high));
  return end >= low - margin && end <= high + margin;
}

/** "arm (metric and metric); arm (metric)", by the labels that the figure has for them. */
function curvesInWords(places: readonly Place[], experiment: Experiment): string {
  const lists = new Intl.ListFormat('en-GB');
  return [...new Set(places.map(([arm]) => arm))]
    .map((arm) => {
      const metrics = places
        .filter(([other]) => other === arm)
        .map(([, metric]) => metricOf(experiment, metric)?.label ?? metric);
      return `${experiment.arms[arm]?.label ?? arm} (${lists.format(metrics)})`;
    })
    .join('; ');
}

const isCurve = (series: RecordedSeries): series is RecordedCurve => !('layers' in series);
