/** Ways to train a ResNet-50 on the exercise's classes: the three of the exercise, and a control. */
export const carsArms = ['head', 'top', 'all', 'scratch'] as const;
export type CarsArmId = (typeof carsArms)[number];

/** What the "top two blocks" of a ResNet-50 are: its last two stages, or its last two bottlenecks. */
export const topBlocks = ['stages', 'bottlenecks'] as const;
export type TopBlocks = (typeof topBlocks)[number];

/** Crops and flips alone, RandAugment besides, or every arm once with each. */
export const augmentations = ['both', 'plain', 'randaugment'] as const;
export type Augmentation = (typeof augmentations)[number];

/** What the reader settles before the script is printed; each is an argument of the script too. */
export interface CarsOptions {
  readonly arms: readonly CarsArmId[];
  readonly top: TopBlocks;
  readonly augmentation: Augmentation;
  /** N and M of RandAugment. */
  readonly ops: number;
  readonly magnitude: number;
  /** Pixels a side. */
  readonly imageSize: number;
  /** Images a step, of all processes together. */
  readonly batchSize: number;
  readonly epochs: number;
  /** Whether a learning rate is searched for each arm. */
  readonly tune: boolean;
  readonly seed: number;
}

export const carsDefaults: CarsOptions = {
  arms: ['head', 'top', 'all'],
  top: 'stages',
  augmentation: 'both',
  ops: 2,
  magnitude: 9,
  imageSize: 224,
  batchSize: 64,
  epochs: 30,
  tune: false,
  seed: 0,
};

export type CarsNumber = 'ops' | 'magnitude' | 'imageSize' | 'batchSize' | 'epochs' | 'seed';

/** The numbers by the names that a reader sees, with the least and the most of each. A ResNet-50 halves an image five times. */
export const carsNumbers: Readonly<
  Record<CarsNumber, { readonly label: string; readonly least: number; readonly most: number }>
> = {
  ops: { label: 'RandAugment, N', least: 1, most: 14 },
  magnitude: { label: 'RandAugment, M', least: 0, most: 30 },
  imageSize: { label: 'Pixels a side', least: 32, most: 512 },
  batchSize: { label: 'Images a step', least: 2, most: 4096 },
  epochs: { label: 'Epochs', least: 1, most: 1000 },
  seed: { label: 'Seed', least: 0, most: 0xff_ff_ff_ff },
};

/** What is wrong with the options, a sentence each; empty where nothing is. */
export function carsFaults(options: CarsOptions): readonly string[] {
  const numbers = Object.entries(carsNumbers).flatMap(([name, { label, least, most }]) => {
    const value = options[name as CarsNumber];
    return Number.isInteger(value) && value >= least && value <= most
      ? []
      : [`${label} has to be a whole number from ${least} to ${most}, and is ${Number.isFinite(value) ? value : 'no number'}.`];
  });
  return options.arms.length === 0 ? ['Choose one way to train at least.', ...numbers] : numbers;
}
