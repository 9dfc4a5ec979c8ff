import type { StageMap } from '../../lib/experiments/evidence/stages.ts';
import { shadePaths } from './heat-map.ts';

/** The cells of each shade, from nothing to the most there is; a map without any evidence has none. */
export function shadesOf({ side, values }: StageMap): readonly string[] {
  const most = Math.max(...values);
  if (!(most > 0)) return [];
  const rows = Array.from({ length: side }, (_, row) => values.slice(row * side, (row + 1) * side));
  const grid = { rows: [], columns: [], step: 0, values: rows.map((row) => row.map((value) => (value > 0 ? value : undefined))) };
  return shadePaths(grid, [0, most]);
}
