/** Geometry of the map of a cost over weight and bias: areas beyond lines of equal output, and paths across them. */
import { biasesFor, target, type Place } from '../../lib/experiments/recurrent-unit.ts';

/** What of the plane is shown. */
export const view = { w: [3.4, 6.1], b: [-3.3, -0.9] } as const;

/** Costs at which the tint changes. */
export const levels = [0.002, 0.01, 0.03, 0.06, 0.1, 0.2, 0.3, 0.4] as const;

const columns = 30;

/** A line of equal output, from the left edge of the view to its right edge. */
export type Line = readonly Place[];

export interface CostMap {
  /**
   * For each level, the places of a higher cost: all below one line, where the output is too low, and all above another, where it is
   * too high; an output below 1 need not get that high. Each level's places hold those of the next.
   */
  readonly films: readonly { readonly below: Line; readonly above: Line | undefined }[];
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
  const low = levels.map((cost) => target - Math.sqrt(cost));
  const high = levels.map((cost) => target + Math.sqrt(cost)).filter((output) => output < 1);
  const outputs = [...low.toReversed(), target, ...high];
  const [left, right] = view.w;
  const lines: Place[][] = outputs.map(() => []);
  for (let i = 0; i <= columns; i++) {
    const w = left + ((right - left) * i) / columns;
    biasesFor(outputs, w, time, view.b).forEach((b, k) => lines[k]?.push({ w, b }));
  }
  const zero = levels.length;
  const films = levels.map((_, k) => ({ below: lines[zero - 1 - k] ?? [], above: lines[zero + 1 + k] }));
  return { films, zeroLine: lines[zero] ?? [] };
}

/** How many levels a cost is above. */
export const levelsBelow = (cost: number): number => levels.filter((level) => cost > level).length;

/** One film of the tint lies on each level's places; how much of what is behind `count` of them is covered. */
export const filmOpacity = (count: number): number => 1 - (1 - 0.065) ** count;

/** From a place of the plane to one of the picture. */
export interface Scale {
  readonly x: (w: number) => number;
  readonly y: (b: number) => number;
}

const print = ({ x, y }: Scale, { w, b }: Place): string => `${x(w)},${y(b)}`;

export const linePath = (line: Line, scale: Scale): string => `M${line.map((place) => print(scale, place)).join('L')}`;

/** All that lies between a line and an edge of the view. */
function areaTo(edge: number, line: Line, scale: Scale): string {
  const [left, right] = view.w;
  return `${linePath(line, scale)}L${print(scale, { w: right, b: edge })}L${print(scale, { w: left, b: edge })}Z`;
}

/** The places of a cost above a level. */
export function filmPath({ below, above }: CostMap['films'][number], scale: Scale): string {
  const [bottom, top] = view.b;
  return areaTo(bottom, below, scale) + (above === undefined ? '' : areaTo(top, above, scale));
}

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
