import { choice, integer, number } from '../params.ts';

/** Settings that examples on a target task share. */

export const learningRate = number({
  label: 'Learning rate',
  help: 'At the top of the cycle; of all nets.',
  default: 0.05,
  min: 0.001,
  max: 1,
  scale: 'log',
});

/** @param start the number where the reader chooses none. */
export const steps = (start: number) =>
  integer({ label: 'Steps', help: 'Updates of the weights.', default: start, min: 10, max: 1000, step: 10 });

/**
 * How many labelled images there are.
 *
 * @param options by the images of each class, and how many these are in all.
 */
export const labelled = <const C extends Readonly<Record<string, string>>>(options: C, start: keyof C & string) =>
  choice({
    label: 'Labelled images',
    help: 'In all, of four classes that the source model has never seen.',
    options,
    default: start,
  });

export const testImages = choice({
  label: 'Test images',
  help: 'Looked through for those of the four classes, four in ten.',
  options: { '1000': '1,000', '4000': '4,000' },
  default: '1000',
});
