import * as tf from '@tensorflow/tfjs-core';
import type { Dataset } from '../datasets/load.ts';
import type { TrainingPlan } from '../experiments/experiment.ts';
import type { TrainingMetric } from '../experiments/metrics.ts';
import type { Layer } from '../models/layers.ts';
import type { Backend, Divergence, Frame } from '../experiments/frame.ts';
import { kernelsOf } from './backends.ts';
import { batches, chunk, type Batch } from './batches.ts';
import { compile, type Model, type Parameter } from './compile.ts';
import { DivergenceError, firstNonFinite } from './divergence.ts';
import type { Kernels, Measured } from './kernels/kernels.ts';
import { losses } from './losses.ts';

export interface SessionOptions {
  readonly layers: readonly Layer[];
  readonly plan: TrainingPlan;
  readonly metrics: readonly TrainingMetric[];
  readonly dataset: Dataset;
  readonly seed: number;
  /** One that `chooseBackend` made ready. */
  readonly backend: Backend;
}

/** The training of one arm, a step at a time. */
export interface TrainingSession {
  readonly totalSteps: number;
  /** Layer names of each layered metric. */
  readonly layers: Readonly<Partial<Record<TrainingMetric, readonly string[]>>>;
  /**
   * One update. The frame holds what was measured with the weights before it; `frame.step` is the number of updates before.
   * @throws DivergenceError at the first step whose loss or gradient is not finite.
   */
  step(): Promise<Frame>;
  /** Measures the final weights: test error on the test set, loss and gradients on one more batch. */
  finish(): Promise<Frame>;
  dispose(): void;
}

type LayeredMetric = 'gradientNorm' | 'biasGradientNorm';

/** The parameters whose gradient norms a metric shows. */
const shown: Readonly<Record<LayeredMetric, (parameter: Parameter) => boolean>> = {
  gradientNorm: ({ role }) => role === 'weights',
  biasGradientNorm: ({ role, last }) => role === 'biases' && !last,
};
const layeredMetrics: readonly LayeredMetric[] = ['gradientNorm', 'biasGradientNorm'];

/** Steps whose norms a divergence report shows. */
const HISTORY = 20;

/** Images of one forward pass in the evaluation: bounds its memory. */
const CHUNK = 50;

export async function createSession(options: SessionOptions): Promise<TrainingSession> {
  const kernels = kernelsOf(options.backend);
  await tf.setBackend(options.backend);
  return new Session(options, kernels);
}

class Session implements TrainingSession {
  readonly totalSteps: number;
  readonly layers: Readonly<Partial<Record<TrainingMetric, readonly string[]>>>;
  readonly #options: SessionOptions;
  readonly #kernels: Kernels;
  readonly #model: Model;
  readonly #velocities: readonly tf.Variable[];
  readonly #batches: Generator<Batch, never>;
  readonly #history: Divergence['history'][number][] = [];
  #wholeSet: Inputs | undefined;
  #step = 0;

