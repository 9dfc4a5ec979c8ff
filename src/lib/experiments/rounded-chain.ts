import type { Matrix } from '../matrices/matrix.ts';
import { norm } from '../matrices/vector.ts';
import type { NumberFormat } from './number-formats.ts';

type Round = NumberFormat['round'];

/** A square weight matrix W in some format. */
export interface RoundedLayer extends Matrix {
  /** All entries are equal, and so are all components of W v and of W^T v: one of them is computed. */
  readonly isUniform: boolean;
}

/** c W with every entry rounded; a matrix that several layers share is done once. */
export function scaledLayers(layers: readonly Matrix[], c: number, round: Round): readonly RoundedLayer[] {
  const done = new Map<Matrix, RoundedLayer>();
  return layers.map((layer) => {
    const scaled = done.get(layer) ?? rounded(layer, c, round);
    done.set(layer, scaled);
    return scaled;
  });
}

function rounded(layer: Matrix, c: number, round: Round): RoundedLayer {
  const values = layer.values.map((value) => round(c * value));
  return { ...layer, values, isUniform: values.every((value) => value === values[0]) };
}

/** a^0 = x, a^1 = W^1 x, ..., a^L, one after the other: whoever has seen enough need not compute the rest. */
export function* activations(layers: readonly RoundedLayer[], x: Float64Array, round: Round): Generator<Float64Array, void> {
  let a = x;
  yield a;
  for (const layer of layers) yield (a = times(layer, a, round));
}

/** delta^1, ..., delta^L from delta^L back, by delta^(l-1) = (W^l)^T delta^l. */
export function errors(layers: readonly RoundedLayer[], last: Float64Array, round: Round): readonly Float64Array[] {
  let delta = last;
  const before = layers.slice(1).toReversed();
  return [last, ...before.map((layer) => (delta = transposedTimes(layer, delta, round)))].reverse();
}

/** Frobenius norm of the outer product u v^T, whose entries are rounded. */
export function outerNorm(u: Float64Array, v: Float64Array, round: Round): number {
  const row = new Float64Array(v.length);
  let [done, size] = [Number.NaN, 0];
  return norm(
    u.map((factor) => {
      if (factor === done) return size;
      for (let j = 0; j < v.length; j += 1) row[j] = round(factor * (v[j] ?? 0));
      [done, size] = [factor, norm(row)];
      return size;
    }),
  );
}

/** W v, row by row; every product and every sum is rounded. */
function times({ columns, values, isUniform }: RoundedLayer, v: Float64Array, round: Round): Float64Array {
  const result = new Float64Array(v.length);
  for (let i = 0; i < v.length; i += 1) {
    let sum = 0;
    for (let j = 0; j < columns; j += 1) sum = round(sum + round((values[i * columns + j] ?? 0) * (v[j] ?? 0)));
    if (isUniform) return result.fill(sum);
    result[i] = sum;
  }
  return result;
}

/** W^T v, rounded likewise. */
function transposedTimes(layer: RoundedLayer, v: Float64Array, round: Round): Float64Array {
  const { columns, values } = layer;
  if (layer.isUniform) return times(layer, v, round);
  const result = new Float64Array(columns);
  for (let i = 0; i < v.length; i += 1) {
    const factor = v[i] ?? 0;
    for (let j = 0; j < columns; j += 1) {
      result[j] = round((result[j] ?? 0) + round((values[i * columns + j] ?? 0) * factor));
    }
  }
  return result;
}
