/** The table of a set that is normalised step by step. */
import type { Normalisation, Block } from '../../lib/experiments/normalisers/sets.ts';
import { placeOf } from '../../lib/experiments/normalisers/sets.ts';
import type { Steps } from '../../lib/experiments/normalisers/steps.ts';

export interface StepTable {
  readonly heads: readonly string[];
  readonly rows: readonly {
    /** Example, channel and pixel, counted from 1. */
    readonly name: string;
    readonly isChosen: boolean;
    readonly cells: readonly string[];
  }[];
  /** The mean of each column. */
  readonly means: readonly string[];
  /** The statistic that is divided by, in words. */
  readonly divisor: string;
}

/** Two decimals, and no minus before a zero. */
export function decimals(value: number): string {
  const text = value.toFixed(2).replace('-', '−');
  return text === '−0.00' ? '0.00' : text;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** @param chosen example and channel whose rows are marked, counted from 1. */
export function stepTable(
  kind: Normalisation,
  steps: Steps,
  block: Block,
  chosen: { readonly example: number; readonly channel: number; readonly epsilon: number },
): StepTable {
  const { numbers, centred, squares, normalised, outputs, square } = steps;
  const isCentred = kind !== 'rms';
  const columns = [numbers, ...(isCentred ? [centred] : []), squares, normalised, outputs];
  const root = decimals(Math.sqrt(square + chosen.epsilon));
  return {
    heads: isCentred
      ? ['x', 'minus mean', 'squared', 'over √(v\u00a0+\u00a0ε)', 'times\u00a0g, plus\u00a0β']
      : ['x', 'squared', 'over √(q\u00a0+\u00a0ε)', 'times\u00a0g'],
    rows: steps.places.map((place, i) => {
      const { example, channel, pixel } = placeOf(block, place);
      return {
        name: `${example + 1}, ${channel + 1}, ${pixel + 1}`,
        isChosen: example + 1 === chosen.example && channel + 1 === chosen.channel,
        cells: columns.map((column, j) => (j === 0 ? String(column[i]).replace('-', '−') : decimals(column[i] ?? Number.NaN))),
      };
    }),
    means: columns.map((column) => decimals(mean(column))),
    divisor: isCentred
      ? `variance v = ${decimals(square)}, √(v + ε) = ${root}`
      : `mean square q = ${decimals(square)}, √(q + ε) = ${root}`,
  };
}