  constructor(options: SessionOptions, kernels: Kernels) {
    const { layers, plan, metrics, dataset, seed } = options;
    this.#options = options;
    this.#kernels = kernels;
    this.totalSteps = plan.steps;
    this.#model = compile(layers, dataset.inputShape, kernels, seed);
    this.#velocities = this.#model.parameters.map(({ variable }) => tf.tidy(() => tf.variable(tf.zeros(variable.shape), false)));
    this.#batches = batches(dataset, { batchSize: plan.batchSize, augment: plan.augment, seed });
    const named = layeredMetrics.filter((metric) => metrics.includes(metric));
    this.layers = Object.fromEntries(
      named.map((metric) => [metric, this.#model.parameters.filter(shown[metric]).map(({ layer }) => layer)]),
    );
  }

  async step(): Promise<Frame> {
    const { optimizer, measureEvery } = this.#options.plan;
    const measures = this.#step % measureEvery === 0;
    const testError = measures ? await this.#testError() : undefined;
    const measured = await this.#learn((gradients) => {
      const slots = this.#model.parameters.map(({ variable, role }, i) => ({
        variable,
        velocity: at(this.#velocities, i),
        gradient: at(gradients, i),
        weightDecay: role === 'weights' ? optimizer.weightDecay : 0,
      }));
      this.#kernels.update(slots, optimizer.learningRate, optimizer.momentum);
    });
    const frame = this.#frame(measured, measures, testError);
    this.#step += 1;
    return frame;
  }

  async finish(): Promise<Frame> {
    const testError = await this.#testError();
    const measured = await this.#learn(() => undefined);
    return this.#frame(measured, true, testError);
  }

  dispose(): void {
    this.#model.dispose();
    tf.dispose([...this.#velocities]);
    if (this.#wholeSet !== undefined) tf.dispose([this.#wholeSet.x, this.#wholeSet.targets]);
  }

  /** Loss and gradients of the next batch, checked, then given to `update`. */
  async #learn(update: (gradients: readonly tf.Tensor[]) => void): Promise<Measured> {
    const { x, targets } = this.#nextInputs();
    const loss = losses[this.#options.plan.loss];
    const variables = this.#model.parameters.map(({ variable }) => variable);
    const { value, grads } = tf.variableGrads(() => loss(this.#model.forward(x, 'train'), targets), variables);
    const gradients = variables.map(({ name }) => grads[name] ?? missing(name));
    try {
      const measured = await this.#kernels.measure(value, gradients);
      await this.#check(measured, x);
      update(gradients);
      return measured;
    } finally {
      tf.dispose([value, ...gradients]);
      if (this.#wholeSet === undefined) tf.dispose([x, targets]);
    }
  }

  async #check(measured: Measured, x: tf.Tensor): Promise<void> {
    const { parameters } = this.#model;
    if (Number.isFinite(measured.loss) && measured.norms.every(Number.isFinite)) {
      this.#history.push({ step: this.#step, loss: measured.loss, norms: pick(parameters, measured.norms, 'gradientNorm') });
      if (this.#history.length > HISTORY) this.#history.shift();
      return;
    }
    const place = await firstNonFinite(this.#model, x, measured);
    const layers = parameters.filter(shown.gradientNorm).map(({ layer }) => layer);
    throw new DivergenceError({ step: this.#step, ...place, layers, history: [...this.#history] });
  }

  #frame({ loss, norms }: Measured, all: boolean, testError: number | undefined): Frame {
    const { metrics } = this.#options;
    const values: Partial<Record<TrainingMetric, number | readonly number[]>> = {};
    if (metrics.includes('trainLoss')) values.trainLoss = loss;
    if (testError !== undefined) values.testError = testError;
    if (all) {
      for (const metric of layeredMetrics) {
        if (metrics.includes(metric)) values[metric] = pick(this.#model.parameters, norms, metric);
      }
    }
    return { step: this.#step, values };
  }

  /** In percent, with the running statistics; undefined where the experiment does not ask for it. */
  async #testError(): Promise<number | undefined> {
    const { metrics, dataset } = this.#options;
    if (!metrics.includes('testError')) return undefined;
    const { test, inputShape } = dataset;
    const pixels = inputShape.reduce((product, length) => product * length, 1);
    let wrong = 0;
    for (let start = 0; start < test.count; start += CHUNK) {
      const { count, images } = chunk(test, start, CHUNK, pixels);
      const logits = tf.tidy(() => this.#model.forward(tf.tensor(images, [count, ...inputShape]), 'evaluate'));
      const values = await logits.data();
      logits.dispose();
      const classes = values.length / count;
      for (let i = 0; i < count; i += 1) {
        const row = values.subarray(i * classes, (i + 1) * classes);
        if (row.indexOf(Math.max(...row)) !== test.labels[start + i]) wrong += 1;
      }
    }
    return (100 * wrong) / test.count;
  }

  /** The next batch as tensors. The whole set is uploaded once and kept. */
  #nextInputs(): Inputs {
    if (this.#wholeSet !== undefined) return this.#wholeSet;
    const { dataset, plan } = this.#options;
    const { count, images, targets } = this.#batches.next().value;
    const inputs = {
      x: tf.tensor(images, [count, ...dataset.inputShape]),
      targets: tf.tensor2d(targets, [count, dataset.classes]),
    };
    if (plan.batchSize === 'all' && !plan.augment) this.#wholeSet = inputs;
    return inputs;
  }
}

interface Inputs {
  readonly x: tf.Tensor;
  readonly targets: tf.Tensor2D;
}

function pick(parameters: readonly Parameter[], norms: readonly number[], metric: LayeredMetric): number[] {
  return norms.filter((_, i) => shown[metric](at(parameters, i)));
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`No item ${index} among ${items.length}.`);
  return item;
}

function missing(name: string): never {
  throw new Error(`The loss does not depend on the variable "${name}", so it has no gradient.`);
}
