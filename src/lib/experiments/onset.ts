import type { Divergence } from './frame.ts';

/** How a divergence began, as far as its report tells. */
export type Onset =
  /** No update had been made: it is a matter of the initial weights. */
  | { readonly kind: 'start' }
  /** The first gradient that had left its range in the steps before. */
  | { readonly kind: 'grown'; readonly step: number; readonly layer: string; readonly since: number; readonly factor: number }
  /** No gradient had, in the steps since this one. */
  | { readonly kind: 'sudden'; readonly since: number };

/** How the signal grew from one layer to a later one. */
export interface Growth {
  readonly from: Size;
  readonly to: Size;
  /** The geometric mean of the factors from layer to layer. */
  readonly perLayer: number;
}

type Size = Divergence['signal'][number];

/** A gradient, or a signal, that is so many times what it was has left its range. */
export const OUT_OF_RANGE = 100;

/**
 * The earliest remembered step in which the weight gradient of a layer was more than `OUT_OF_RANGE` times what it was in the oldest one;
 * where several layers were, the one whose factor is the greatest.
 */
export function onsetOf({ step, layers, history }: Pick<Divergence, 'step' | 'layers' | 'history'>): Onset {
  const [oldest] = history;
  if (step === 0 || oldest === undefined) return { kind: 'start' };
  const since = oldest.step;
  for (const { step, norms } of history) {
    const factors = norms.map((norm, i) => ratio(norm, oldest.norms[i] ?? 0));
    const factor = Math.max(...factors);
    if (factor > OUT_OF_RANGE) return { kind: 'grown', step, layer: layers[factors.indexOf(factor)] ?? '', since, factor };
  }
  return { kind: 'sudden', since };
}

/** A gradient that was zero has no range to leave. */
const ratio = (norm: number, before: number): number => (before > 0 ? norm / before : 0);

/**
 * From the layer where the signal was smallest to the last one before it was no finite number, if it grew more than `OUT_OF_RANGE`
 * times on the way.
 */
export function growthOf({ signal }: Pick<Divergence, 'signal'>): Growth | undefined {
  const end = signal.findIndex(({ size }) => !Number.isFinite(size));
  const finite = end === -1 ? signal : signal.slice(0, end);
  const sizes = finite.map(({ size }) => (size > 0 ? size : Infinity));
  const start = sizes.indexOf(Math.min(...sizes));
  const [from, to] = [finite[start], finite.at(-1)];
  if (from === undefined || to === undefined || !(to.size > OUT_OF_RANGE * from.size)) return undefined;
  return { from, to, perLayer: (to.size / from.size) ** (1 / (finite.length - 1 - start)) };
}
