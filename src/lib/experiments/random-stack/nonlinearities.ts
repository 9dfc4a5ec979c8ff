import { sigmoid } from '../sigmoid.ts';

/** f, and its slope f' by the value of f, which all of these have. */
interface Pair {
  readonly value: (z: number) => number;
  /** f'(z) where f(z) = a. */
  readonly slope: (a: number) => number;
}

export const nonlinearities = {
  relu: { value: (z) => Math.max(z, 0), slope: (a) => (a > 0 ? 1 : 0) },
  tanh: { value: Math.tanh, slope: (a) => 1 - a * a },
  sigmoid: { value: sigmoid, slope: (a) => a * (1 - a) },
  linear: { value: (z) => z, slope: () => 1 },
} as const satisfies Record<string, Pair>;

export type Nonlinearity = keyof typeof nonlinearities;
