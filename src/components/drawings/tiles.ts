import type { Layout } from '../charts/layout.ts';

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
