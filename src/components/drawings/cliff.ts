/** Geometry of the map of a cost over weight and bias: bands between lines of equal output, and paths across them. */
import { biasesFor, costOf, target, type Place } from '../../lib/experiments/recurrent-unit.ts';

/** What of the plane is shown. */
export const view = { w: [3.4, 6.1], b: [-3.3, -0.9] } as const;

/** Costs at which the tint changes. */
export const levels = [0.002, 0.01, 0.03, 0.06, 0.1, 0.2, 0.3, 0.4] as const;

/** The outputs that have these costs, from the least to the greatest; an output lies between 0 and 1. */
const outputs = [
  ...levels.toReversed().map((cost) => target - Math.sqrt(cost)),
  ...levels.map((cost) => target + Math.sqrt(cost)).filter((output) => output < 1),
];

/** Where the cost is zero, in the order of the outputs. */
const zero = levels.length;

const columns = 30;

/** A line of equal output, from the left edge of the view to its right edge. */
export type Line = readonly Place[];

export interface CostMap {
  /**
   * From the top down: each covers all that lies below its line, and the next one covers a part of it again. `tint` counts the levels
   * that the cost is above.
   */
  readonly bands: readonly { readonly tint: number; readonly line: Line }[];
  readonly zeroLine: Line;
}

const maps = new Map<number, CostMap>();

/** The map after so many time steps. Only the network's time changes it: each is computed once. */
export function costMap(time: number): CostMap {
  const known = maps.get(time) ?? computeMap(time);
  maps.set(time, known);
  return known;
}

function computeMap(time: number): CostMap {
  const wanted = [...outputs.slice(0, zero), target, ...outputs.slice(zero)];
  const [left, right] = view.w;
  const lines: Place[][] = wanted.map(() => []);
  for (let i = 0; i <= columns; i++) {
    const w = left + ((right - left) * i) / columns;
    biasesFor(wanted, w, time, view.b).forEach((b, k) => lines[k]?.push({ w, b }));
  }
  const [zeroLine = []] = lines.splice(zero, 1);
  const tintBelow = (k: number): number => tintOf(((outputs[k - 1] ?? 0) + (outputs[k] ?? 1)) / 2);
  return { bands: lines.map((line, k) => ({ tint: tintBelow(k), line })).toReversed(), zeroLine };
}

/** How many levels the cost of an output is above. */
export const tintOf = (output: number): number => levels.filter((level) => costOf(output) > level).length;

/** The tint above the topmost line. */
export const topTint = tintOf((1 + (outputs.at(-1) ?? 1)) / 2);

/** From a place of the plane to one of the picture. */
export interface Scale {
  readonly x: (w: number) => number;
  readonly y: (b: number) => number;
}

const print = ({ x, y }: Scale, { w, b }: Place): string => `${x(w)},${y(b)}`;

export const linePath = (line: Line, scale: Scale): string => `M${line.map((place) => print(scale, place)).join('L')}`;

/** All that lies below a line. */
export const areaBelow = (line: Line, scale: Scale): string =>
  `${linePath(line, scale)}L${print(scale, { w: view.w[1], b: view.b[0] })}L${print(scale, { w: view.w[0], b: view.b[0] })}Z`;

/** Whether a place is in the view. */
export const isInView = ({ w, b }: Place): boolean => w >= view.w[0] && w <= view.w[1] && b >= view.b[0] && b <= view.b[1];

/** The piece of a straight step that is in the view (Liang and Barsky); undefined where none is. */
export function inView(from: Place, to: Place): readonly [Place, Place] | undefined {
  let [enter, leave] = [0, 1];
  for (const key of ['w', 'b'] as const) {
    const [start, run] = [from[key], to[key] - from[key]];
    const [first, second] = view[key].map((edge) => (edge - start) / run) as [number, number];
    if (run === 0) {
      if (start < view[key][0] || start > view[key][1]) return undefined;
      continue;
    }
    enter = Math.max(enter, Math.min(first, second));
    leave = Math.min(leave, Math.max(first, second));
  }
  if (enter > leave) return undefined;
  const at = (share: number): Place => ({ w: from.w + share * (to.w - from.w), b: from.b + share * (to.b - from.b) });
  return [at(enter), at(leave)];
}

export interface DrawnPath {
  readonly path: string;
  /** Where it goes out of the view, if it ends outside. */
  readonly exit: Place | undefined;
}

/** The part of a path that is in the view. */
export function drawPath(points: readonly Place[], scale: Scale): DrawnPath {
  let [path, pen, exit] = ['', '', undefined as Place | undefined];
  points.slice(1).forEach((to, i) => {
    const piece = inView(points[i] ?? to, to);
    if (piece === undefined) return;
    const [begin, end] = piece.map((place) => print(scale, place));
    if (begin !== pen) path += `M${begin}`;
    path += `L${end}`;
    pen = end ?? '';
    exit = isInView(to) ? undefined : piece[1];
  });
  return { path, exit };
}
