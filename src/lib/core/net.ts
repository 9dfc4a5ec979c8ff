import type { Dataset } from '../datasets/load.ts';
import type { TrainingPlan } from '../experiments/experiment.ts';
import type { Backend, Divergence } from '../experiments/frame.ts';
import type { Layer } from '../models/layers.ts';
import type { Batch } from './batches.ts';
import type { StatisticsInUse } from './mode.ts';

/** What computes: makes nets that train on one backend. */
export interface Engine {
  readonly backend: Backend;
  /**
   * @throws RangeError where a layer cannot take the output of the one before it.
   * @throws OutOfMemoryError where the net does not fit.
   */
  createNet(options: NetOptions): Promise<Net>;
}

export interface NetOptions {
  readonly layers: readonly Layer[];
  readonly inputShape: Dataset['inputShape'];
  readonly loss: TrainingPlan['loss'];
  readonly optimizer: TrainingPlan['optimizer'];
  /** Most examples that one call is given. */
  readonly capacity: number;
  /** How many threads may work on it, where the engine can share its work; 1 if not said. Changes no number. */
  readonly threads?: number;
  /** Each parameter draws its initial values from a stream of its own, named after it. */
  readonly seed: number;
}

/** A trainable tensor, as the world outside of the net sees it. */
export interface Parameter {
  /** Of the layer, for example "block 3, conv 2"; of the two matrices of a recurrent layer "recurrent 1, input" and "recurrent 1, recurrence". */
  readonly layer: string;
  readonly role: 'weights' | 'biases' | 'gains' | 'shifts';
  readonly shape: readonly number[];
  /** Whether it belongs to a gate or to a projection: to what lies beside the way that the layers are counted along. */
  readonly isBeside: boolean;
  /** Whether the layer is the last one, whose outputs are the logits. */
  readonly last: boolean;
  /** Factor on the learning rate of the plan; 0 freezes it. */
  readonly learningRateScale: number;
}

/** A parameter alone, without what an engine keeps beside it. */
export const parameterOf = ({ layer, role, shape, isBeside, last, learningRateScale }: Parameter): Parameter => ({
  layer,
  role,
  shape,
  isBeside,
  last,
  learningRateScale,
});

/** A model with its optimiser. Arrays are flat, in the book's layouts: images [n, h, w, c], kernels [k, k, in, out], matrices [in, out]. */
export interface Net {
  /** From the input to the output. */
  readonly parameters: readonly Parameter[];
  /** Steps that may be asked for before their measurements are read: 1 where reading is free, more where it waits for a GPU. */
  readonly stepsPerRead: number;
  /**
   * Loss and gradients of a batch with the present weights; then, where `updates`, one step of gradient descent:
   * g = clipped gradient + weightDecay W, velocity <- mu velocity + g, W <- W - rate velocity; with Nesterov's momentum
   * W <- W - rate (g + mu velocity). The rate is the learning rate times the parameter's scale, the learning rate and mu those at the
   * updates made so far. A parameter whose scale is 0 is frozen: nobody takes its gradient, which counts as 0. Normalisations
   * use, and follow, the statistics of the batch. Once a loss or a gradient is not finite, weights stay as they are, in all later steps
   * too.
   *
   * At most `stepsPerRead` steps go before a call of `measured`, and an update may wait for it.
   *
   * @throws RangeError where the batch has no example, or more than the net was made for.
   */
  step(batch: Batch, updates: boolean): void;
  /** What the steps since the last call measured, in order. */
  measured(): Promise<readonly Measured[]>;
  /** The gradients of the last step, one a parameter, before clipping. */
  gradients(): Promise<readonly Float32Array[]>;
  /** Logits [count, outputs] of images [count, h, w, c], with the running statistics. */
  logits(images: Float32Array, count: number): Promise<Float32Array>;
  /** The mean loss over the examples, with the running statistics. */
  loss(batch: Batch): Promise<number>;
  /**
   * What layers give for these examples, [count, ...] each, in the order of their names, with the running statistics, or, as a step of
   * training would see them, with those of these examples. The names are those of an outline of the net.
   *
   * @throws RangeError where there is no layer of a name, or where examples of one batch are more than the net was made for.
   */
  outputs(
    layers: readonly string[],
    images: Float32Array,
    count: number,
    statistics?: StatisticsInUse,
  ): Promise<readonly Float32Array[]>;
  /**
   * The gradient of one logit of each example with respect to what layers give for it, [count, ...] each, in the order of their names,
   * with the running statistics. The gradients of the last step are lost.
   *
   * @param logits one an example, counted from 0.
   * @throws RangeError where there is no layer of a name, or no such logit; where parameters are frozen, since nobody takes the gradient
   * of what lies below; and where a normalisation uses the statistics of each batch, which tie the examples to each other.
   */
  logitGradients(
    layers: readonly string[],
    images: Float32Array,
    count: number,
    logits: readonly number[],
  ): Promise<readonly Float32Array[]>;
  /**
   * The first tensor of this batch's step that is not finite, in the order in which a step computes: weights (left so by the update
   * before), activations from the input on, the loss, gradients from the output back.
   */
  locate(batch: Batch, measured: Measured): Promise<Place>;
  state(): Promise<NetState>;
  load(state: NetState): void;
  dispose(): void;
}

export interface Measured {
  readonly loss: number;
  /** Euclidean norm of each parameter's gradient, before clipping. */
  readonly norms: readonly number[];
  /** Euclidean norm of all gradients together, after clipping: of what weight decay is added to. */
  readonly applied: number;
}

export const isFinite = ({ loss, norms }: Measured): boolean => Number.isFinite(loss) && norms.every(Number.isFinite);

export type Place = Pick<Divergence, 'layer' | 'tensor'>;

/** All that a net learned: what a checkpoint holds. */
export interface NetState {
  /** Made so far: a momentum that follows a schedule depends on it. */
  readonly updates: number;
  /** One a parameter. */
  readonly weights: readonly Float32Array[];
  /** One a parameter: what momentum carries over. */
  readonly velocities: readonly Float32Array[];
  /** Running means and variances, in the order of the layers. */
  readonly statistics: readonly Float32Array[];
}

export const noLayer = (name: string): RangeError => new RangeError(`The net has no layer "${name}".`);

/** @throws RangeError where a net for `capacity` examples cannot take this many. */
export function checkCount(count: number, capacity: number): void {
  if (count >= 1 && count <= capacity) return;
  throw new RangeError(`A step of this net takes from 1 to ${capacity} examples, got ${count}.`);
}

/** Whether a parameter is trained, and not frozen. */
export const learns = ({ learningRateScale }: Pick<Parameter, 'learningRateScale'>): boolean => learningRateScale !== 0;

/** @throws RangeError where all parameters of a net are frozen. */
export function checkLearns(parameters: readonly Parameter[]): void {
  if (parameters.some(learns)) return;
  throw new RangeError(
    'Every layer of this net is frozen, so there is nothing to train. Give one a learningRateScale other than 0.',
  );
}

/** The device took the engine away in the middle of a run: nothing that it held can be read any more. */
export class EngineLostError extends Error {
  override name = 'EngineLostError';
}

export class OutOfMemoryError extends RangeError {
  override name = 'OutOfMemoryError';
  constructor(backend: string, needed: string) {
    super(
      `${backend} has no room for this run: ${needed}. Choose a smaller batch, width or depth, or close other tabs, and run again.`,
    );
  }
}
