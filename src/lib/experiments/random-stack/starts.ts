import { vectorsOf, width, type Family } from './draws.ts';
import type { Nonlinearity } from './nonlinearities.ts';
import { deviation, deviationBetweenInputs, rms } from './spread.ts';
import { backwards, forwards, type Layer, type Stack } from './stack.ts';

export const starts = ['standard', 'xavier', 'he', 'orthogonal', 'sparse', 'own'] as const;

export type Start = (typeof starts)[number];

/** From what a layer's weights are drawn, and what multiplies them: a variance, in Gaussians of variance 1, is the square of that. */
export function drawn(start: Start, nonlinearity: Nonlinearity, gain: number): Pick<Stack, 'family' | 'scale'> {
  const gaussian = (variance: number) => ({ family: 'gaussian' as const satisfies Family, scale: Math.sqrt(variance) });
  switch (start) {
    case 'standard':
      return gaussian(1 / (3 * width)); // that of the uniform distribution between -1/sqrt(n) and 1/sqrt(n)
    case 'xavier':
      return gaussian(2 / (width + width));
    case 'he':
      return gaussian(2 / width);
    case 'orthogonal': // relu asks for the same factor of 2 in the square as it does of Gaussians
      return { family: 'orthogonal', scale: nonlinearity === 'relu' ? Math.SQRT2 : 1 };
    case 'sparse':
      return { family: 'sparse', scale: 1 };
    case 'own':
      return gaussian(gain / width);
    default:
      throw start satisfies never;
  }
}

/** What a start makes of its random inputs, one number a layer, and of random gradients at the top. */
export interface Measured {
  readonly layers: readonly Layer[];
  /** Standard deviation of the activations. */
  readonly activation: readonly number[];
  /** The same of a unit over the inputs, as a mean over the units. */
  readonly difference: readonly number[];
  /** Size of the gradients with respect to the weighted inputs. */
  readonly gradient: readonly number[];
}

/** Each start as it was last asked for: a slider that leaves it alone does not compute it again. */
const known = new Map<Start, Measured & { readonly key: string }>();

/** The first `depth` layers of a start. */
export function measuredStart(start: Start, stack: Stack, depth: number): Measured {
  const key = JSON.stringify(stack);
  const last = known.get(start);
  const before = last?.key === key ? last : undefined;
  if (before?.gradient.length === depth) return before;
  const layers = forwards(stack, vectorsOf(stack.start, 'inputs'), depth, before?.layers.slice(0, depth));
  const over = (number: (values: Float64Array) => number, of: readonly number[] = []): readonly number[] =>
    layers.map(({ activations }, l) => of[l] ?? number(activations));
  const now = {
    key,
    layers,
    activation: over(deviation, before?.activation),
    difference: over(deviationBetweenInputs, before?.difference),
    gradient: backwards(stack, layers, vectorsOf(stack.start, 'gradients')).map(rms),
  };
  known.set(start, now);
  return now;
}
