/**
 * A recurrent network of one unit without input, x_t = w sigma(x_(t-1)) + b from x_0 = 1/2, and its cost after T steps,
 * C = (sigma(x_T) - 0.7)^2: the error surface of Pascanu, Mikolov and Bengio 2013, eq. 8 and fig. 6.
 */
import { portableExp } from '../random/portable-exp.ts';
import { clipCoefficient, norm } from './clipping.ts';
import { sigmoid } from './sigmoid.ts';

export const start = 0.5;
export const target = 0.7;

/** sigma(z), the same in every engine: on the cliff, paths would part that differ in the last digit. */
const portableSigmoid = (z: number): number => 1 / (1 + portableExp(-z));

/** A recurrent weight and a bias. */
export interface Place {
  readonly w: number;
  readonly b: number;
}

/** sigma(x_T), for pictures: in the last digit as the engine has it. */
export function outputAt({ w, b }: Place, time: number): number {
  let x = start;
  for (let t = 0; t < time; t++) x = w * sigmoid(x) + b;
  return sigmoid(x);
}

/** The cost that belongs to an output. */
export const costOf = (output: number): number => (output - target) ** 2;

export interface Slope {
  readonly cost: number;
  /** dC/dw and dC/db. */
  readonly gradient: readonly [number, number];
}

/**
 * The cost and its gradient, forwards in time: with s = sigma(x_(t-1)), dx_t/dw = s + w s (1 - s) dx_(t-1)/dw and
 * dx_t/db = 1 + w s (1 - s) dx_(t-1)/db, from dx_0 = 0; then dC = 2 (sigma(x_T) - 0.7) sigma'(x_T) dx_T.
 */
export function slopeAt({ w, b }: Place, time: number): Slope {
  let [x, byWeight, byBias] = [start, 0, 0];
  for (let t = 0; t < time; t++) {
    const s = portableSigmoid(x);
    const factor = w * s * (1 - s);
    [x, byWeight, byBias] = [w * s + b, s + factor * byWeight, 1 + factor * byBias];
  }
  const output = portableSigmoid(x);
  const byState = 2 * (output - target) * output * (1 - output);
  return { cost: costOf(output), gradient: [byState * byWeight, byState * byBias] };
}

/** One point of a path of gradient descent, and what is known there. */
export interface Point extends Place, Slope {
  /** The length of the whole gradient. */
  readonly norm: number;
  /** By what clipping multiplies the gradient before the step. */
  readonly coefficient: number;
}

export interface Descent {
  readonly from: Place;
  readonly time: number;
  readonly learningRate: number;
  /** Infinity: nothing is clipped. */
  readonly threshold: number;
  readonly steps: number;
}

/** The path of (w, b) <- (w, b) - eta min(1, tau / (norm(g) + 1e-6)) g: one point more than there are steps. */
export function descend({ from, time, learningRate, threshold, steps }: Descent): readonly Point[] {
  const path: Point[] = [];
  let place = from;
  for (let i = 0; i <= steps; i++) {
    const slope = slopeAt(place, time);
    const length = norm(slope.gradient);
    const coefficient = clipCoefficient(length, threshold);
    path.push({ ...place, ...slope, norm: length, coefficient });
    const [byWeight, byBias] = slope.gradient;
    const rate = learningRate * coefficient;
    place = { w: place.w - rate * byWeight, b: place.b - rate * byBias };
  }
  return path;
}

/** How exactly a bias is found: a fraction of what a picture shows. */
const tolerance = 2e-3;

/**
 * The biases between `low` and `high` at which a unit of this weight puts out `outputs`, which rise. For w > 0 the output grows with b, so
 * that each lies above the one before: in steps that double, then by bisection. Where the unit does not come that low, or that
 * high, the end that is nearest.
 */
export function biasesFor(
  outputs: readonly number[],
  w: number,
  time: number,
  [low, high]: readonly [number, number],
): readonly number[] {
  const reaches = (output: number, b: number): boolean => outputAt({ w, b }, time) >= output;
  const greatest = outputAt({ w, b: high }, time);
  let below = low;
  return outputs.map((output) => {
    if (output > greatest) return high;
    if (reaches(output, below)) return below;
    let [step, above] = [tolerance, Math.min(high, below + tolerance)];
    while (above < high && !reaches(output, above)) {
      below = above;
      step *= 2;
      above = Math.min(high, below + step);
    }
    while (above - below > tolerance) {
      const middle = (below + above) / 2;
      if (reaches(output, middle)) above = middle;
      else below = middle;
    }
    return (below + above) / 2;
  });
}
