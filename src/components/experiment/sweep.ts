import type { ChartPanel } from '../../lib/experiments/figure.ts';
import type { ChartLine } from '../charts/chart.ts';

export type SweepPanel = Extract<ChartPanel, { kind: 'sweep' }>;

/**
 * A line a net, with a point at each setting whose arm has numbers: the mean of what it ended with over the seeds, and between the least
 * and the greatest of them a band.
 *
 * @param endsOf the last values of an arm, one a seed.
 */
export function sweptLines(panel: SweepPanel, of: string, endsOf: (arm: string) => readonly number[]): readonly ChartLine[] {
  return panel.lines.flatMap(({ label, look, arms }, i) => {
    const places = arms.map((arm, setting) => ({ x: setting + 1, ends: endsOf(arm) })).filter(({ ends }) => ends.length > 0);
    if (places.length === 0) return [];
    const points = places.map(({ x, ends }) => ({ x, y: ends.reduce((sum, end) => sum + end, 0) / ends.length }));
    const band = places.map(({ x, ends }) => ({ x, low: Math.min(...ends), high: Math.max(...ends) }));
    return [{ id: `sweep-${i + 1}-${of}`, label, ...look, points, band }];
  });
}
