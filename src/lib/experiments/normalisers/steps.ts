/** The steps from the numbers of a set to what a normalisation makes of them. */
import { momentsOf } from './normalise.ts';
import { blockNumbers, block } from './block.ts';
import { setAt, setsOf, type Normalisation } from './sets.ts';

export interface StepSettings {
  readonly groups: number;
  /** The number whose set is meant, counted from 1. */
  readonly example: number;
  readonly channel: number;
  readonly epsilon: number;
  readonly gain: number;
  readonly shift: number;
}

export interface Steps {
  /** Places of the set's numbers in the block. */
  readonly places: readonly number[];
  readonly numbers: readonly number[];
  /** x - mean; for RMS normalisation x itself. */
  readonly centred: readonly number[];
  readonly squares: readonly number[];
  /** The variance, or the mean square. */
  readonly square: number;
  /** Divided by sqrt(square + epsilon). */
  readonly normalised: readonly number[];
  /** Times the gain, plus the shift, which RMS normalisation has not. */
  readonly outputs: readonly number[];
}

/** What becomes of the set that the chosen number belongs to. */
export function stepsOf(kind: Normalisation, { groups, example, channel, epsilon, gain, shift }: StepSettings): Steps {
  const isCentred = kind !== 'rms';
  const places = setsOf(kind, groups, block)[setAt(kind, groups, block, example - 1, channel - 1)] ?? [];
  const { centre, square } = momentsOf(blockNumbers, places, isCentred);
  const numbers = places.map((place) => blockNumbers[place] ?? Number.NaN);
  const centred = numbers.map((x) => x - centre);
  const normalised = centred.map((x) => x / Math.sqrt(square + epsilon));
  return {
    places,
    numbers,
    centred,
    squares: centred.map((x) => x ** 2),
    square,
    normalised,
    outputs: normalised.map((x) => gain * x + (isCentred ? shift : 0)),
  };
}
