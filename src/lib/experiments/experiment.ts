import type { Layer } from '../models/layers.ts';
import type { Challenge } from './challenge.ts';
import type { Claim } from './claims.ts';
import type { DatasetRequest, FixedScaling } from './datasets.ts';
import type { Panel } from './figure.ts';
import type { Metric, TrainingMetric } from './metrics.ts';
import { trainingMetrics } from './metrics.ts';
import type { ParamSchema, Values } from './params.ts';
import type { RunLog } from './runlog.ts';
import type { StoredWeightsId } from './source-models/cards.ts';

/** Which colour and dash an arm has through the whole book; never told apart by colour alone. */
export interface Look {
  readonly colour: Colour;
  /** The last of them is that of a reader's own model alone. */
  readonly dash: 'solid' | 'dashed' | 'dotted' | 'dash-dotted';
}
export type Colour =
  | 'own'
  | ('plain' | 'residual' | 'dense' | 'highway')
  | ('batch-norm' | 'layer-norm' | 'instance-norm' | 'group-norm' | 'rms-norm')
  | ('neutral' | 'first' | 'second' | 'third' | 'fourth');

export interface TrainingPlan {
  /**
   * `softmaxCrossEntropy`: one distribution over the outputs; `sigmoidCrossEntropy`: independent logistic outputs, summed over them;
   * `meanSquaredError`: half the squared distance from the targets, summed over the outputs. All of them mean over the batch.
   */
  readonly loss: 'softmaxCrossEntropy' | 'sigmoidCrossEntropy' | 'meanSquaredError';
  readonly optimizer: {
    readonly learningRate: number;
    /** How the learning rate changes from update to update; where absent, it stays as it is. */
    readonly schedule?: OneCycleSchedule;
    /** 0 is plain gradient descent. */
    readonly momentum: number | MomentumSchedule;
    /** Nesterov's form, as in PyTorch: the gradient is followed from where momentum alone would lead. */
    readonly nesterov?: boolean;
    /** Added to the gradient as weightDecay * W, for weight matrices and kernels only. */
    readonly weightDecay: number;
    /** What is done to the gradients before weight decay and momentum see them; nothing where absent. */
    readonly clip?: Clip;
  };
  /** `all`: the whole training set in every step. */
  readonly batchSize: number | 'all';
  readonly steps: number;
  /** Random crop after 2 (16 pixels) or 4 (32 pixels) pixels of padding, and random flip. */
  readonly augment: boolean;
  /** What training images go through before they are cropped and turned over; nothing where absent. */
  readonly randAugment?: RandAugmentPlan;
  /** Updates between two measurements of the metrics that cost time (test error, norms per layer). */
  readonly measureEvery: number;
  /** Class of the test example that `exampleGates` looks at, the first of its class; where absent, the first example of all. */
  readonly lookAt?: number;
  /**
   * After so many updates no weight moves any more, and the net is given inverted images, 1 - x, as if they were others' data: what a
   * training step still changes are the running statistics that its normalisations follow.
   */
  readonly freeze?: { readonly after: number; readonly images: 'inverted' };
  /** What the metrics of class evidence look at; needed where one of them is measured. */
  readonly evidence?: EvidenceRequest;
}

/** RandAugment (Cubuk et al. 2020): how many of its 14 operations are drawn for each image, and how strong they are, from 0 to 30. */
export interface RandAugmentPlan {
  readonly operations: number;
  readonly magnitude: number;
}

/** Class evidence over a test image (Grad-CAM), and the images that activate a unit most: see `core/evidence.ts`. */
export interface EvidenceRequest {
  /** Layers that give images, from the input to the output; behind the last come the mean over its places and the logits. */
  readonly layers: readonly string[];
  /** The image's place among those of the test set, from 0 on. */
  readonly example: number;
  /** The logit whose evidence is shown, from 0 on. */
  readonly output: number;
  /** A channel of the last layer, from 0 on. */
  readonly unit: number;
  /** What was removed from the pixels, so that images can be shown. */
  readonly scaling: FixedScaling;
}

