/** Geometry of a block of examples, channels and pixels: a plate an example, in a row, with channels leading away and pixels downwards. */
import { setAt, type Block, type Normalisation } from '../../lib/experiments/normalisers/sets.ts';
import type { Layout } from '../charts/layout.ts';

/** The pixels of one channel of one example: always in one set. */
export interface Column {
  readonly example: number;
  readonly channel: number;
  /** Its set, counted from 1. */
  readonly set: number;
  /** Top of its nearer edge. */
  readonly x: number;
  readonly y: number;
}

export interface Plates {
  /** Width of a channel, by how much the next one is higher, and height of a pixel. */
  readonly cell: { readonly width: number; readonly rise: number; readonly height: number };
  /** How thick a plate is, to the left and upwards. */
  readonly thickness: number;
  /** Left and top end of the nearer edge of each plate. */
  readonly corners: readonly { readonly x: number; readonly y: number }[];
  /** Below the nearer edges, the lowest that there is. */
  readonly bottom: number;
}

/** Room for the word "pixels" on the left, and between two plates. */
const margin = 30;
const gap = 22;

/** Plates that fill the width, but are no larger than reads well. */
export function platesIn({ width, fontSize }: Pick<Layout, 'width' | 'fontSize'>, { examples, channels, pixels }: Block): Plates {
  const free = width - 2 * margin - (examples - 1) * gap;
  const cellWidth = Math.min(30, Math.floor((2 * free) / (examples * channels)) / 2);
  const cell = { width: cellWidth, rise: Math.round(cellWidth * 0.35), height: Math.round(cellWidth * 0.95) };
  const plate = channels * cellWidth;
  const left = (width - examples * plate - (examples - 1) * gap) / 2;
  const top = fontSize + 12 + channels * cell.rise;
  return {
    cell,
    thickness: 7,
    corners: Array.from({ length: examples }, (_, i) => ({ x: left + i * (plate + gap), y: top })),
    bottom: top + pixels * cell.height,
  };
}

/** Where each channel of each example stands, and in which set it is. */
export function columnsOf({ cell, corners }: Plates, block: Block, kind: Normalisation, groups: number): readonly Column[] {
  return corners.flatMap(({ x, y }, example) =>
    Array.from({ length: block.channels }, (_, channel) => ({
      example,
      channel,
      set: setAt(kind, groups, block, example, channel) + 1,
      x: x + channel * cell.width,
      y: y - channel * cell.rise,
    })),
  );
}

/** The outline of some pixels of a column, from the first to before the last. */
export const outline = ({ cell }: Plates, { x, y }: Pick<Column, 'x' | 'y'>, first: number, last: number): string =>
  `M${x},${y + first * cell.height}l${cell.width},${-cell.rise}v${(last - first) * cell.height}l${-cell.width},${cell.rise}z`;

/** A line across each pixel of a column. */
export const hatching = ({ cell }: Plates, { x, y }: Pick<Column, 'x' | 'y'>, pixels: number): string =>
  Array.from(
    { length: pixels },
    (_, pixel) => `M${x},${y + (pixel + 1) * cell.height}l${cell.width},${-cell.rise - cell.height}`,
  ).join('');

/** The thin faces of a plate: its nearer edge and its top. */
export function faces({ cell, thickness, corners, bottom }: Plates, plate: number, { channels }: Block): string {
  const { x = 0, y = 0 } = corners[plate] ?? {};
  const back = `l${-thickness},${-thickness / 2}`;
  const edge = `M${x},${y}v${bottom - y}${back}v${y - bottom}z`;
  const along = `l${channels * cell.width},${-channels * cell.rise}`;
  return `${edge}M${x},${y}${along}${back}l${-channels * cell.width},${channels * cell.rise}z`;
}
