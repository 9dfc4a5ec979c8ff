import type { ChartPanel } from '../../lib/experiments/figure.ts';
import type { Category, ChartLine } from '../charts/chart.ts';

export type SweepPanel = Extract<ChartPanel, { kind: 'sweep' }>;

type SweepLine = SweepPanel['lines'][number];

/**
 * A line a net, with a point at each setting whose arm has numbers: the mean of what it ended with over the seeds, and between the least
 * and the greatest of them a band.
 *
 * @param endsOf the last values of an arm, one a seed.
 */
export function sweptLines(
  panel: SweepPanel,
  of: string,
  endsOf: (arm: string) => readonly number[],
  nameOf = ({ label }: SweepLine): string => label,
): readonly ChartLine[] {
  return panel.lines.flatMap((line, i) => {
    const { look, arms } = line;
    const places = arms.map((arm, setting) => ({ x: setting + 1, ends: endsOf(arm) })).filter(({ ends }) => ends.length > 0);
    if (places.length === 0) return [];
    const points = places.map(({ x, ends }) => ({ x, y: ends.reduce((sum, end) => sum + end, 0) / ends.length }));
    const band = places.map(({ x, ends }) => ({ x, low: Math.min(...ends), high: Math.max(...ends) }));
    return [{ id: `sweep-${i + 1}-${of}`, label: nameOf(line), ...look, points, band }];
  });
}

/** The settings that an arm was run with, of whatever line, since a preset may leave some out; all, where there is no run. */
export function settingsOf({ settings, lines }: SweepPanel, isRun: (arm: string) => boolean): readonly Category[] {
  const all = settings.map((label, i) => ({ at: i + 1, label }));
  const run = all.filter(({ at }) => lines.some(({ arms }) => isRun(arms[at - 1] ?? '')));
  return run.length === 0 ? all : run;
}