/**
 * Gradient clipping (Pascanu et al. 2013), as PyTorch's `clip_grad_norm_` and `clip_grad_value_` do it between `backward()` and `step()`.
 * `norm`: g <- g min(1, threshold / (norm + 1e-6)), with one norm over the gradients of all parameters; `value`: each entry of g is
 * cut off at -threshold and threshold (Mikolov's variant).
 */
export interface Clip {
  readonly by: 'norm' | 'value';
  readonly threshold: number;
}

/**
 * mu_t = min(1 - 2^(-1 - log2(floor(t / every) + 1)), max), after t updates: 1/2, 3/4, 5/6, ... in turns, up to max (Sutskever et al.
 * 2013, eq. 5, where a turn takes 250 updates).
 */
export interface MomentumSchedule {
  readonly schedule: 'sutskever';
  readonly max: number;
  readonly every: number;
}

/**
 * One cycle (Smith and Topin 2018), in straight lines: with T steps, a rise of r and w = r T - 1, the rate after t updates is
 *
 *     t <= w: peak (1/25 + (1 - 1/25) t / w)
 *     t > w:  peak (1 + (1/250000 - 1) (t - w) / (T - 1 - w)),
 *
 * from a 25th of the learning rate up to all of it and down to next to nothing, as PyTorch's `OneCycleLR` has it with `anneal_strategy`
 * "linear", without a cycle of the momentum. After the last step the rate stays what it was then.
 */
export interface OneCycleSchedule {
  readonly kind: 'oneCycle';
  /** T, which the plan's own number of steps should be. */
  readonly steps: number;
  /** r, the share of the steps in which the rate rises, between 1 / T and 1. */
  readonly rise: number;
}

export interface Preset<S extends ParamSchema = ParamSchema, A extends string = string> {
  readonly label: string;
  /** What the reader gives up, or gets, against the other preset. */
  readonly note: string;
  readonly values: Partial<Values<S>>;
  readonly arms: readonly A[];
  /** Seeds of the recording. */
  readonly seeds: readonly number[];
}

export type PresetName = 'quick' | 'full';

/**
 * The settings of the paper that an example makes small: days of work for a browser, which offers them to nobody, but for whoever trains
 * the nets elsewhere. Its values may lie beyond the sliders.
 */
export interface PaperSettings<S extends ParamSchema = ParamSchema> {
  /** Key of the paper in the bibliography. */
  readonly reference: string;
  readonly values: Partial<Values<S>>;
  readonly dataset: DatasetRequest;
  readonly training: Partial<TrainingPlan>;
  /** The learning rate is multiplied by `factor` after each of these numbers of updates. */
  readonly drops: { readonly factor: number; readonly after: readonly number[] };
}

interface Common<S extends ParamSchema, A extends string, M extends string> {
  readonly title: string;
  /** One sentence: what the reader will see. Also the text of search results and social cards. */
  readonly summary: string;
  readonly params: S;
  readonly metrics: Readonly<Record<M, Metric>>;
  readonly claims: readonly Claim[];
  /** Exercises that a run decides; their cards stand in the chapters. */
  readonly challenges?: readonly Challenge[];
  readonly figure: readonly Panel<NoInfer<A>, NoInfer<M>, S>[];
  /**
   * Chapter and heading that a shared link leads to, for example `/residual-learning/#degradation`; for an example of no chapter, the
   * page of its own below `/examples/`.
   */
  readonly section: `/${string}/#${string}`;
  /** What a reader should know of these settings together, a sentence each: that one of them changes nothing, for example. */
  readonly remarks?: (values: Values<S>) => readonly string[];
}

/** Whether an example belongs to no chapter: turning its parameters is what it is for. */
export const isSandbox = ({ section }: Pick<Experiment, 'section'>): boolean => section.startsWith('/examples/');

export interface TrainingExperiment<
  S extends ParamSchema = ParamSchema,
  A extends string = string,
  M extends TrainingMetric = TrainingMetric,
> extends Common<S, A, M> {
  readonly kind: 'training';
  readonly presets: { readonly quick: Preset<S, A>; readonly full?: Preset<S, A> };
  readonly paper?: PaperSettings<S> | undefined;
  /** Of all arms that have no other. */
  readonly dataset: (values: Values<S>) => DatasetRequest;
  readonly arms: Readonly<Record<A, TrainingArm<S>>>;
  readonly training: (values: Values<S>) => TrainingPlan;
  /** Whether readers can give an image of their own, for the source model to look at. */
  readonly takesImage?: true;
}

