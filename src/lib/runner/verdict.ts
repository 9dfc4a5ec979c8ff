import type { ClaimResult } from '../experiments/claims.ts';
import type { PresetRecording, RecordedCurve, RecordedSeries } from '../experiments/recording.ts';
import { isLayered, type RunLog } from '../experiments/runlog.ts';

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

export function verdictOn(run: FinishedRun, claims: readonly ClaimResult[], recording: PresetRecording): Verdict {
  const tested = claims.filter(({ status }) => status !== 'pending');
  const held = tested.filter(({ status }) => status === 'held').length;
  const score = held === tested.length ? `all ${held} claims hold` : `${held} of ${tested.length} claims hold`;

  if (run.diverged) return { kind: 'differs', sentence: 'This run left the finite numbers, which no recorded run did.' };
  if (run.sameSettings && isIdentical(run, recording)) {
    return { kind: 'identical', sentence: `Every number equals the recorded run of seed ${run.seed}, bit for bit; ${score}.` };
  }
  if (tested.length > 0 && held === 0) return { kind: 'differs', sentence: 'None of the claims holds in this run.' };
  if (held < tested.length) {
    const setting = run.sameSettings ? '' : ' with these settings, which are not those of the recording';
    return { kind: 'partial', sentence: `Only ${score}${setting}.` };
  }
  if (!run.sameSettings) {
    return { kind: 'reproduced', sentence: `With your settings ${score}. The band shows the recorded settings, for comparison.` };
  }
  const outside = curvesOutside(run.log, recording);
  if (outside.length > 0) {
    return {
      kind: 'partial',
      sentence: `Although ${score}, ${outside.join(' and ')} ended outside what the recorded seeds reach.`,
    };
  }
  return { kind: 'reproduced', sentence: `${capital(score)}, and every curve ends within what the recorded seeds reach.` };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function isIdentical({ digests, seed }: FinishedRun, recording: PresetRecording): boolean {
  const index = recording.seeds.indexOf(seed);
  const arms = Object.entries(recording.arms);
  return index >= 0 && arms.every(([name, arm]) => digests[name] !== undefined && digests[name] === arm.digests[index]);
}

/** "arm, metric" for each scalar curve whose last value lies outside the widened band of the recorded last values. */
function curvesOutside(log: RunLog, recording: PresetRecording): string[] {
  return Object.entries(log).flatMap(([armName, arm]) =>
    Object.entries(arm).flatMap(([metric, series]) => {
      const recorded = recording.arms[armName]?.metrics[metric];
      if (isLayered(series) || recorded === undefined || !isCurve(recorded)) return [];
      const ends = recorded.y.map((values) => values.at(-1) ?? Number.NaN);
      const [low, high] = [Math.min(...ends), Math.max(...ends)];
      const margin = Math.max(spreadMargin * (high - low), valueMargin * Math.abs(high));
      const end = series.y.at(-1) ?? Number.NaN;
      return end >= low - margin && end <= high + margin ? [] : [`${armName}, ${metric},`];
    }),
  );
}

const isCurve = (series: RecordedSeries): series is RecordedCurve => !('layers' in series);
