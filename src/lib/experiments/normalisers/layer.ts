/** A layer of weights in front of a normalisation, and what a cost makes of it. */
import type { NormKind } from '../../models/norms.ts';
import { stream } from '../../random/stream.ts';
import { normalised, normalisedGradient } from './normalise.ts';
import { indexOf, setsOf, sizeOf, type Block } from './sets.ts';

/** Inputs of each pixel of each example. */
export const INPUTS = 8;

export interface LayerState {
  /** Of the weighted inputs: a channel a unit. */
  readonly block: Block;
  /** Inputs [N, INPUTS, P]. */
  readonly x: Float64Array;
  /** Weights [C, INPUTS]. */
  readonly weights: Float64Array;
}

export interface RandomLayer extends LayerState {
  /** What the output should be, [N, C, P]. */
  readonly targets: Float64Array;
}

/** z = W x for each pixel of each example, [N, C, P]: a layer of vectors for one pixel, a 1 x 1 convolution for more. */
export function weightedInputs({ block, x, weights }: LayerState): Float64Array {
  const { examples, channels, pixels } = block;
  const z = new Float64Array(sizeOf(block));
  for (let n = 0; n < examples; n += 1) {
    for (let c = 0; c < channels; c += 1) {
      for (let i = 0; i < INPUTS; i += 1) {
        const weight = weights[c * INPUTS + i] ?? 0;
        const from = (n * INPUTS + i) * pixels;
        const to = indexOf(block, n, c, 0);
        for (let p = 0; p < pixels; p += 1) z[to + p] = (z[to + p] ?? 0) + weight * (x[from + p] ?? 0);
      }
    }
  }
  return z;
}

/** dC/dW = sum over examples and pixels of dC/dz x^T. */
export function weightGradient({ block, x }: LayerState, dz: Float64Array): Float64Array {
  const { examples, channels, pixels } = block;
  const gradient = new Float64Array(channels * INPUTS);
  for (let n = 0; n < examples; n += 1) {
    for (let c = 0; c < channels; c += 1) {
      for (let i = 0; i < INPUTS; i += 1) {
        const from = (n * INPUTS + i) * pixels;
        const at = indexOf(block, n, c, 0);
        let sum = 0;
        for (let p = 0; p < pixels; p += 1) sum += (dz[at + p] ?? 0) * (x[from + p] ?? 0);
        gradient[c * INPUTS + i] = (gradient[c * INPUTS + i] ?? 0) + sum;
      }
    }
  }
  return gradient;
}

/** A normalisation of one block, ready to be applied many times; `none` hands on what it gets. */
export interface Normaliser {
  readonly apply: (z: Float64Array) => Float64Array;
  /** dC/dz from dC/dy. */
  readonly back: (z: Float64Array, dy: Float64Array) => Float64Array;
}

/** @throws RangeError where the groups do not divide the channels. */
export function normaliserOf(kind: NormKind, groups: number, block: Block, epsilon: number): Normaliser {
  if (kind === 'none') return { apply: (z) => z, back: (_, dy) => dy };
  const sets = setsOf(kind, groups, block);
  const statistics = { isCentred: kind !== 'rms', epsilon };
  return {
    apply: (z) => normalised(z, sets, statistics),
    back: (z, dy) => normalisedGradient(z, dy, sets, statistics),
  };
}

/** dC/dW for the cost C = mean over the examples of half the squared distance of y from targets [N, C, P]. */
export function costGradient(state: LayerState, { apply, back }: Normaliser, targets: Float64Array): Float64Array {
  const z = weightedInputs(state);
  const dy = apply(z).map((y, i) => (y - (targets[i] ?? 0)) / state.block.examples);
  return weightGradient(state, back(z, dy));
}

/** A layer of random weights with variance 1/INPUTS, random inputs with mean 1/2 and variance 1, and random targets. */
export function randomLayer(block: Block, start: number): RandomLayer {
  const gaussian = (count: number, purpose: string): Float64Array =>
    Float64Array.from({ length: count }, stream(start, purpose).gaussian);
  return {
    block,
    x: gaussian(block.examples * INPUTS * block.pixels, 'inputs of the normalised layer').map((value) => value + 0.5),
    weights: gaussian(block.channels * INPUTS, 'weights of the normalised layer').map((value) => value / Math.sqrt(INPUTS)),
    targets: gaussian(sizeOf(block), 'targets of the normalised layer'),
  };
}
