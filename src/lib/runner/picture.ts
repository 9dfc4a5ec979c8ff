import type { ArmLog, RunLog, Series } from '../experiments/runlog.ts';
import { thin } from '../experiments/thin.ts';

/** Points of a line while it grows: a piece every two to three pixels of the widest chart. */
const mostPoints = 240;

/** A log as a running example draws it: every series thinned to what its chart can show, with its first and last point. */
export function pictureOf(log: RunLog): RunLog {
  return mapValues(log, (arm: ArmLog) => mapValues(arm, (series) => thinned(series, mostPoints)));
}

/** At most `most` points of a series, with its first and last; the very series where it has no more. */
export function thinned(series: Series, most: number): Series {
  if (series.x.length <= most) return series;
  const kept = thin(series.x.length, most);
  // Every index is below the length of both lists.
  const pick = <T>(values: readonly T[]): readonly T[] => kept.flatMap((i) => values.slice(i, i + 1));
  return 'layers' in series
    ? { layers: series.layers, x: pick(series.x), y: pick(series.y) }
    : { x: pick(series.x), y: pick(series.y) };
}

const mapValues = <T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Readonly<Record<string, U>> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
