/** Figures and runs in words, for those who do not see them. */
import { show } from '../../lib/experiments/claims.ts';
import { metricOf, type Experiment } from '../../lib/experiments/experiment.ts';
import { chartsIn, isChart, type ChartPanel, type Panel } from '../../lib/experiments/figure.ts';
import type { ParamSchema, Values } from '../../lib/experiments/params.ts';
import type { PresetRecording } from '../../lib/experiments/recording.ts';
import { first, isEmpty, isLayered, last, type RunLog, type Series } from '../../lib/experiments/runlog.ts';
import { panelInWords } from '../drawings/drawing.ts';
import { meanLog } from './means.ts';

/**
 * What a metric's x counts, in the words of the panel that draws it against x; for what no chart draws, of the drawing. In an example
 * that trains, x is the same for all metrics but those of images.
 */
export function xNameOf(experiment: Experiment, metric: string): string {
  if (metricOf(experiment, metric)?.against === 'place') return 'place';
  const charts = chartsIn(experiment.figure).filter((panel) => isOverX(experiment, panel));
  const own = charts.find((panel) => metricsIn(panel).includes(metric));
  const drawing = experiment.figure.find(({ kind }) => kind === 'drawing');
  const other = experiment.kind === 'compute' ? 'x' : 'step';
  return (own ?? drawing ?? charts.find(({ kind }) => kind !== 'bars'))?.xLabel ?? other;
}

/** The metrics that a panel draws as they are; what a drawing takes of its arm, it does not say. */
export function metricsIn(panel: Panel): readonly string[] {
  if (panel.kind === 'drawing') return [];
  return panel.kind === 'metrics' ? panel.metrics : [panel.metric];
}

function isOverX(experiment: Experiment, panel: ChartPanel): boolean {
  if (panel.kind === 'bars') return metricOf(experiment, panel.metric)?.kind === 'scalar';
  return panel.kind !== 'profile' && panel.kind !== 'points' && panel.kind !== 'sweep';
}

/** What the drawings of a figure show. */
export function drawingsInWords(experiment: Experiment, log: RunLog, values: Values<ParamSchema>): readonly string[] {
  return experiment.figure.flatMap((panel) => {
    const arm = isChart(panel) ? undefined : log[panel.arm];
    return isChart(panel) || arm === undefined ? [] : [panelInWords(panel, arm, values)];
  });
}

/** Whether heat maps alone show a metric: one number a layer would be far too many to be read out. */
export const isMapped = ({ figure }: Experiment, metric: string): boolean =>
  figure.some((panel) => panel.kind === 'heatmap' && panel.metric === metric) &&
  !chartsIn(figure).some((panel) => metricsIn(panel).includes(metric));

/** Whether one number a layer is there for a claim alone: words for a figure leave out what it does not show. */
const isUnseen = ({ figure }: Experiment, metric: string, series: Series): boolean =>
  isLayered(series) && figure.every((panel) => panel.kind !== 'drawing' && !metricsIn(panel).includes(metric));

/** One sentence an arm and metric: where it started, where it ended, after how much. */
export const runInWords = (experiment: Experiment, log: RunLog): readonly string[] => sentences(experiment, log, '');

/** @param over said of all that is a mean. */
function sentences(experiment: Experiment, log: RunLog, over: string): readonly string[] {
  return Object.entries(log).flatMap(([armName, arm]) =>
    Object.entries(arm).flatMap(([metric, series]) => {
      const { label = metric, unit = '', recorded, against } = metricOf(experiment, metric) ?? {};
      const armLabel = experiment.arms[armName]?.label ?? armName;
      // What is measured place by place only a drawing shows, which has words of its own.
      if (isEmpty(series) || against === 'place' || isMapped(experiment, metric) || isUnseen(experiment, metric, series))
        return [];
      const said =
        recorded === 'first seed' ? rangeInWords(series) : `${seriesInWords(series, unit, xNameOf(experiment, metric))}${over}`;
      return [`${armLabel}: ${label} ${said}.`];
    }),
  );
}

/** The same for a recording: its seeds' mean stands for the run. */
export function recordingInWords(experiment: Experiment, recording: PresetRecording): readonly string[] {
  const over = recording.seeds.length === 1 ? '' : ` (mean of ${recording.seeds.length} seeds)`;
  return sentences(experiment, meanLog(recording), over);
}

/** Of single neurons, the least and the greatest of the last measurement. */
function rangeInWords({ y }: Series): string {
  const values = [last<number | readonly number[]>(y)].flat();
  return `from ${show(Math.min(...values))} to ${show(Math.max(...values))}`;
}

/** Of a run that left the finite numbers, the last measurement may have. */
const ended = (value: number): string => (Number.isFinite(value) ? show(value) : 'no finite number');

function seriesInWords(series: Series, unit: string, xName: string): string {
  const u = unit === '' ? '' : ` ${unit}`;
  if (!isLayered(series)) {
    if (series.x.length === 1) return `${show(first(series.y))}${u} at ${xName} ${first(series.x)}`;
    return `${show(first(series.y))}${u} at ${xName} ${first(series.x)}, ${show(last(series.y))}${u} at ${xName} ${last(series.x)}`;
  }
  const ends = (row: readonly number[]): string => `${ended(first(row))} in the first layer and ${ended(last(row))} in the last`;
  const begins = `${ends(first(series.y))} at ${xName} ${first(series.x)}`;
  return series.x.length === 1 ? begins : `${begins}; ${ends(last(series.y))} at ${xName} ${last(series.x)}`;
}
