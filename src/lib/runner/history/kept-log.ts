import type { Experiment } from '../../experiments/experiment.ts';
import type { ArmLog, RunLog, Series } from '../../experiments/runlog.ts';
import { thinned } from '../picture.ts';

/** Points of a kept series: two pixels of the widest chart apart. */
export const mostPoints = 300;

/** Numbers of a kept series of layers, all its points together, of which there are two at least: profiles show the first or the last. */
export const mostOfLayers = 6000;

/** As recordings have them. */
const digits = 5;

/** What is kept of a log: the series that charts can show again, with at most 300 points each, in five significant digits. */
export function keptLog(experiment: Experiment, log: RunLog): RunLog {
  const shown = layersShown(experiment);
  return mapValues(log, (arm: ArmLog) => {
    const kept = Object.entries(arm).filter(([metric, series]) => !('layers' in series) || shown.has(metric));
    return mapValues(Object.fromEntries(kept), (series) => rounded(thinned(series, pointsOf(series))));
  });
}

export const pointsOf = (series: Series): number =>
  'layers' in series ? Math.min(mostPoints, Math.max(2, Math.floor(mostOfLayers / series.layers.length))) : mostPoints;

/** Layered metrics that a chart draws as lines. Bars of single neurons and images would take more room than all the rest. */
const layersShown = ({ figure }: Experiment): ReadonlySet<string> =>
  new Set(figure.flatMap((panel) => (panel.kind === 'layers' || panel.kind === 'profile' ? [panel.metric] : [])));

const round = (value: number): number => Number(value.toPrecision(digits));

function rounded(series: Series): Series {
  const { x } = series;
  return 'layers' in series
    ? { layers: series.layers, x, y: series.y.map((row) => row.map(round)) }
    : { x, y: series.y.map(round) };
}

const mapValues = <T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Readonly<Record<string, U>> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
