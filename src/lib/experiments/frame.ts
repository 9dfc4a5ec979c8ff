import type { TrainingMetric } from './metrics.ts';

/** TensorFlow.js's name of what computes. */
export type Backend = 'webgpu' | 'webgl' | 'wasm' | 'cpu';

/** What was measured with the weights after `step` updates. Metrics that were not measured at this step are absent. */
export interface Frame {
  readonly step: number;
  readonly values: Readonly<Partial<Record<TrainingMetric, number | readonly number[]>>>;
}

/** Where a run stopped being finite, and what the gradients did before. */
export interface Divergence {
  readonly step: number;
  /** Name of the layer as the model names it, for example "block 3, conv 2". */
  readonly layer: string;
  readonly tensor: 'activation' | 'loss' | 'gradient' | 'weights';
  /** Root mean square of what each layer handed on in that step, from the input to the logits: see `core/signal.ts`. */
  readonly signal: readonly { readonly layer: string; readonly size: number }[];
  /** Norms of the weight gradient a layer in the last steps before, oldest first. */
  readonly layers: readonly string[];
  readonly history: readonly { readonly step: number; readonly loss: number; readonly norms: readonly number[] }[];
}
