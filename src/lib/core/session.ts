import type { Dataset } from '../datasets/load.ts';
import type { Continuation, TrainingPlan } from '../experiments/experiment.ts';
import type { Divergence, Frame } from '../experiments/frame.ts';
import type { TrainingMetric } from '../experiments/metrics.ts';
import type { Layer } from '../models/layers.ts';
import { lossVariation } from './along-gradient.ts';
import type { Batch } from './batches.ts';
import { totalNorm } from './clip.ts';
import { leftToFirst, optionsAt, takenOver } from './continuation.ts';
import { Evaluation } from './evaluation.ts';
import { outline } from './outline.ts';
import { Peaks, type Jumping } from './peaks.ts';
import { signals } from './signal.ts';
import { startedFrom, type StoredStart } from './stored-weights.ts';
import { rootMeanSquare } from './summaries.ts';
import { isFrozen, seenBatches } from './freeze.ts';
import { isFinite, type Engine, type Measured, type Net, type NetOptions, type NetState, type Parameter } from './net.ts';

export interface SessionOptions {
  readonly layers: readonly Layer[];
  readonly plan: TrainingPlan;
  readonly metrics: readonly TrainingMetric[];
  readonly dataset: Dataset;
  readonly seed: number;
  /** Stored weights that the net starts from; where absent, its seed draws them all. */
  readonly start?: StoredStart;
  /** Where another net goes on in the middle of the run. */
  readonly continuation?: Continuation;
  /** As for a net. */
  readonly threads?: number;
}

/** All that a run needs to go on from where it was, on any engine. */
export interface Checkpoint {
  /** Updates made. */
  readonly step: number;
  readonly net: NetState;
  readonly history: Divergence['history'];
  readonly peaks: Jumping;
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
  /** What the net is asked to predict for, where a metric shows its output against its input. */
  readonly inputs: readonly number[];
  /** Updates made so far. */
  readonly step: number;
  /**
   * At least one update and at most `most`. A frame holds what was measured with the weights before its update; `frame.step` is
   * the number of updates before. Ends early where the engine wants to be read, or what costs time to measure is due.
   */
  advance(most: number): Promise<Advanced>;
  /** Measures the final weights: on the test set, and loss and gradients on one more batch. */
  finish(): Promise<Advanced>;
  checkpoint(): Promise<Checkpoint>;
  dispose(): void;
}

type LayeredMetric = 'gradientNorm' | 'biasGradientNorm';

/** The parameters whose gradient norms a metric shows. */
const shown: Readonly<Record<LayeredMetric, (parameter: Parameter) => boolean>> = {
  gradientNorm: ({ role, isBeside }) => role === 'weights' && !isBeside,
  biasGradientNorm: ({ role, last, isBeside }) => role === 'biases' && !last && !isBeside,
};
const layeredMetrics: readonly LayeredMetric[] = ['gradientNorm', 'biasGradientNorm'];

const isHiddenBias = shown.biasGradientNorm;

/** Steps whose norms a divergence report shows. */
const HISTORY = 20;

/** Examples of its batch whose signal it shows. */
const SIGNALLED = 32;

/** What an engine is asked for where it trains this arm. */
export function netOptions({ layers, plan, dataset, seed, threads = 1 }: SessionOptions): NetOptions {
  const { loss, optimizer, batchSize } = plan;
  const capacity = batchSize === 'all' ? dataset.train.count : batchSize;
  return { layers, inputShape: dataset.inputShape, loss, optimizer, capacity, seed, threads };
}

/**
 * @param from where to go on; without it, the run starts anew.
 * @throws {WeightsError} where stored weights do not fit the net.
 */
export async function createSession(engine: Engine, options: SessionOptions, from?: Checkpoint): Promise<TrainingSession> {
  const present = optionsAt(options, from?.step ?? 0);
  const { layers, dataset, start } = present;
  const net = await engine.createNet(netOptions(present));
  try {
    if (start !== undefined && from === undefined) net.load(startedFrom(layers, dataset.inputShape, await net.state(), start));
    return new Session(engine, net, options, from);
  } catch (error) {
    net.dispose();
    throw error;
  }
}

