/** The pieces on which a network of rectified linear units is a straight line, read off the network and not off samples of it. */
import { outputAt, weightedInputsAt, type ReluNet } from './relu-net.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A piecewise linear function by its corners, with both ends, from left to right. */
export type Graph = readonly Point[];

/** A weighted input this close to zero is zero but for rounding. */
const rounding = 1e-9;

/** Relative difference of slopes below which two neighbours are one straight line. */
const straight = 1e-6;

/**
 * The corners of the network's graph over [0, 1], with both ends. Between neighbouring corners of the layers before it, a unit's weighted
 * input is a straight line, so that it can pass zero only once, at a place that its two ends tell. Layer by layer these places join the
 * corners; those at which the output goes straight on are left out in the end.
 */
export function corners(net: ReluNet): Graph {
  let xs: readonly number[] = [0, 1];
  net.hidden.forEach((_, layer) => {
    xs = withZeros(net, layer, xs);
  });
  return withoutStraight(xs.map((x) => ({ x, y: outputAt(net, x) })));
}

/** The number of straight pieces over [0, 1]. */
export const pieceCount = (net: ReluNet): number => corners(net).length - 1;

/** The places, and between them those at which a unit of this layer switches. */
function withZeros(net: ReluNet, layer: number, xs: readonly number[]): readonly number[] {
  const all: number[] = [];
  let left = Number.NaN;
  let from: Float64Array = new Float64Array();
  for (const right of xs) {
    const to = weightedInputsAt(net, layer, right);
    const zeros: number[] = [];
    from.forEach((z, unit) => {
      const end = to[unit] ?? 0;
      if (z * end < 0 && Math.abs(z) > rounding && Math.abs(end) > rounding) zeros.push(left + ((right - left) * z) / (z - end));
    });
    all.push(...new Set(zeros.toSorted((a, b) => a - b)), right);
    left = right;
    from = to;
  }
  return all;
}

function withoutStraight(points: Graph): Graph {
  const kept: Point[] = [];
  points.forEach((point, i) => {
    const [before, after] = [kept.at(-1), points[i + 1]];
    if (before === undefined || after === undefined) kept.push(point);
    else {
      const [left, right] = [slope(before, point), slope(point, after)];
      if (Math.abs(left - right) > straight * Math.max(Math.abs(left), Math.abs(right))) kept.push(point);
    }
  });
  return kept;
}

const slope = (a: Point, b: Point): number => (b.y - a.y) / (b.x - a.x);
