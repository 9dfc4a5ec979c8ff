import { stream, type Stream } from '../../random/stream.ts';
import type { Rgb } from './image.ts';
import { operations } from './operations.ts';

/** One operation as it was drawn, with the sign of its magnitude. */
export interface Drawn {
  /** Its place among the operations, from 0 on. */
  readonly index: number;
  readonly magnitude: number;
}

/** N operations, each any of the 14 with the same probability, whatever came before; where an operation has two sides, either is as likely. */
export function drawOperations(random: Stream, count: number, magnitude: number): readonly Drawn[] {
  return Array.from({ length: count }, () => {
    const index = random.below(operations.length);
    const isNegative = operations[index]?.isSigned === true && random.below(2) === 1;
    return { index, magnitude: isNegative ? -magnitude : magnitude };
  });
}

export const applied = (image: Rgb, drawn: readonly Drawn[]): Rgb =>
  drawn.reduce((made, { index, magnitude }) => operations[index]?.apply(made, magnitude) ?? made, image);

/** What is drawn for one picture after the other, from one seed. */
export function drawings(seed: number, pictures: number, count: number, magnitude: number): readonly (readonly Drawn[])[] {
  const random = stream(seed, 'RandAugment');
  return Array.from({ length: pictures }, () => drawOperations(random, count, magnitude));
}

/** "rotate −9, equalize". */
export const drawnInWords = (drawn: readonly Drawn[]): string =>
  drawn
    .map(({ index, magnitude }) => {
      const { name = '', isSigned = false } = operations[index] ?? {};
      return isSigned && magnitude !== 0 ? `${name} ${magnitude < 0 ? '−' : '+'}` : name;
    })
    .join(', ');
