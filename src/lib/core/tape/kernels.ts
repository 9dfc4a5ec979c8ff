import type { Tensor, Tensor1D, Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs-core';
import type { Clip } from '../../experiments/experiment.ts';
import type { Activation } from '../../models/layers.ts';
import type { Losses } from './losses.ts';

/** Of each channel. */
export interface Statistics {
  readonly mean: Tensor1D;
  readonly variance: Tensor1D;
}

/** Statistics that follow those of the batches: running <- (1 - momentum) running + momentum batch. */
export interface Running {
  readonly mean: Variable;
  /** Follows the unbiased estimate, as in PyTorch: m / (m - 1) times the variance of m rows. */
  readonly variance: Variable;
  readonly momentum: number;
}

/** What batch normalisation, with an optional ReLU after it, is given besides its input. */
export interface NormSettings {
  readonly gain: Tensor1D;
  readonly shift: Tensor1D;
  readonly epsilon: number;
  readonly relu: boolean;
}

/** The output of batch normalisation in training, and whatever else its gradient needs. */
export interface NormalizedBatch {
  readonly y: Tensor4D;
  readonly kept: readonly Tensor[];
}

/** What a normalisation of each example by itself, with an optional ReLU after it, is given besides its input [n, ..., channels]. */
export interface ExampleNormSettings {
  readonly gain: Tensor1D;
  /** Without one, nothing is centred either: 0 takes the place of the mean. */
  readonly shift: Tensor1D | undefined;
  /** Groups of neighbouring channels that have a mean and a deviation of their own. */
  readonly groups: number;
  readonly epsilon: number;
  readonly relu: boolean;
}

/** Its output, and whatever else its gradient needs. */
export interface NormalizedExamples {
  readonly y: Tensor;
  readonly kept: readonly Tensor[];
}

export interface ConvSettings {
  readonly stride: number;
  /** Zeros on every side. */
  readonly margin: number;
  /** Whether x is the input of the net, whose gradient nobody asks for. */
  readonly isInput: boolean;
}

/** A parameter as the optimiser sees it. */
export interface Slot {
  readonly variable: Variable;
  /** 0 for biases, gains and shifts. */
  readonly weightDecay: number;
  readonly learningRateScale: number;
}

/** Gradient descent with momentum over the parameters of a net. */
export interface Optimizer {
  /**
   * Loss and gradient norms in one tensor, [1 + parameters], which nobody has to read yet; where gradients are clipped, also their
   * norm after that, [2 + parameters].
   */
  measure(loss: Tensor, gradients: readonly Tensor[]): Tensor1D;
  /**
   * With the gradients last measured, of each slot: g = clipped gradient + weightDecay W, velocity <- momentum velocity + g,
   * W <- W - rate velocity, or W <- W - rate (g + momentum velocity) with Nesterov's momentum.
   */
  update(gradients: readonly Tensor[], momentum: number): void;
  velocities(): Promise<readonly Float32Array[]>;
  /** After this, updates go on, whatever was measured before. */
  load(velocities: readonly Float32Array[]): void;
  dispose(): void;
}

export interface OptimizerSettings {
  readonly learningRate: number;
  readonly nesterov: boolean;
  readonly clip: Clip | undefined;
}

/**
 * The operations of a training step that are worth a kernel of their own on some backend. `tensorKernels`, composed of TensorFlow.js
 * operations, are for every backend, and the reference.
 */
export interface Kernels {
  /**
   * Steps between two reads. More than 1 only where the optimiser looks at its measurements on the device itself, and leaves all
   * as it is from the first one on that is not finite.
   */
  readonly stepsPerRead: number;
  /** x W + b, with its gradients on the tape. `isInput`: see `ConvSettings`. */
  dense(x: Tensor2D, weights: Tensor2D, biases: Tensor1D, isInput: boolean): Tensor2D;
  /** With its gradients on the tape. */
  conv2d(x: Tensor4D, filter: Tensor4D, settings: ConvSettings): Tensor4D;
  /** The mean over the pixels of x [n, h, w, c], with its gradient on the tape. */
  averagePool(x: Tensor4D): Tensor2D;
  /** With their gradients on the tape. */
  readonly losses: Losses;
  /** y = gain (x - mean) / sqrt(variance + epsilon) + shift, then max(y, 0) where `relu`. */
  normalize(x: Tensor4D, settings: NormSettings, statistics: Statistics): Tensor4D;
  /** The same with mean and biased variance of x itself, which the running ones follow. */
  normalizeBatch(x: Tensor4D, settings: NormSettings, running: Running): NormalizedBatch;
  /** Gradients of `normalizeBatch` with respect to x, gain and shift. */
  normalizeGradient(
    dy: Tensor4D,
    x: Tensor4D,
    normalized: NormalizedBatch,
    settings: NormSettings,
  ): [Tensor4D, Tensor1D, Tensor1D];
  /** y = gain (x - mean) / sqrt(variance + epsilon) + shift over the channels of a group and the pixels of an example. */
  normalizeExamples(x: Tensor, settings: ExampleNormSettings): NormalizedExamples;
  /** Gradients of `normalizeExamples` with respect to x, gain and, where there is one, shift. */
  normalizeExamplesGradient(dy: Tensor, x: Tensor, normalized: NormalizedExamples, settings: ExampleNormSettings): Tensor[];
  /** max(a + b, 0). */
  addRelu(a: Tensor, b: Tensor): Tensor;
  /** h t + x (1 - t), or h + x (1 - t) where `open`. */
  gate(h: Tensor, t: Tensor, x: Tensor, open: boolean): Tensor;
  /** Gradients of `gate` with respect to h, t and x: dy t or dy, dy (h - x) or -dy x, and dy (1 - t). */
  gateGradient(dy: Tensor, h: Tensor, t: Tensor, x: Tensor, open: boolean): [Tensor, Tensor, Tensor];
  /** dy f'(x), where y = f(x). */
  activationGradient(fn: Activation, dy: Tensor, y: Tensor): Tensor;
  optimizer(slots: readonly Slot[], settings: OptimizerSettings): Optimizer;
}
