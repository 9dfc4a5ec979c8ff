import { grouped, limits, megabytes } from '../limits.ts';
import type { StrategyId } from '../strategies.ts';
import { MOST_IN_STEP, type GivenCard } from './card.ts';

/** How a strategy is trained on a reader's model. */
export interface Way {
  /** Whether what is frozen is computed once for each image, and stored. */
  readonly isStored: boolean;
  /** Images of a step, at most. */
  readonly batchSize: number;
}

/**
 * Storing is faster, and its steps take less memory; where what is stored of so many images would take too much, each step computes the
 * whole net, if that fits. A batch size of 0: neither does.
 *
 * @param images to train on.
 */
export function wayOf({ top, batchSize }: Pick<GivenCard, 'top' | 'batchSize'>, strategy: StrategyId, images: number): Way {
  if (strategy === 'frozen') return { isStored: true, batchSize: MOST_IN_STEP };
  if (strategy === 'top' && top.batchSize > 0 && storedBytes(top.stored, images) <= limits.storedBytes)
    return { isStored: true, batchSize: top.batchSize };
  return { isStored: false, batchSize };
}

/** Each image counts twice, as it is and turned over. */
const storedBytes = (numbers: number, images: number): number => 2 * images * numbers * Float32Array.BYTES_PER_ELEMENT;

/** Strategies that a model does not offer for so many images to train on, and why: the end of a sentence. */
export function missingFor(card: GivenCard, images: number): GivenCard['missing'] {
  const { missing, top } = card;
  if (missing.top !== undefined || wayOf(card, 'top', images).batchSize > 0) return missing;
  const most = Math.floor(limits.storedBytes / storedBytes(top.stored, 1));
  return {
    ...missing,
    top:
      `what is stored of ${grouped(images)} images to train on, and of their mirror images, would take ` +
      `${megabytes(storedBytes(top.stored, images))}; ${megabytes(limits.storedBytes)} are the most, so give it so few images that ` +
      `no more than ${grouped(most)} are left to train on`,
  };
}