class Session implements TrainingSession {
  readonly totalSteps: number;
  readonly layers: Readonly<Partial<Record<TrainingMetric, readonly string[]>>>;
  readonly inputs: readonly number[];
  readonly #engine: Engine;
  readonly #options: SessionOptions;
  #net: Net;
  #evaluation: Evaluation;
  readonly #batches: Iterator<Batch, never>;
  readonly #peaks: Peaks;
  #history: Divergence['history'];
  #step: number;

  constructor(engine: Engine, net: Net, options: SessionOptions, from: Checkpoint | undefined) {
    const { plan, metrics, dataset, seed } = options;
    this.#engine = engine;
    this.#options = options;
    this.#net = net;
    this.#step = from?.step ?? 0;
    this.#history = from?.history ?? [];
    this.#peaks = new Peaks(from?.peaks);
    this.totalSteps = plan.steps;
    this.#batches = seenBatches(dataset, plan, seed);
    for (let step = 0; step < this.#step; step += 1) this.#batches.next();
    if (from !== undefined) net.load(from.net);
    this.#evaluation = new Evaluation(net, optionsAt(options, this.#step));
    this.inputs = this.#evaluation.inputs;
    const named = layeredMetrics.filter((metric) => metrics.includes(metric));
    this.layers = {
      ...this.#evaluation.layers,
      ...Object.fromEntries(named.map((metric) => [metric, net.parameters.filter(shown[metric]).map(({ layer }) => layer)])),
      ...(metrics.includes('biasGradients') && { biasGradients: neurons(net.parameters) }),
    };
  }

  get step(): number {
    return this.#step;
  }

  async advance(most: number): Promise<Advanced> {
    const { steps, measureEvery } = this.#options.plan;
    if (this.#step === this.#options.continuation?.after) await this.#goOn();
    const untilDue = measureEvery - (this.#step % measureEvery);
    // The gradients of the first step are read one by one, before the second has others.
    const alone = this.#step === 0 && this.#options.metrics.includes('biasGradients') ? 1 : most;
    const count = Math.max(
      1,
      Math.min(alone, most, this.#net.stepsPerRead, untilDue, leftToFirst(this.#options, this.#step), steps - this.#step),
    );
    const isDue = this.#step % measureEvery === 0;
    return this.#learn(count, true, isDue ? await this.#evaluation.values(this.#step === 0 ? 'start' : 'between') : {});
  }

  async finish(): Promise<Advanced> {
    return this.#learn(1, false, await this.#evaluation.values('end'));
  }

  async checkpoint(): Promise<Checkpoint> {
    return { step: this.#step, net: await this.#net.state(), history: this.#history, peaks: this.#peaks.largest };
  }

  dispose(): void {
    this.#net.dispose();
  }

  /** The next net in the place of the one so far. */
  async #goOn(): Promise<void> {
    const learnt = await this.#net.state();
    // Before the other is made: the two may work with the same threads.
    this.#net.dispose();
    const next = optionsAt(this.#options, this.#step + 1);
    this.#net = await this.#engine.createNet(netOptions(next));
    this.#net.load(takenOver(this.#options, learnt, await this.#net.state()));
    this.#evaluation = new Evaluation(this.#net, next);
  }

  /** Steps over the next batches, read at once. */
  async #learn(count: number, updates: boolean, evaluated: Frame['values']): Promise<Advanced> {
    const taken = Array.from({ length: count }, () => this.#batches.next().value);
    const before = { ...evaluated, ...(await this.#variation(taken[0], updates)) };
    for (const [i, batch] of taken.entries()) this.#net.step(batch, updates && !isFrozen(this.#options.plan, this.#step + i));
    const frames: Frame[] = [];
    for (const [i, measured] of (await this.#net.measured()).entries()) {
      const batch = taken[i];
      if (!isFinite(measured) && batch !== undefined) {
        // What was seen before the step is worth telling: it shows how far the numbers came.
        const seen = i === 0 && Object.keys(before).length > 0 ? [{ step: this.#step, values: before }] : [];
        return { frames: [...frames, ...seen], divergence: await this.#report(batch, measured) };
      }
      this.#remember(measured);
      const isDue = !updates || this.#step % this.#options.plan.measureEvery === 0;
      const more = i === 0 ? { ...before, ...(await this.#neurons(updates)) } : {};
      frames.push({ step: this.#step, values: { ...this.#measured(measured, isDue), ...more } });
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
    const place = await this.#net.locate(batch, measured);
    return { step: this.#step, ...place, signal: await this.#signal(batch), layers, history: this.#history };
  }

  /** With the weights as they are; of a few examples, since all outputs of a large net would be a lot. */
  async #signal({ images, count }: Batch): Promise<Divergence['signal']> {
    const looked = Math.min(count, SIGNALLED);
    const places = signals(outline(this.#options.layers, this.#options.dataset.inputShape));
    const names = places.map(({ layer }) => layer);
    const outputs = await this.#net.outputs(names, images.subarray(0, (images.length / count) * looked), looked, 'batch');
    return places.map(({ name }, i) => ({ layer: name, size: rootMeanSquare(outputs[i] ?? new Float32Array()) }));
  }

  /** Along the gradient of the next batch, before its step. */
  async #variation(batch: Batch | undefined, updates: boolean): Promise<Frame['values']> {
    const { metrics, plan } = this.#options;
    const isDue = !updates || this.#step % plan.measureEvery === 0;
    if (batch === undefined || !isDue || !metrics.includes('lossVariation')) return {};
    return { lossVariation: await lossVariation(this.#net, batch, plan.optimizer.learningRate) };
  }

  #measured({ loss, norms, applied }: Measured, all: boolean): Frame['values'] {
    const { metrics } = this.#options;
    const values: Partial<Record<TrainingMetric, number | readonly number[]>> = {};
    if (metrics.includes('trainLoss')) values.trainLoss = loss;
    const norm = totalNorm(norms);
    if (metrics.includes('totalGradientNorm')) values.totalGradientNorm = norm;
    if (metrics.includes('appliedGradientNorm')) values.appliedGradientNorm = applied;
    this.#peaks.see({ loss, norm });
    if (all) {
      const peak = this.#peaks.take();
      if (metrics.includes('peakLoss')) values.peakLoss = peak.loss;
      if (metrics.includes('peakGradientNorm')) values.peakGradientNorm = peak.norm;
      for (const metric of layeredMetrics) {
        if (metrics.includes(metric)) values[metric] = pick(this.#net.parameters, norms, metric);
      }
    }
    return values;
  }

  /** The gradients of the step just made, one by one, at the start and at the end. */
  async #neurons(updates: boolean): Promise<Frame['values']> {
    if (!this.#options.metrics.includes('biasGradients') || (updates && this.#step > 0)) return {};
    const gradients = await this.#net.gradients();
    return {
      biasGradients: this.#net.parameters.flatMap((parameter, i) => (isHiddenBias(parameter) ? [...(gradients[i] ?? [])] : [])),
    };
  }
}

/** "hidden 1, neuron 7", one for each bias of a hidden layer. */
const neurons = (parameters: readonly Parameter[]): string[] =>
  parameters
    .filter(isHiddenBias)
    .flatMap(({ layer, shape }) => Array.from({ length: shape[0] ?? 0 }, (_, i) => `${layer}, neuron ${i + 1}`));

function pick(parameters: readonly Parameter[], norms: readonly number[], metric: LayeredMetric): number[] {
  return norms.filter((_, i) => {
    const parameter = parameters[i];
    return parameter !== undefined && shown[metric](parameter);
  });
}
