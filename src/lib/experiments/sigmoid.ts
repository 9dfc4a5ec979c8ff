/** The logistic sigmoid and chains of single neurons, in float64 for examples that compute. */

/** sigma(z) = 1 / (1 + e^-z). */
export const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

/** sigma'(z) = e^-abs(z) / (1 + e^-abs(z))^2: the slope, without the cancellation that sigma (1 - sigma) suffers for large z. */
export function slope(z: number): number {
  const e = Math.exp(-Math.abs(z));
  return e / (1 + e) ** 2;
}

/** w_l and b_l of one neuron of a chain. */
export interface ChainNeuron {
  readonly weight: number;
  readonly bias: number;
}

/** What a chain of neurons a_l = sigma(w_l a_(l-1) + b_l) computes; one number a neuron, the first at index 0. */
export interface Chain {
  /** z_l. */
  readonly weightedInputs: readonly number[];
  /** a_l. */
  readonly activations: readonly number[];
  /** sigma'(z_l). */
  readonly slopes: readonly number[];
  /** w_(l+1) sigma'(z_l), by which the gradient is multiplied from neuron l + 1 to neuron l: one less than there are neurons. */
  readonly factors: readonly number[];
  /** dC/db_l, for a cost with dC/da_L = 1: sigma'(z_L), and from there back a factor a neuron. */
  readonly biasGradients: readonly number[];
}

/** Forwards from the input a_0, then backwards by the product formula. */
export function runChain(neurons: readonly ChainNeuron[], input: number): Chain {
  const weightedInputs: number[] = [];
  const activations: number[] = [];
  for (const { weight, bias } of neurons) {
    const z = weight * (activations.at(-1) ?? input) + bias;
    weightedInputs.push(z);
    activations.push(sigmoid(z));
  }
  const slopes = weightedInputs.map(slope);
  const factors = neurons.slice(1).map(({ weight }, l) => weight * (slopes[l] ?? Number.NaN));
  const biasGradients = [slopes.at(-1) ?? Number.NaN];
  for (const factor of factors.toReversed()) biasGradients.unshift(factor * (biasGradients[0] ?? Number.NaN));
  return { weightedInputs, activations, slopes, factors, biasGradients };
}

/**
 * da_L/db_k by forward differentiation, which knows nothing of the product formula: every number travels with its derivative with
 * respect to b_k, and each operation acts on both, sigma as a quotient of exponentials.
 */
export function pushForward(neurons: readonly ChainNeuron[], input: number, k: number): number {
  let [a, da] = [input, 0];
  neurons.forEach(({ weight, bias }, l) => {
    const z = weight * a + bias;
    const dz = weight * da + (l === k ? 1 : 0);
    const [e, de] = [Math.exp(-z), -Math.exp(-z) * dz];
    [a, da] = [1 / (1 + e), -de / (1 + e) ** 2];
  });
  return da;
}
