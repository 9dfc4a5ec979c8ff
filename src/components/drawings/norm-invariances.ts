/** The table of what each normalisation ignores: its places, and what stands in a cell. */
import type { NormKind } from '../../lib/models/norms.ts';
import type { Layout } from '../charts/layout.ts';
import { short } from './short.ts';

/** What changes less than this is ignored. */
export const LEAST = 1e-3;

export const kindNames: Readonly<Record<NormKind, string>> = {
  none: 'none',
  batch: 'batch',
  layer: 'layer',
  instance: 'inst.',
  group: 'group',
  rms: 'RMS',
};

/** The colour token of a kind. */
export const colourOf = (kind: NormKind): string => (kind === 'none' ? 'plain' : `${kind}-norm`);

/** Two digits of a change; of what is ignored, that it is nothing, or nearly. */
export function cellText(change: number): string {
  if (change < 1e-9) return '0';
  return change < LEAST ? '≈ 0' : short(Number(change.toPrecision(2)));
}

/** Left and right end of the columns, behind the names of the rows. */
export function columnsIn(
  { name, width }: Pick<Layout, 'name' | 'width'>,
  count: number,
): readonly (readonly [number, number])[] {
  const names = { wide: 230, medium: 190, narrow: 112 }[name];
  const column = (width - names - 8) / count;
  return Array.from({ length: count }, (_, i) => [names + i * column, names + (i + 1) * column] as const);
}
