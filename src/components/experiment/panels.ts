import { metricOf, type Experiment, type Look } from '../../lib/experiments/experiment.ts';
import type { ChartPanel } from '../../lib/experiments/figure.ts';
import type { PresetRecording, RecordedSeries } from '../../lib/experiments/recording.ts';
import {
  isEmpty,
  isLayered,
  last,
  type Curve,
  type LayerCurves,
  type RunLog,
  type Series,
} from '../../lib/experiments/runlog.ts';
import type { Category, ChartLine, Mark } from '../charts/chart.ts';
import { barNames, barPlaces, isOfNeurons } from './bars.ts';
import { settingsOf, sweptLines, type SweepPanel } from './sweep.ts';

/** One line before it has numbers: how to find them in a recording or a run, and how to draw it. */
interface LineSource {
  readonly id: string;
  readonly label: string;
  readonly look: { readonly colour: string; readonly dash: Look['dash'] };
  readonly arm: string;
  readonly metric: string;
  readonly mark?: Mark;
  /** Drawn for the first recorded seed, not for the mean of all. */
  readonly isOfOneSeed?: boolean;
  /** Turns one measured series (of one seed) into points. */
  readonly read: (series: Series) => readonly Point[];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const dashes = ['solid', 'dashed', 'dotted'] as const;

const dash = (index: number): Look['dash'] => dashes[index % dashes.length] ?? 'solid';

/** Colour tokens of successive lines that are no architecture. */
const ordinals = ['first', 'second', 'third'] as const;

/** What of a run has begun: each arm's metrics, as "arm metric". */
export const begunIn = (live: RunLog): readonly string[] =>
  Object.entries(live).flatMap(([arm, log]) => Object.keys(log).map((metric) => `${arm} ${metric}`));

/**
 * Recorded mean and seed band of each line; without its name where the reader's own run is drawn over it, which has the name then.
 *
 * @param begun of the run that is drawn over them: see `begunIn`.
 */
export function recordedLines(
  experiment: Experiment,
  panel: ChartPanel,
  recording: PresetRecording | undefined,
  begun: readonly string[] = [],
): readonly ChartLine[] {
  if (recording === undefined || experiment.kind === 'compute') return [];
  const seriesOf = (arm: string, metric: string): RecordedSeries | undefined => recording.arms[arm]?.metrics[metric];
  if (panel.kind === 'sweep') {
    const endsOf = (arm: string): readonly number[] => {
      const series = seriesOf(arm, panel.metric);
      return series === undefined ? [] : seedSeries(series).flatMap(endOf);
    };
    return sweptLines(panel, 'recorded', endsOf, ({ label, arms }) =>
      arms.some((arm) => begun.includes(`${arm} ${panel.metric}`)) ? '' : label,
    );
  }
  return sources(experiment, panel, seriesOf).flatMap((source) => {
    const series = seriesOf(source.arm, source.metric);
    return series === undefined ? [] : recordedLine(source, series, begun.includes(`${source.arm} ${source.metric}`));
  });
}

/** The reader's own run, or what an example computed. */
export function liveLines(experiment: Experiment, panel: ChartPanel, live: RunLog): readonly ChartLine[] {
  const seriesOf = (arm: string, metric: string): Series | undefined => live[arm]?.[metric];
  if (panel.kind === 'sweep') {
    const endsOf = (arm: string): readonly number[] => [live[arm]?.[panel.metric] ?? []].flat().flatMap(endOf);
    return sweptLines(panel, 'live', endsOf).map(({ id, label, colour, dash, points }) => ({
      id,
      label,
      colour,
      dash,
      points,
      live: true,
    }));
  }
  return sources(experiment, panel, seriesOf).flatMap((source) => {
    const series = seriesOf(source.arm, source.metric);
    // What computes is whole at once: a line without a point is not still to come, and its name would stand for nothing.
    if (series === undefined || (experiment.kind === 'compute' && isEmpty(series))) return [];
    return [{ id: `${source.id}-live`, ...lookOf(source), label: source.label, points: source.read(series), live: true }];
  });
}

/** A line of the run stands after its recording, so that names keep their order while one arm after another begins. */
export function inOrder(recorded: readonly ChartLine[], live: readonly ChartLine[]): readonly ChartLine[] {
  const over = new Map(live.map((line) => [line.id.replace(/-live$/, '-recorded'), line]));
  const paired = recorded.flatMap((line) => [line, over.get(line.id) ?? []].flat());
  return [...paired, ...live.filter((line) => !paired.includes(line))];
}

/** Names on the x axis in place of numbers: arms under their dots, layers under their bars, settings of a sweep. */
export function categoriesOf(
  experiment: Experiment,
  panel: ChartPanel,
  recording: PresetRecording | undefined,
  live: RunLog,
): readonly Category[] | undefined {
  if (panel.kind === 'points') return armsOf(experiment, panel).map(({ label }, i) => ({ at: i + 1, label }));
  if (panel.kind === 'sweep') return settingsOf(panel, (arm) => recording?.arms[arm] !== undefined || live[arm] !== undefined);
  if (panel.kind !== 'bars') return undefined;
  const [series] = Object.keys(experiment.arms)
    .filter((arm) => panel.arm === undefined || panel.arm === arm)
    .flatMap((arm) => live[arm]?.[panel.metric] ?? recording?.arms[arm]?.metrics[panel.metric] ?? []);
  if (series === undefined || !('layers' in series)) return undefined;
  return barNames(series.layers);
}

/** The arms that a panel draws; all, unless it names some. */
function armsOf(experiment: Experiment, panel: ChartPanel): readonly Pick<LineSource, 'id' | 'label' | 'look'>[] {
  const named = 'arms' in panel ? panel.arms : undefined;
  return Object.entries(experiment.arms).flatMap(([id, { label, look }]) =>
    named === undefined || named.includes(id) ? [{ id, label, look }] : [],
  );
}

const lookOf = ({ look, mark }: LineSource): Pick<ChartLine, 'colour' | 'dash' | 'mark'> => ({ ...look, ...(mark && { mark }) });

function sources(
  experiment: Experiment,
  panel: Exclude<ChartPanel, SweepPanel>,
  seriesOf: (arm: string, metric: string) => RecordedSeries | Series | undefined,
): readonly LineSource[] {
  const arms = armsOf(experiment, panel);
  switch (panel.kind) {
    case 'curves':
      return arms.map((arm) => {
        const gaps = (panel.brokenBy ?? []).flatMap((metric) => seriesOf(arm.id, metric)?.x ?? []);
        return { ...arm, arm: arm.id, metric: panel.metric, read: (series) => broken(curvePoints(series), gaps) };
      });
    case 'profile':
      return arms.map((arm) => ({
        ...arm,
        arm: arm.id,
        metric: panel.metric,
        read: (series) => profilePoints(panel.of === 'blocks' ? blocksOf(series) : series, panel.at),
      }));
    case 'layers': {
      const series = seriesOf(panel.arm, panel.metric);
      const layers = series !== undefined && 'layers' in series ? series.layers : [];
      return layers.map((label, layer) => ({
        id: `layer-${layer + 1}`,
        label,
        look: { colour: `layer-${layer + 1}`, dash: dash(layer) },
        arm: panel.arm,
        metric: panel.metric,
        read: (series) => layerPoints(series, layer),
      }));
    }
    case 'metrics':
      return panel.metrics.map((metric, i) => ({
        id: metric,
        label: metricOf(experiment, metric)?.label ?? metric,
        look: { colour: ordinals[i % ordinals.length] ?? 'neutral', dash: dash(i) },
        arm: panel.arm,
        metric,
        read: curvePoints,
      }));
    case 'points':
      return arms.map((arm, i) => ({
        ...arm,
        arm: arm.id,
        metric: panel.metric,
        mark: { kind: 'dots' },
        read: (series) => (isLayered(series) || series.y.length === 0 ? [] : [{ x: i + 1, y: dotOf(series, panel.below) }]),
      }));
    case 'bars': {
      const shown = arms.filter(({ id }) => panel.arm === undefined || panel.arm === id);
      return shown.map((arm, i) => {
        const series = seriesOf(arm.id, panel.metric);
        // Bars of all arms stand side by side in the place of one x, and leave a tenth of it free.
        const width = (0.9 * spacingOf(series)) / shown.length;
        const shift = (i - (shown.length - 1) / 2) * width;
        const read = (measured: Series): readonly Point[] =>
          isLayered(measured) ? barPoints(measured, panel.at ?? 'last') : curvePoints(measured);
        return {
          ...arm,
          arm: arm.id,
          metric: panel.metric,
          mark: { kind: 'bars', width },
          // The mean of a neuron over nets in which it is another one says nothing.
          isOfOneSeed: series !== undefined && 'layers' in series && isOfNeurons(series.layers),
          read: (measured) => read(measured).map(({ x, y }) => ({ x: x + shift, y })),
        };
      });
    }
    default:
      throw panel satisfies never;
  }
}

/** From one bar to the next: layers are counted, the bins of a histogram are equally wide. */
function spacingOf(series: RecordedSeries | Series | undefined): number {
  if (series === undefined || 'layers' in series) return 1;
  const [one = 0, two = 1] = series.x;
  return two - one;
}

/** The last number of a scalar series, if it has any. */
const endOf = (series: Series): readonly number[] => (isLayered(series) ? [] : series.y.slice(-1));

const zip = (x: readonly number[], y: readonly number[]): readonly Point[] =>
  x.map((value, i) => ({ x: value, y: y[i] ?? Number.NaN }));

/** What a dot stands for. A crossing lies between two points; NaN, which is drawn nowhere, is one that never comes. */
function dotOf({ x, y }: Curve, below: number | undefined): number {
  if (below === undefined) return last(y);
  const at = y.findIndex((value) => value < below);
  const [x0, x1, y0, y1] = [x[at - 1], x[at], y[at - 1], y[at]];
  if (x1 === undefined || y1 === undefined) return Number.NaN;
  return x0 === undefined || y0 === undefined ? x1 : x0 + ((x1 - x0) * (y0 - below)) / (y0 - y1);
}

const curvePoints = (series: Series): readonly Point[] => (isLayered(series) ? [] : zip(series.x, series.y));

/** With a point that is drawn nowhere at each of these x. */
const broken = (points: readonly Point[], gaps: readonly number[]): readonly Point[] =>
  gaps.length === 0 ? points : [...points, ...gaps.map((x) => ({ x, y: Number.NaN }))].toSorted((a, b) => a.x - b.x);

const layerPoints = (series: Series, layer: number): readonly Point[] =>
  isLayered(series)
    ? zip(
        series.x,
        series.y.map((row) => row[layer] ?? Number.NaN),
      )
    : [];

/** Those of the layers that are blocks, named "block 3". */
function blocksOf(series: Series): Series {
  if (!isLayered(series)) return series;
  const { layers, x, y } = series;
  const isBlock = layers.map((name) => /^block \d+$/.test(name));
  return { layers: layers.filter((_, i) => isBlock[i]), x, y: y.map((row) => row.filter((_, i) => isBlock[i])) };
}

function profilePoints(series: Series, at: 'first' | 'last'): readonly Point[] {
  if (!isLayered(series)) return [];
  const row = series.y.at(at === 'first' ? 0 : -1) ?? [];
  return row.map((y, i) => ({ x: i + 1, y }));
}

function barPoints(series: LayerCurves, at: 'first' | 'last'): readonly Point[] {
  const places = barPlaces(series.layers);
  return profilePoints(series, at).map(({ y }, i) => ({ x: places[i] ?? i + 1, y }));
}

/** One series for each recorded seed. */
function seedSeries(recorded: RecordedSeries): readonly Series[] {
  return 'layers' in recorded
    ? recorded.y.map((y) => ({ layers: recorded.layers, x: recorded.x, y }))
    : recorded.y.map((y) => ({ x: recorded.x, y }));
}

/** Mean over the seeds, with the band between the least and the greatest seed. */
function recordedLine(source: LineSource, recorded: RecordedSeries, isLive: boolean): readonly ChartLine[] {
  const seeds = seedSeries(recorded)
    .slice(0, source.isOfOneSeed ? 1 : undefined)
    .map(source.read);
  const [one] = seeds;
  if (one === undefined) return [];
  const columns = one.map(({ x }, i) => ({ x, ys: seeds.map((points) => points[i]?.y ?? Number.NaN) }));
  return [
    {
      id: `${source.id}-recorded`,
      ...lookOf(source),
      label: isLive ? '' : source.label,
      // Of bars that stand before others only a muddle would be seen; the axes still make room for them.
      ...(isLive && source.mark?.kind === 'bars' && { isUnseen: true }),
      points: columns.map(({ x, ys }) => ({ x, y: ys.reduce((sum, y) => sum + y, 0) / ys.length })),
      band: columns.map(({ x, ys }) => ({ x, low: Math.min(...ys), high: Math.max(...ys) })),
    },
  ];
}
