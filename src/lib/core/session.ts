import type { Dataset } from '../datasets/load.ts';
import type { TrainingPlan } from '../experiments/experiment.ts';
import type { Divergence, Frame } from '../experiments/frame.ts';
import type { TrainingMetric } from '../experiments/metrics.ts';
import type { Layer } from '../models/layers.ts';
import { batches, type Batch } from './batches.ts';
import { isFinite, type Engine, type Measured, type Net, type NetOptions, type NetState, type Parameter } from './net.ts';

export interface SessionOptions {
  readonly layers: readonly Layer[];
  readonly plan: TrainingPlan;
  readonly metrics: readonly TrainingMetric[];
  readonly dataset: Dataset;
  readonly seed: number;
  /** As for a net. */
  readonly threads?: number;
}

/** All that a run needs to go on from where it was, on any engine. */
export interface Checkpoint {
  /** Updates made. */
  readonly step: number;
  readonly net: NetState;
  readonly history: Divergence['history'];
}

/** What some steps gave. A divergence is a result like any other: the run ends with it. */
export interface Advanced {
  readonly frames: readonly Frame[];
  readonly divergence?: Divergence;
}

/** The training of one arm, some steps at a time. */
export interface TrainingSession {
  readonly totalSteps: number;
  /** Layer names of each layered metric. */
  readonly layers: Readonly<Partial<Record<TrainingMetric, readonly string[]>>>;
  /** Updates made so far. */
  readonly step: number;
  /**
   * At least one update and at most `most`. A frame holds what was measured with the weights before its update; `frame.step` is
   * the number of updates before. Ends early where the engine wants to be read, or test error and norms are due.
   */
  advance(most: number): Promise<Advanced>;
  /** Measures the final weights: test error on the test set, loss and gradients on one more batch. */
  finish(): Promise<Advanced>;
  checkpoint(): Promise<Checkpoint>;
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

/** What an engine is asked for where it trains this arm. */
export function netOptions({ layers, plan, dataset, seed, threads = 1 }: SessionOptions): NetOptions {
  const { loss, optimizer, batchSize } = plan;
  const capacity = batchSize === 'all' ? dataset.train.count : batchSize;
  return { layers, inputShape: dataset.inputShape, loss, optimizer, capacity, seed, threads };
}

/** @param from where to go on; without it, the run starts anew. */
export async function createSession(engine: Engine, options: SessionOptions, from?: Checkpoint): Promise<TrainingSession> {
  return new Session(await engine.createNet(netOptions(options)), options, from);
}

class Session implements TrainingSession {
  readonly totalSteps: number;
  readonly layers: Readonly<Partial<Record<TrainingMetric, readonly string[]>>>;
  readonly #options: SessionOptions;
  readonly #net: Net;
  readonly #batches: Generator<Batch, never>;
  #history: Divergence['history'];
  #step: number;

  constructor(net: Net, options: SessionOptions, from: Checkpoint | undefined) {
    const { plan, metrics, dataset, seed } = options;
    this.#options = options;
    this.#net = net;
    this.#step = from?.step ?? 0;
    this.#history = from?.history ?? [];
    this.totalSteps = plan.steps;
    this.#batches = batches(dataset, { batchSize: plan.batchSize, augment: plan.augment, seed });
    for (let step = 0; step < this.#step; step += 1) this.#batches.next();
    if (from !== undefined) net.load(from.net);
    const named = layeredMetrics.filter((metric) => metrics.includes(metric));
    this.layers = Object.fromEntries(
      named.map((metric) => [metric, net.parameters.filter(shown[metric]).map(({ layer }) => layer)]),
    );
  }

  get step(): number {
    return this.#step;
  }

  async advance(most: number): Promise<Advanced> {
    const { steps, measureEvery } = this.#options.plan;
    const untilDue = measureEvery - (this.#step % measureEvery);
    const count = Math.max(1, Math.min(most, this.#net.stepsPerRead, untilDue, steps - this.#step));
    const testError = this.#step % measureEvery === 0 ? await this.#testError() : undefined;
    return this.#learn(count, true, testError);
  }

  async finish(): Promise<Advanced> {
    return this.#learn(1, false, await this.#testError());
  }

  async checkpoint(): Promise<Checkpoint> {
    return { step: this.#step, net: await this.#net.state(), history: this.#history };
  }

  dispose(): void {
    this.#net.dispose();
  }

  /** Steps over the next batches, read at once. */
  async #learn(count: number, updates: boolean, testError: number | undefined): Promise<Advanced> {
    const taken = Array.from({ length: count }, () => this.#batches.next().value);
    for (const batch of taken) this.#net.step(batch, updates);
    const frames: Frame[] = [];
    for (const [i, measured] of (await this.#net.measured()).entries()) {
      const batch = taken[i];
      if (!isFinite(measured) && batch !== undefined) return { frames, divergence: await this.#report(batch, measured) };
      this.#remember(measured);
      const isDue = !updates || this.#step % this.#options.plan.measureEvery === 0;
      frames.push(this.#frame(measured, isDue, i === 0 ? testError : undefined));
      if (updates) this.#step += 1;
    }
    return { frames };
  }

  #remember({ loss, norms }: Measured): void {
    const entry = { step: this.#step, loss, norms: pick(this.#net.parameters, norms, 'gradientNorm') };
    this.#history = [...this.#history, entry].slice(-HISTORY);
  }

  async #report(batch: Batch, measured: Measured): Promise<Divergence> {
    const layers = this.#net.parameters.filter(shown.gradientNorm).map(({ layer }) => layer);
    return { step: this.#step, ...(await this.#net.locate(batch, measured)), layers, history: this.#history };
  }

  #frame({ loss, norms }: Measured, all: boolean, testError: number | undefined): Frame {
    const { metrics } = this.#options;
    const values: Partial<Record<TrainingMetric, number | readonly number[]>> = {};
    if (metrics.includes('trainLoss')) values.trainLoss = loss;
    if (testError !== undefined) values.testError = testError;
    if (all) {
      for (const metric of layeredMetrics) {
        if (metrics.includes(metric)) values[metric] = pick(this.#net.parameters, norms, metric);
      }
    }
    return { step: this.#step, values };
  }

  /** In percent, with the running statistics; undefined where the experiment does not ask for it. */
  async #testError(): Promise<number | undefined> {
    const { metrics, dataset } = this.#options;
    if (!metrics.includes('testError')) return undefined;
    const { images, labels, count } = dataset.test;
    const logits = await this.#net.logits(images, count);
    const classes = logits.length / count;
    let wrong = 0;
    for (let i = 0; i < count; i += 1) {
      const row = logits.subarray(i * classes, (i + 1) * classes);
      if (row.indexOf(Math.max(...row)) !== labels[i]) wrong += 1;
    }
    return (100 * wrong) / count;
  }
}

function pick(parameters: readonly Parameter[], norms: readonly number[], metric: LayeredMetric): number[] {
  return norms.filter((_, i) => {
    const parameter = parameters[i];
    return parameter !== undefined && shown[metric](parameter);
  });
}
