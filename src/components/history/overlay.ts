/** Kept runs in a figure. A chunk of its own: it comes with the drawer that shows them. */
import type { Experiment } from '../../lib/experiments/experiment.ts';
import { chartsIn, type ChartPanel } from '../../lib/experiments/figure.ts';
import { differencesFromPage, type Linked } from '../../lib/runner/history/differences.ts';
import { titleOf, type KeptRun } from '../../lib/runner/history/kept-run.ts';
import type { ExperimentRunner } from '../../lib/runner/ExperimentRunner.svelte.ts';
import { linkTo, stateOf, type Linkable } from '../../lib/runner/links.ts';
import type { ShownRun } from '../../lib/runner/RunHistory.svelte.ts';
import type { RunLog } from '../../lib/experiments/runlog.ts';
import type { ChartLine, ChartPoint } from '../charts/chart.ts';
import { liveLines } from '../experiment/panels.ts';

/** What a figure draws and says of kept runs. Their choice never changes: another makes another. */
export interface Overlay {
  /** The same lines whenever it is asked, so that a running example draws none of them again. */
  readonly linesOf: (panel: ChartPanel) => readonly ChartLine[];
  /** For the words and the tables, which are made where they are looked at. */
  readonly runs: readonly { readonly title: string; readonly log: RunLog }[];
  /** Which runs these are, how their settings differ from those that the page has now, and what does not show them. */
  readonly legend: () => readonly string[];
}

/** Lines of kept runs in one panel, beyond which nobody could follow one. */
const mostLines = 24;

/** Dashes that no arm has; the runs' names stand with them. */
const dashes = ['10 3 2 3', '4 2.5', '10 3 2 3 2 3', '18 5'] as const;

/** Half the length of the stroke that stands for a dot. */
const strokeReach = 0.32;

/** Letters of a name beside a line; the whole name is in the legend. */
const longestLabel = 20;

export function overlayOf(runner: Linkable & Pick<ExperimentRunner, 'experiment'>, shown: readonly ShownRun[]): Overlay {
  const { id, experiment } = runner;
  const linked = (query: string): Linked => ({ query, state: stateOf(id, query) });
  const panels = chartsIn(experiment.figure);
  const drawn = new Map(panels.map((panel) => [panel, linesOf(experiment, panel, shown)]));
  return {
    linesOf: (panel) => drawn.get(panel)?.lines ?? [],
    runs: shown.map(({ run, log }) => ({ title: titleOf(run), log })),
    legend: () => [
      ...shown.map(({ run }) => {
        const differences = differencesFromPage(experiment, linked(run.query), linked(linkTo(runner)));
        const settings = differences.length === 0 ? 'with the settings and the seed of this page' : differences.join(', ');
        return `Thin, kept on this device: ${titleOf(run)}, ${settings}.`;
      }),
      ...notShown(experiment, shown, drawn),
    ],
  };
}

interface Drawn {
  readonly lines: readonly ChartLine[];
  /** Runs for whose lines there was no room. */
  readonly leftOut: readonly KeptRun[];
}

function linesOf(experiment: Experiment, panel: ChartPanel, shown: readonly ShownRun[]): Drawn {
  const lines: ChartLine[] = [];
  const leftOut: KeptRun[] = [];
  for (const one of shown) {
    const ours = runLines(experiment, panel, one, labelOf(one.run, shown));
    if (lines.length + ours.length <= mostLines) lines.push(...ours);
    else leftOut.push(one.run);
  }
  return { lines, leftOut };
}

function runLines(experiment: Experiment, panel: ChartPanel, { run, log, slot }: ShownRun, name: string): readonly ChartLine[] {
  // Bars that stand before others are a muddle.
  if (panel.kind === 'bars') return [];
  const lines = liveLines(experiment, panel, log).filter(({ points }) => points.some(({ y }) => Number.isFinite(y)));
  const keptDash = dashes[slot % dashes.length] ?? dashes[0];
  if (panel.kind === 'points') {
    if (lines.length === 0) return [];
    const points = lines.flatMap((line) => line.points.flatMap(asStroke));
    return [{ id: `kept-${run.key}`, label: name, colour: 'neutral', dash: 'solid', keptDash, points }];
  }
  return lines.map(({ id, label, colour, dash, points }) => ({
    id: `${id}-kept-${run.key}`,
    label: `${name}: ${label}`,
    colour,
    dash,
    keptDash,
    points,
  }));
}

/** A dot as a short level stroke, in the place of its arm, which can have a dash. */
const asStroke = ({ x, y }: ChartPoint): readonly ChartPoint[] => [
  { x: x - strokeReach, y },
  { x: x + strokeReach, y },
  { x, y: Number.NaN },
];

function labelOf(run: KeptRun, shown: readonly ShownRun[]): string {
  if (run.name === '') return titleOf(run);
  const cut = run.name.length > longestLabel ? `${run.name.slice(0, longestLabel)}…` : run.name;
  const isAlone = shown.every(
    (one) => one.run === run || one.run.name.slice(0, longestLabel) !== run.name.slice(0, longestLabel),
  );
  return isAlone ? cut : `${cut} (run ${run.number})`;
}

const quoted = (titles: readonly string[]): string => new Intl.ListFormat('en-GB').format(titles.map((title) => `“${title}”`));

function notShown({ figure }: Experiment, shown: readonly ShownRun[], drawn: ReadonlyMap<ChartPanel, Drawn>): readonly string[] {
  const isEmpty = (panel: ChartPanel): boolean => drawn.get(panel)?.lines.length === 0;
  const without = figure.filter((panel) => panel.kind === 'drawing' || panel.kind === 'heatmap' || isEmpty(panel));
  const full = [...drawn].filter(([, { leftOut }]) => leftOut.length > 0);
  return [
    ...(without.length > 0 && shown.length > 0 ? [`Not drawn in ${quoted(without.map(({ title }) => title))}.`] : []),
    ...full.map(
      ([panel, { leftOut }]) =>
        `No room for ${new Intl.ListFormat('en-GB').format(leftOut.map(titleOf))} in ${quoted([panel.title])}: of kept runs it draws ${mostLines} lines at most.`,
    ),
  ];
}
