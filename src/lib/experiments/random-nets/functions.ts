import { sigmoid, slope } from '../sigmoid.ts';

/** A nonlinearity with its derivative and the greatest value of that. */
export interface Nonlinearity {
  readonly f: (z: number) => number;
  readonly slope: (z: number) => number;
  readonly steepest: number;
}

export const nonlinearities = {
  linear: { f: (z) => z, slope: () => 1, steepest: 1 },
  sigmoid: { f: sigmoid, slope, steepest: 1 / 4 },
  tanh: { f: Math.tanh, slope: (z) => 1 - Math.tanh(z) ** 2, steepest: 1 },
  relu: { f: (z) => Math.max(z, 0), slope: (z) => (z > 0 ? 1 : 0), steepest: 1 },
} as const satisfies Record<string, Nonlinearity>;
