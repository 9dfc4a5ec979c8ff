/** Geometry and words of the drawing of a chain: a neuron is a circle with its sigmoid in it. */
import { sigmoid, slope } from '../../lib/experiments/sigmoid.ts';

/** The sigmoid is drawn for weighted inputs up to this size; beyond, the point stays at the edge. */
const reach = 6;

/** Half of the picture's width and height within a circle of radius 1. */
const half = { x: 0.78, y: 0.55 };

const clamp = (z: number): number => Math.min(reach, Math.max(-reach, z));

interface Point {
  readonly x: number;
  readonly y: number;
}

function at(z: number, a: number, x: number, y: number, radius: number): Point {
  return { x: x + (z / reach) * half.x * radius, y: y + (0.5 - a) * 2 * half.y * radius };
}

const print = ({ x, y }: Point): string => `${x.toFixed(1)},${y.toFixed(1)}`;

/** The sigmoid around (x, y). */
export function curveInCircle(x: number, y: number, radius: number): string {
  const points = Array.from({ length: 25 }, (_, i) => ((i - 12) / 12) * reach);
  return `M${points.map((z) => print(at(z, sigmoid(z), x, y, radius))).join('L')}`;
}

/** Where the neuron stands on it. */
export function pointInCircle(z: number, x: number, y: number, radius: number): Point {
  return at(clamp(z), sigmoid(clamp(z)), x, y, radius);
}

/** A piece of the tangent there, of the same length whatever its slope. */
export function tangentInCircle(z: number, x: number, y: number, radius: number): string {
  const [place, steepness] = [clamp(z), slope(z)];
  const [dx, dy] = [half.x / reach, 2 * half.y * steepness];
  const run = 0.42 / Math.hypot(dx, dy);
  const end = (sign: 1 | -1): string => print(at(place + sign * run, sigmoid(place) + sign * run * steepness, x, y, radius));
  return `M${end(-1)}L${end(1)}`;
}
