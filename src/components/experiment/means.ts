import type { PresetRecording, RecordedSeries } from '../../lib/experiments/recording.ts';
import type { RunLog, Series } from '../../lib/experiments/runlog.ts';

/** The mean over the seeds of all that was recorded. */
export function meanLog(recording: PresetRecording): RunLog {
  return mapValues(recording.arms, ({ metrics }) => mapValues(metrics, meanSeries));
}

/** The mean over the recorded seeds. */
export function meanSeries(recorded: RecordedSeries): Series {
  if ('layers' in recorded) {
    const { layers, x, y } = recorded;
    return { layers, x, y: x.map((_, i) => layers.map((__, l) => mean(y.map((seed) => seed[i]?.[l] ?? Number.NaN)))) };
  }
  const { x, y } = recorded;
  return { x, y: x.map((_, i) => mean(y.map((seed) => seed[i] ?? Number.NaN))) };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const mapValues = <T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Readonly<Record<string, U>> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