export interface TrainingArm<S extends ParamSchema = ParamSchema> {
  readonly label: string;
  readonly look: Look;
  readonly model: (values: Values<S>) => readonly Layer[];
  /** Where this arm's data are not those of the experiment. */
  readonly dataset?: (values: Values<S>) => DatasetRequest;
  /** Stored weights that its net starts from; where absent, the seed draws them all. */
  readonly startsFrom?: (values: Values<S>) => WeightsRequest | undefined;
  /** What this arm does otherwise than the experiment's plan. */
  readonly training?: (values: Values<S>) => Partial<TrainingPlan>;
  /** Where another net goes on from what the arm's first one has learnt. */
  readonly continues?: (values: Values<S>) => Continuation;
}

/**
 * A second net of an arm: after so many updates of the first it takes over what that has learnt up to a layer, weights and running
 * statistics, and draws the rest, by other random numbers than the first. Momentum and the schedule of the learning rate begin again;
 * the order of the images goes on. The plan's steps are those of both nets together.
 */
export interface Continuation {
  readonly after: number;
  readonly model: readonly Layer[];
  /** The last layer, or block, that is taken over, by its name. */
  readonly upTo: string;
}

/** Stored weights, and how far a net takes them over. */
export interface WeightsRequest {
  readonly id: StoredWeightsId;
  /** The last layer, or block, of the net that takes stored values, by its name; where absent, the last one before the logits. */
  readonly upTo?: string;
}

/** The data that an arm is trained and tested on. */
export const datasetOf = (experiment: TrainingExperiment, arm: string, values: Values<ParamSchema>): DatasetRequest =>
  experiment.arms[arm]?.dataset?.(values) ?? experiment.dataset(values);

/** The stored weights that these arms start from, each once. */
export const storedWeights = (
  { arms }: TrainingExperiment,
  names: readonly string[],
  values: Values<ParamSchema>,
): readonly StoredWeightsId[] => [...new Set(names.flatMap((name) => arms[name]?.startsFrom?.(values)?.id ?? []))];

/** The plan that an arm follows. */
export const planOf = (experiment: TrainingExperiment, arm: string, values: Values<ParamSchema>): TrainingPlan => ({
  ...experiment.training(values),
  ...experiment.arms[arm]?.training?.(values),
});

/** An example that only computes: it answers on the page's thread, at once, without TensorFlow.js. */
export interface ComputeExperiment<
  S extends ParamSchema = ParamSchema,
  A extends string = string,
  M extends string = string,
> extends Common<S, A, M> {
  readonly kind: 'compute';
  readonly arms: Readonly<Record<A, { readonly label: string; readonly look: Look }>>;
  readonly compute: (values: Values<S>) => RunLog;
}

export type Experiment = TrainingExperiment | ComputeExperiment;

/** The metric of this name, for readers that hold a name as text. */
export const metricOf = (experiment: Experiment, name: string): Metric | undefined =>
  Object.entries(experiment.metrics).find(([key]) => key === name)?.[1];

type Picked<M extends TrainingMetric> = { readonly [K in M]: (typeof trainingMetrics)[K] };

/** The entries of the table of training metrics with these names. */
export function measured<const M extends TrainingMetric>(...names: readonly M[]): Picked<M> {
  return Object.fromEntries(names.map((name) => [name, trainingMetrics[name]])) as Picked<M>;
}

/**
 * The two functions below only check types. What they return is widened, since the registry holds experiments of different
 * parameters: inside, `Values<S>` was checked; outside, values always come from parsing `params`.
 */
export function defineTraining<const S extends ParamSchema, const A extends string, const M extends TrainingMetric>(
  experiment: Omit<TrainingExperiment<S, A, M>, 'kind'>,
): TrainingExperiment {
  return { kind: 'training', ...experiment } as unknown as TrainingExperiment;
}

export function defineCompute<const S extends ParamSchema, const A extends string, const M extends string>(
  experiment: Omit<ComputeExperiment<S, A, M>, 'kind'>,
): ComputeExperiment {
  return { kind: 'compute', ...experiment } as unknown as ComputeExperiment;
}
