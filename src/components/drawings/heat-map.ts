import type { Grid } from '../../lib/experiments/heat-map.ts';

/** As many shades as are told apart at a glance, also on paper without colours. */
export const LEVELS = 12;

/** How full a shade is: even the palest differs from the ground, where there is no number. */
export const fullness = (level: number): number => Math.round(100 * (0.06 + (0.94 * level) / (LEVELS - 1))) / 100;

/** The shade of a number, from 0 to `LEVELS` - 1; those beyond the range have the outermost. */
export function levelOf(value: number, [low, high]: readonly [number, number]): number {
  const share = high > low ? (value - low) / (high - low) : 1;
  return Math.round(Math.min(1, Math.max(0, share)) * (LEVELS - 1));
}

/** A path over the cells of each shade, in units of a cell; neighbours of one shade in a row are one rectangle. */
export function shadePaths(grid: Grid, range: readonly [number, number]): readonly string[] {
  const paths = Array.from({ length: LEVELS }, () => '');
  grid.values.forEach((row, y) => {
    const levels = row.map((value) => (value === undefined || !Number.isFinite(value) ? undefined : levelOf(value, range)));
    for (let x = 0, end = 0; x < levels.length; x = end) {
      const level = levels[x];
      for (end = x + 1; end < levels.length && levels[end] === level; end += 1);
      if (level !== undefined) paths[level] = `${paths[level] ?? ''}M${x},${y}h${end - x}v1h${x - end}z`;
    }
  });
  return paths;
}
