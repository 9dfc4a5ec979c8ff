/** Networks of rectified linear units with one input and one output, as plain numbers. */
export interface ReluNet {
  /** a^l = relu(W^l a^(l-1) + b^l), a^0 = x. */
  readonly hidden: readonly DenseWeights[];
  /** y = W a + b of the last hidden layer: one unit. */
  readonly output: DenseWeights;
}

export interface DenseWeights {
  /** Row by row, one row a unit. */
  readonly weights: Float64Array;
  readonly biases: Float64Array;
}

export const dense = (rows: readonly (readonly number[])[], biases: readonly number[]): DenseWeights => ({
  weights: Float64Array.from(rows.flat()),
  biases: Float64Array.from(biases),
});

/** z = W a + b. */
function weightedInputs({ weights, biases }: DenseWeights, a: Float64Array): Float64Array {
  const z = biases.slice();
  const fanIn = a.length;
  for (let unit = 0; unit < z.length; unit += 1) {
    let sum = z[unit] ?? 0;
    for (let i = 0; i < fanIn; i += 1) sum += (weights[unit * fanIn + i] ?? 0) * (a[i] ?? 0);
    z[unit] = sum;
  }
  return z;
}

/** In place of what it is given. */
function relu(z: Float64Array): Float64Array {
  for (let unit = 0; unit < z.length; unit += 1) if ((z[unit] ?? 0) < 0) z[unit] = 0;
  return z;
}

/** The weighted inputs at x of hidden layer l, counted from 0; of the output where l is the number of hidden layers. */
export function weightedInputsAt({ hidden, output }: ReluNet, l: number, x: number): Float64Array {
  let a: Float64Array = Float64Array.of(x);
  for (const layer of hidden.slice(0, l)) a = relu(weightedInputs(layer, a));
  return weightedInputs(hidden[l] ?? output, a);
}

/** The output at x. */
export const outputAt = (net: ReluNet, x: number): number => weightedInputsAt(net, net.hidden.length, x)[0] ?? Number.NaN;

/** Hidden units. */
export const unitCount = ({ hidden }: ReluNet): number => hidden.reduce((sum, { biases }) => sum + biases.length, 0);
