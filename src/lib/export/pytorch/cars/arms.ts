import type { CarsArmId } from './options.ts';

/** A way as the script has it. */
export interface CarsArm {
  readonly label: string;
  readonly trains: 'head' | 'top' | 'all';
  /** Where none is searched: those of the exercise for `top` and `all`; it names none for the head, and has no start from random weights. */
  readonly rate: number;
  readonly transferred: boolean;
}

export const carsArmTable: Readonly<Record<CarsArmId, CarsArm>> = {
  head: { label: 'the head only', trains: 'head', rate: 1e-3, transferred: true },
  top: { label: 'the head and the top two blocks', trains: 'top', rate: 1e-4, transferred: true },
  all: { label: 'everything, from the stored weights', trains: 'all', rate: 1e-5, transferred: true },
  scratch: { label: 'everything, from random weights', trains: 'all', rate: 1e-3, transferred: false },
};

/** Around the rate of an arm, half a power of ten apart: as many for each arm, over two powers. */
export const rateFactors: readonly number[] = [0.1, 0.316, 1, 3.16, 10];

/** A start from random weights is trained for so many times the epochs of the others. */
export const scratchPatience = 3;
