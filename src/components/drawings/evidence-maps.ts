import type { StageMap } from '../../lib/experiments/evidence/stages.ts';
import type { Layout } from '../charts/layout.ts';
import { shadePaths } from './heat-map.ts';

const GAP = 14;

/** Pictures in a row, or three of them where there is little room. */
const mostColumns: Readonly<Record<Layout['name'], number>> = { wide: 5, medium: 3, narrow: 3 };

/** Largest side of a picture: 16 pixels do not gain by being larger. */
const LARGEST = 160;

/** Squares in rows, each with room for words below. */
export function tile(count: number, { name, width }: Pick<Layout, 'name' | 'width'>, below: number) {
  const columns = Math.min(mostColumns[name], Math.max(1, count));
  const side = Math.min(LARGEST, Math.floor((width - (columns - 1) * GAP) / columns));
  const at = (i: number): { readonly x: number; readonly y: number } => ({
    x: (i % columns) * (side + GAP),
    y: Math.floor(i / columns) * (side + below + GAP),
  });
  return { at, side, height: Math.ceil(count / columns) * (side + below + GAP) };
}

/** The cells of each shade, from nothing to the most there is; a map without any evidence has none. */
export function shadesOf({ side, values }: StageMap): readonly string[] {
  const most = Math.max(...values);
  if (!(most > 0)) return [];
  const rows = Array.from({ length: side }, (_, row) => values.slice(row * side, (row + 1) * side));
  const grid = { rows: [], columns: [], step: 0, values: rows.map((row) => row.map((value) => (value > 0 ? value : undefined))) };
  return shadePaths(grid, [0, most]);
}
