import { parameterCount } from '../../models/count.ts';
import type { Layer } from '../../models/layers.ts';
import { storedNumbers } from '../../models/stored.ts';
import type { Curve } from '../runlog.ts';

const image = [32, 32, 3];

/** What nets of one family take, one point a depth. */
export interface Taken {
  readonly parameters: Curve;
  /** Numbers that a training step keeps for one image; the sum of the next two, which `models/stored.ts` tells apart. */
  readonly kept: Curve;
  readonly made: Curve;
  readonly repeated: Curve;
}

/** Most intervals of a curve. */
const MOST = 10;

/**
 * Depths of a family, `first` + i `step`: evenly spaced ones, the last of them the greatest that is at most `last`, and at least four,
 * if there are as many.
 */
export function depthsUpTo(last: number, { first, step }: { readonly first: number; readonly step: number }): readonly number[] {
  const count = Math.floor((last - first) / step);
  const apart = Math.ceil(count / MOST);
  const points = Math.floor(count / apart) + 1;
  return Array.from({ length: points }, (_, i) => first + step * (count - apart * (points - 1 - i)));
}

export function takenBy(x: readonly number[], net: (depth: number) => readonly Layer[]): Taken {
  const nets = x.map(net);
  const stored = nets.map((layers) => storedNumbers(layers, image));
  return {
    parameters: { x, y: nets.map((layers) => parameterCount(layers, image)) },
    kept: { x, y: stored.map(({ made, repeated }) => made + repeated) },
    made: { x, y: stored.map(({ made }) => made) },
    repeated: { x, y: stored.map(({ repeated }) => repeated) },
  };
}

export const growthRates = [4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48] as const;

/** Parameters for each growth rate. */
export const byGrowth = (net: (growthRate: number) => readonly Layer[]): Curve => ({
  x: growthRates,
  y: growthRates.map((k) => parameterCount(net(k), image)),
});
