/** One unit of a highway layer with one input, in float64 for an example that computes. */
import { sigmoid, slope } from './sigmoid.ts';

/** H(x) = f(w x + b) and T(x) = sigma(w_T x + b_T). */
export interface HighwayUnit {
  readonly fn: 'tanh' | 'relu';
  readonly weight: number;
  readonly bias: number;
  readonly gateWeight: number;
  readonly gateBias: number;
}

/** What the unit makes of an input. */
export interface UnitOutput {
  /** H(x). */
  readonly transform: number;
  /** T(x). */
  readonly gate: number;
  /** y = H T + x (1 - T). */
  readonly output: number;
}

/** The three terms of dy/dx = (1 - T) + H' T + (H - x) T'. */
export interface UnitSlope {
  readonly carry: number;
  readonly transform: number;
  readonly gate: number;
}

const functions = {
  tanh: { at: Math.tanh, slope: (z: number): number => 1 - Math.tanh(z) ** 2 },
  relu: { at: (z: number): number => Math.max(z, 0), slope: (z: number): number => (z > 0 ? 1 : 0) },
} as const;

export function outputOf({ fn, weight, bias, gateWeight, gateBias }: HighwayUnit, x: number): UnitOutput {
  const transform = functions[fn].at(weight * x + bias);
  const gate = sigmoid(gateWeight * x + gateBias);
  return { transform, gate, output: transform * gate + x * (1 - gate) };
}

/** The slope of the output, term by term; a relu at its corner counts as flat. */
export function slopeOf(unit: HighwayUnit, x: number): UnitSlope {
  const { fn, weight, bias, gateWeight, gateBias } = unit;
  const { transform, gate } = outputOf(unit, x);
  return {
    carry: 1 - gate,
    transform: weight * functions[fn].slope(weight * x + bias) * gate,
    gate: (transform - x) * gateWeight * slope(gateWeight * x + gateBias),
  };
}

export const total = ({ carry, transform, gate }: UnitSlope): number => carry + transform + gate;

/**
 * dy/dx by forward differentiation, which knows nothing of the three terms: each number travels with its derivative with respect to x, and
 * each operation acts on both, sigma and tanh as quotients of exponentials.
 */
export function pushedSlope({ fn, weight, bias, gateWeight, gateBias }: HighwayUnit, x: number): number {
  const z = { value: weight * x + bias, by: weight };
  const h = fn === 'relu' ? (z.value > 0 ? z : { value: 0, by: 0 }) : pushedTanh(z);
  const e = Math.exp(-(gateWeight * x + gateBias));
  const t = { value: 1 / (1 + e), by: (gateWeight * e) / (1 + e) ** 2 };
  return h.by * t.value + h.value * t.by + (1 - t.value) - x * t.by;
}

/** tanh(z) = (1 - e) / (1 + e) with e = exp(-2 z). */
function pushedTanh({ value, by }: { readonly value: number; readonly by: number }) {
  const e = Math.exp(-2 * value);
  const rate = -2 * by * e;
  return { value: (1 - e) / (1 + e), by: (-rate * (1 + e) - (1 - e) * rate) / (1 + e) ** 2 };
}

/** (1 - sigma(b_T))^n = (1 + exp(b_T))^-n: what n layers carry on of a signal as long as their gates are at their biases. */
export const carried = (gateBias: number, layers: number): number => (1 + Math.exp(gateBias)) ** -layers;
