import { batch, weightsOf, width, type Family } from './draws.ts';
import { nonlinearities, type Nonlinearity } from './nonlinearities.ts';

/** A net of equally wide layers as a random start leaves it: no biases, nothing learnt. */
export interface Stack {
  readonly nonlinearity: Nonlinearity;
  readonly family: Family;
  readonly start: number;
  /** The weights of a layer are `scale` times what is drawn. */
  readonly scale: number;
  /** Factor on the branch where a shortcut leads around each layer; undefined where there is none. */
  readonly branch: number | undefined;
}

/** Of one layer for all inputs, [width, batch] each. */
export interface Layer {
  /** z */
  readonly inputs: Float64Array;
  /** a = f(z) */
  readonly activations: Float64Array;
  /** f'(z) */
  readonly slopes: Float64Array;
}

/** Forwards: z^1 = W^1 x, then z^l = W^l f(z^(l-1)), or with a shortcut z^(l-1) + branch W^l f(z^(l-1)). Goes on from the layers given. */
export function forwards(stack: Stack, x: Float64Array, depth: number, layers: readonly Layer[] = []): readonly Layer[] {
  const passed = [...layers];
  for (let l = passed.length + 1; l <= depth; l += 1) {
    const { forward } = weightsOf(stack.family, stack.start, l);
    const below = passed.at(-1);
    const inputs = times(forward, below?.activations ?? x, stack.scale);
    if (below !== undefined && stack.branch !== undefined) addTo(inputs, stack.branch, below.inputs);
    passed.push(activated(stack.nonlinearity, inputs));
  }
  return passed;
}

/**
 * Backwards from a delta^L: delta^(l-1) = f'(z^(l-1)) (W^l)^T delta^l, with a shortcut delta^l plus `branch` times that. Gives delta^1 to delta^L.
 */
export function backwards(stack: Stack, layers: readonly Layer[], top: Float64Array): readonly Float64Array[] {
  const deltas = [top];
  let delta = top;
  for (let l = layers.length; l > 1; l -= 1) {
    const { backward } = weightsOf(stack.family, stack.start, l);
    const slopes = layers[l - 2]?.slopes;
    const below = times(backward, delta, stack.scale);
    for (let i = 0; i < below.length; i += 1) below[i] = (below[i] ?? 0) * (slopes?.[i] ?? 0);
    if (stack.branch !== undefined) addTo(below, stack.branch, delta);
    deltas.push(below);
    delta = below;
  }
  return deltas.reverse();
}

function activated(nonlinearity: Nonlinearity, inputs: Float64Array): Layer {
  const { value, slope } = nonlinearities[nonlinearity];
  const activations = new Float64Array(inputs.length);
  const slopes = new Float64Array(inputs.length);
  for (let i = 0; i < inputs.length; i += 1) {
    const a = value(inputs[i] ?? 0);
    activations[i] = a;
    slopes[i] = slope(a);
  }
  return { inputs, activations, slopes };
}

/** values <- branch values + carried */
function addTo(values: Float64Array, branch: number, carried: Float64Array): void {
  for (let i = 0; i < values.length; i += 1) values[i] = branch * (values[i] ?? 0) + (carried[i] ?? 0);
}

/** scale M V for M [width, width] and V [width, batch]: four columns at a time, so that an entry of M is read once for four. */
function times(matrix: Float64Array, columns: Float64Array, scale: number): Float64Array {
  const result = new Float64Array(width * batch);
  for (let column = 0; column < batch; column += 4) {
    for (let row = 0; row < width; row += 1) {
      let [one, two, three, four] = [0, 0, 0, 0];
      for (let j = 0; j < width; j += 1) {
        const entry = matrix[row * width + j] ?? 0;
        const at = j * batch + column;
        one += entry * (columns[at] ?? 0);
        two += entry * (columns[at + 1] ?? 0);
        three += entry * (columns[at + 2] ?? 0);
        four += entry * (columns[at + 3] ?? 0);
      }
      const at = row * batch + column;
      result[at] = scale * one;
      result[at + 1] = scale * two;
      result[at + 2] = scale * three;
      result[at + 3] = scale * four;
    }
  }
  return result;
}
