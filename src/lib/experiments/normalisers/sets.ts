/** Over which numbers of a block each normalisation takes its mean and its variance. */
import type { NormKind } from '../../models/norms.ts';

export type Normalisation = Exclude<NormKind, 'none'>;

/** Numbers [N, C, P] in one row: of each example its channels, and of each channel its pixels, H x W of them. */
export interface Block {
  readonly examples: number;
  readonly channels: number;
  readonly pixels: number;
}

export const sizeOf = ({ examples, channels, pixels }: Block): number => examples * channels * pixels;

/** Place of a number in the row. */
export const indexOf = ({ channels, pixels }: Block, example: number, channel: number, pixel: number): number =>
  (example * channels + channel) * pixels + pixel;

/** Example, channel and pixel of a place, each from 0. */
export function placeOf({ channels, pixels }: Block, index: number): { example: number; channel: number; pixel: number } {
  const column = Math.floor(index / pixels);
  return { example: Math.floor(column / channels), channel: column % channels, pixel: index % pixels };
}

const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);

/** Which set the pixels of one channel of one example belong to: all of them to the same, whatever the normalisation. */
export function setAt(kind: Normalisation, groups: number, { channels }: Block, example: number, channel: number): number {
  switch (kind) {
    case 'batch':
      return channel;
    case 'layer':
    case 'rms':
      return example;
    case 'instance':
      return example * channels + channel;
    case 'group':
      return example * groups + Math.floor((channel * groups) / channels);
    default:
      throw kind satisfies never;
  }
}

/**
 * The sets, each the places of its numbers in increasing order (Wu and He 2018, section 3.1): batch normalisation C sets of N P numbers;
 * layer and RMS normalisation N of C P; instance normalisation N C of P; group normalisation N G of C P / G, neighbouring channels together.
 *
 * @throws RangeError where the groups do not divide the channels.
 */
export function setsOf(kind: Normalisation, groups: number, block: Block): readonly (readonly number[])[] {
  const { examples, channels, pixels } = block;
  if (kind === 'group' && channels % groups !== 0) {
    throw new RangeError(`${channels} channels do not fall into ${groups} groups of one size: take a divisor of ${channels}.`);
  }
  const sets: number[][] = [];
  for (const example of upTo(examples)) {
    for (const channel of upTo(channels)) {
      const set = (sets[setAt(kind, groups, block, example, channel)] ??= []);
      for (const pixel of upTo(pixels)) set.push(indexOf(block, example, channel, pixel));
    }
  }
  return sets;
}
