import type { Experiment } from '../../lib/experiments/experiment.ts';
import { show } from '../../lib/experiments/claims.ts';
import { gridOf } from '../../lib/experiments/heat-map.ts';
import type { Metric } from '../../lib/experiments/metrics.ts';
import type { PresetRecording, RecordedSeries } from '../../lib/experiments/recording.ts';
import { isEmpty, isLayered, type RunLog, type Series } from '../../lib/experiments/runlog.ts';
import { thin } from '../../lib/experiments/thin.ts';
import { isMapped, xNameOf } from './figure-words.ts';
import { meanSeries } from './means.ts';

export interface Table {
  readonly caption: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Rows of the longest table; figures with more points are thinned evenly, keeping the first and the last. */
const mostRows = 26;

/** One table a metric of the recording: a row a point, mean and range over the seeds of each arm. */
export function recordedTables(experiment: Experiment, recording: PresetRecording): readonly Table[] {
  const seeds = recording.seeds.length;
  const over = seeds === 1 ? '' : `, mean of ${seeds} seeds (least to greatest)`;
  const titleOf = ({ recorded }: Metric): string => `Recorded${recorded === 'first seed' ? ', one seed' : over}`;
  return metricTables(experiment, (name) => recording.arms[name]?.metrics, titleOf, {
    cells: recordedCells,
    meanOf: meanSeries,
  });
}

/** The same for the reader's run, or for one of that title. */
export function liveTables(experiment: Experiment, log: RunLog, title = 'This run'): readonly Table[] {
  return metricTables(
    experiment,
    (name) => log[name],
    () => title,
    { cells: liveCells, meanOf: (series) => series },
  );
}

type Cells = (i: number) => readonly string[];
type Measured = RecordedSeries | Series;

/** How to read the series of a run, or of a recording. */
interface Reading<T> {
  readonly cells: (series: T) => { readonly columns: readonly string[]; readonly at: Cells };
  readonly meanOf: (series: T) => Series;
}

function metricTables<T extends Measured>(
  experiment: Experiment,
  armMetrics: (arm: string) => Readonly<Record<string, T>> | undefined,
  titleOf: (metric: Metric) => string,
  { cells, meanOf }: Reading<T>,
): readonly Table[] {
  return Object.entries(experiment.metrics).flatMap(([metric, spec]) => {
    if (isMapped(experiment, metric)) {
      const seriesOf = (arm: string): Series | undefined => {
        const series = armMetrics(arm)?.[metric];
        return series && meanOf(series);
      };
      return mapTables(experiment, metric, seriesOf, titleOf(spec));
    }
    const { label, unit, kind } = spec;
    const arms = Object.entries(experiment.arms).flatMap(([id, arm]) => {
      const series = armMetrics(id)?.[metric];
      return series === undefined || isEmpty(series) ? [] : [{ label: arm.label, series }];
    });
    const caption = `${titleOf(spec)}: ${label}${unit === '' ? '' : `, ${unit}`}`;
    // Arms of different depth have different layers: a table each.
    const groups = kind === 'layers' ? arms.map((arm) => [arm]) : byGrid(arms);
    return groups.map((group): Table => {
      const parts = group.map(({ series }) => cells(series));
      const x = group[0]?.series.x ?? [];
      const [only] = parts;
      if (kind === 'layers' && x.length === 1 && only !== undefined) {
        // Measured once: the layers make the rows.
        const values = only.at(0);
        return {
          caption: `${caption}; ${group[0]?.label ?? ''}, at ${xNameOf(experiment, metric)} ${x[0]}`,
          header: ['layer', label],
          rows: thin(values.length, mostRows).map((i) => [only.columns[i] ?? '', values[i] ?? '']),
        };
      }
      return {
        caption: kind === 'layers' || groups.length > 1 ? `${caption}; ${group.map((arm) => arm.label).join('; ')}` : caption,
        header: [
          xNameOf(experiment, metric),
          ...group.flatMap((arm, i) => parts[i]?.columns.map((column) => column || arm.label) ?? []),
        ],
        rows: thin(x.length, mostRows).map((i) => [String(x[i]), ...parts.flatMap(({ at }) => at(i))]),
      };
    });
  });
}

/** The rows and columns of each heat map; of one seed or run, or the mean of the seeds. */
function mapTables(
  experiment: Experiment,
  metric: string,
  seriesOf: (arm: string) => Series | undefined,
  title: string,
): readonly Table[] {
  return experiment.figure.flatMap((panel) => {
    const grid = panel.kind === 'heatmap' && panel.metric === metric ? gridOf(panel, seriesOf(panel.arm)) : undefined;
    if (panel.kind !== 'heatmap' || grid === undefined) return [];
    const columns = thin(grid.columns.length, mostRows);
    const cell = (value: number | undefined): string => (value === undefined ? '' : show(value));
    return {
      caption: `${title}: ${panel.valueLabel} after ${grid.step} updates; ${panel.title}`,
      header: [`${panel.yLabel} \\ ${panel.xLabel}`, ...columns.map((column) => grid.columns[column] ?? '')],
      rows: thin(grid.rows.length, mostRows).map((row) => [
        grid.rows[row] ?? '',
        ...columns.map((column) => cell(grid.values[row]?.[column])),
      ]),
    };
  });
}

/** Arms whose points lie at the same x, as far as both have come: only these can share the rows of a table. */
function byGrid<A extends { readonly series: Measured }>(arms: readonly A[]): readonly (readonly A[])[] {
  const groups: A[][] = [];
  for (const arm of arms) {
    const group = groups.find(([other]) => other?.series.x.every((x, i) => x === (arm.series.x[i] ?? x)));
    if (group === undefined) groups.push([arm]);
    else group.push(arm);
  }
  return groups;
}

function recordedCells(series: RecordedSeries): { columns: readonly string[]; at: Cells } {
  if ('layers' in series) {
    return {
      columns: series.layers,
      at: (i) => series.layers.map((_, layer) => meanAndRange(series.y.map((seed) => seed[i]?.[layer] ?? Number.NaN))),
    };
  }
  return { columns: [''], at: (i) => [meanAndRange(series.y.map((seed) => seed[i] ?? Number.NaN))] };
}

function liveCells(series: Series): { columns: readonly string[]; at: Cells } {
  if (isLayered(series)) return { columns: series.layers, at: (i) => (series.y[i] ?? []).map(show) };
  return { columns: [''], at: (i) => [series.y[i] === undefined ? '' : show(series.y[i])] };
}

function meanAndRange(values: readonly number[]): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length === 1) return show(mean);
  return `${show(mean)} (${show(Math.min(...values))} to ${show(Math.max(...values))})`;
}
