/** The tent map and its compositions with itself, as networks of rectified linear units. */
import type { Graph } from './pieces.ts';
import { dense, type ReluNet } from './relu-net.ts';

/**
 * The tent with its peak of height 1 at p, k times composed with itself. Over [0, 1]
 *
 *   tent(x) = relu(x) / p - (1 / p + 1 / (1 - p)) relu(x - p),
 *
 * so two units a layer suffice: the sum that makes the tent is formed by the next layer's weights.
 */
export function deepSawtooth(k: number, p: number): ReluNet {
  const tent = [1 / p, -(1 / p + 1 / (1 - p))];
  const layer = (row: readonly number[]): ReluNet['output'] => dense([row, row], [0, -p]);
  return { hidden: Array.from({ length: k }, (_, l) => layer(l === 0 ? [1] : tent)), output: dense([tent], [0]) };
}

/**
 * One hidden layer through the same corners: relu(x - x_i) for every corner but the last, weighted by the change of slope there. The first
 * one, at x = 0, brings the slope to begin with.
 */
export function shallowSawtooth(corners: Graph): ReluNet {
  const slopes = corners.slice(1).map(({ x, y }, i) => (y - (corners[i]?.y ?? 0)) / (x - (corners[i]?.x ?? 0)));
  const starts = corners.slice(0, -1).map(({ x }) => -x);
  return {
    hidden: [
      dense(
        slopes.map(() => [1]),
        starts,
      ),
    ],
    output: dense([slopes.map((slope, i) => slope - (slopes[i - 1] ?? 0))], [corners[0]?.y ?? 0]),
  };
}
