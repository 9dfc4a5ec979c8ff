import type { Tensor, Tensor1D, Tensor4D, Variable } from '@tensorflow/tfjs-core';

/** Mean and biased variance (divided by the number of rows) of each channel. */
export interface Moments {
  readonly mean: Tensor1D;
  readonly variance: Tensor1D;
}

/** What batch normalisation, with an optional ReLU after it, is given besides its input. */
export interface NormSettings extends Moments {
  readonly gain: Tensor1D;
  readonly shift: Tensor1D;
  readonly epsilon: number;
  readonly relu: boolean;
}

export interface Slot {
  readonly variable: Variable;
  readonly velocity: Variable;
  readonly gradient: Tensor;
  /** 0 for biases, gains and shifts. */
  readonly weightDecay: number;
}

/**
 * The operations of a training step that are worth a kernel of their own. There are two sets: `tensorKernels`, composed of
 * TensorFlow.js operations, for every backend and as the reference; and `wasmKernels`, fused, over the memory of the WASM
 * backend.
 */
export interface Kernels {
  /** Over all axes of x [..., channels] but the last. */
  moments(x: Tensor): Moments;
  /** y = gain (x - mean) / sqrt(variance + epsilon) + shift, then max(y, 0) where `relu`. */
  normalize(x: Tensor4D, settings: NormSettings): Tensor4D;
  /** Gradients of `normalize` in training, where mean and variance are those of x. */
  normalizeGradient(dy: Tensor4D, x: Tensor4D, y: Tensor4D, settings: NormSettings): [Tensor4D, Tensor1D, Tensor1D];
  /** running <- (1 - momentum) running + momentum factor batch. */
  follow(running: Variable, batch: Tensor1D, momentum: number, factor: number): void;
  /** max(a + b, 0). */
  addRelu(a: Tensor, b: Tensor): Tensor;
  /** dy where y > 0, else 0. */
  reluGradient(dy: Tensor, y: Tensor): Tensor;
  /** Of each slot: velocity <- momentum velocity + (gradient + weightDecay W), W <- W - learningRate velocity. */
  update(slots: readonly Slot[], learningRate: number, momentum: number): void;
  /** The loss as a number, and the Euclidean norm of each tensor. */
  measure(loss: Tensor, tensors: readonly Tensor[]): Promise<Measured>;
}

export interface Measured {
  readonly loss: number;
  readonly norms: readonly number[];
}
