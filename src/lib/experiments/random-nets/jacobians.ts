import { product, scaledColumns, scaledRows, timesVector, type Matrix } from '../../matrices/matrix.ts';
import type { Nonlinearity } from './functions.ts';

/** One example's way through a^l = f(W^l a^(l-1)), without biases. */
export interface Pass {
  /** a^1, ..., a^L. */
  readonly activations: readonly Float64Array[];
  /** f'(z^1), ..., f'(z^L). */
  readonly slopes: readonly Float64Array[];
}

export function forward(weights: readonly Matrix[], { f, slope }: Nonlinearity, input: Float64Array): Pass {
  const inputs = [input];
  const slopes: Float64Array[] = [];
  for (const w of weights) {
    const z = timesVector(w, inputs.at(-1) ?? input);
    slopes.push(z.map(slope));
    inputs.push(z.map(f));
  }
  return { activations: inputs.slice(1), slopes };
}

/** J_l = diag(f'(z^l)) W^l: row i of the weights times the slope of unit i. */
export const jacobian = scaledRows;

/** W^l diag(f'(z^l)), the factors the other way round: column j times the slope of unit j. For square W alone. */
export const swappedJacobian = scaledColumns;

/** The Jacobian of every layer at this input. */
export function jacobians(weights: readonly Matrix[], nonlinearity: Nonlinearity, input: Float64Array): Matrix[] {
  const { slopes } = forward(weights, nonlinearity, input);
  return weights.map((w, i) => jacobian(w, slopes[i] ?? new Float64Array()));
}

/** Of J_1, J_2, ... the products J_1, J_2 J_1, J_3 J_2 J_1, ...: the derivative of every layer with respect to the input. */
export function runningProducts(factors: readonly Matrix[]): Matrix[] {
  const products: Matrix[] = [];
  for (const factor of factors) {
    const before = products.at(-1);
    products.push(before === undefined ? factor : product(factor, before));
  }
  return products;
}

/** J_1 v, J_2 J_1 v, ...: what the products make of one direction. */
export function followed(factors: readonly Matrix[], v: Float64Array): Float64Array[] {
  const changes: Float64Array[] = [];
  for (const factor of factors) changes.push(timesVector(factor, changes.at(-1) ?? v));
  return changes;
}

/**
 * How fast each layer moves when the input is pushed along v, without any Jacobian: (a^l(x + h v) - a^l(x - h v)) / 2h, for h and h / 2,
 * combined so that the error falls like h^4 (Richardson).
 */
export function pushed(
  weights: readonly Matrix[],
  f: Nonlinearity,
  input: Float64Array,
  v: Float64Array,
  h: number,
): Float64Array[] {
  const at = (step: number): readonly Float64Array[] =>
    forward(
      weights,
      f,
      input.map((x, i) => x + step * (v[i] ?? 0)),
    ).activations;
  const central = (step: number): Float64Array[] => {
    const [ahead, behind] = [at(step), at(-step)];
    return ahead.map((a, l) => a.map((value, i) => (value - (behind[l]?.[i] ?? 0)) / (2 * step)));
  };
  const [coarse, fine] = [central(h), central(h / 2)];
  return fine.map((change, l) => change.map((value, i) => (4 * value - (coarse[l]?.[i] ?? 0)) / 3));
}
