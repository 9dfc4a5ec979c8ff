import { vectorsOf, width, type Family } from './draws.ts';
import type { Nonlinearity } from './nonlinearities.ts';
import { forwards, type Layer, type Stack } from './stack.ts';

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

/** The way forwards of each start as it was last asked for: a slider that leaves it alone does not compute it again. */
const passed = new Map<Start, { readonly key: string; readonly layers: readonly Layer[] }>();

/** The first `depth` layers of a start, for its random inputs. */
export function layersOf(start: Start, stack: Stack, depth: number): readonly Layer[] {
  const key = JSON.stringify(stack);
  const known = passed.get(start);
  const before = known?.key === key ? known.layers : [];
  const layers = before.length >= depth ? before : forwards(stack, vectorsOf(stack.start, 'inputs'), depth, before);
  passed.set(start, { key, layers });
  return layers.slice(0, depth);
}
