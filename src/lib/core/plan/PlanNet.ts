import type { Batch } from '../batches.ts';
import { clippingOf, totalNorm } from '../clip.ts';
import type { Mode, StatisticsInUse } from '../mode.ts';
import { learningRateAt } from '../learning-rate.ts';
import { momentumAt } from '../momentum.ts';
import {
  checkCount,
  checkLearns,
  isFinite,
  learns,
  parameterOf,
  type Measured,
  type Net,
  type NetOptions,
  type NetState,
  type Parameter,
  type Place,
} from '../net.ts';
import { elementCount } from '../../models/shapes.ts';
import { checkLogitGradients, oneHot } from '../logit-gradients.ts';
import { outline, type Placed } from '../outline.ts';
import type { Arena, Block } from './Arena.ts';
import { Emitter, type Weight } from './Emitter.ts';
import type { Crew } from './crew.ts';
import type { WasmExports } from './exports.ts';
import { emitSequence } from './layers.ts';
import { Reading } from './Reading.ts';

/** Fewest examples that an evaluation takes at a time, for speed. */
const EVALUATED = 32;

interface Pulled extends Weight {
  /** Where the gradient lies as an update takes it: clipped, in a place of its own, or as it is. */
  readonly pull: Block;
}

/**
 * A net whose training step was compiled to a plan: kernels in order, over memory that is settled when the net is built. Gradients
 * are in closed form; nothing is allocated while it trains.
 */
export class PlanNet implements Net {
  /** A measurement is there at once. */
  readonly stepsPerRead = 1;
  readonly parameters: readonly Parameter[];
  readonly #options: NetOptions;
  readonly #outline: readonly Placed[];
  readonly #arena: Arena;
  readonly #run: WasmExports;
  readonly #crew: Crew | undefined;
  readonly #plan: Emitter;
  readonly #weights: readonly Pulled[];
  /** Those that are not frozen. */
  readonly #learning: readonly Pulled[];
  readonly #outputs: number;
  readonly #images: Float32Array;
  readonly #targets: Float32Array;
  readonly #places: Readonly<Record<'targets' | 'logits' | 'gradient', Block>>;
  #measured: Measured[] = [];
  /** The batch whose images lie in the memory: training on the whole set copies it once. */
  #held: Batch | undefined;
  #isStuck = false;
  #updates = 0;

  /** @param crew that shares the arena's memory, where it works with one; the net lets it go when it is disposed of. */
  constructor(options: NetOptions, arena: Arena, run: WasmExports, crew?: Crew) {
    const { layers, inputShape, optimizer, capacity, seed } = options;
    const placed = outline(layers, inputShape);
    const pixels = elementCount(inputShape);
    const most = Math.max(capacity, EVALUATED);
    this.#options = options;
    this.#outline = placed;
    this.#arena = arena;
    this.#run = run;
    this.#crew = crew;
    this.#outputs = placed.at(-1)?.output[0] ?? 0;
    const images = arena.reserve(most * pixels);
    const targets = arena.reserve(most * this.#outputs);
    const plan = new Emitter(this.#run, arena, most);
    const { output, backward } = emitSequence(placed, images, plan, seed);
    const gradient = arena.reserve(most * this.#outputs);
    backward(gradient, undefined);
    plan.scratch.seal(arena);
    this.#plan = plan;
    this.#weights = plan.weights.map((weight) => {
      const { gradient } = weight;
      return { ...weight, pull: optimizer.clip === undefined ? gradient : arena.reserve(gradient.floats) };
    });
    this.#learning = this.#weights.filter(learns);
    this.parameters = plan.weights.map(parameterOf);
    checkLearns(this.parameters);
    this.#places = { targets, logits: output, gradient };
    this.#images = arena.view(images);
    this.#targets = arena.view(targets);
  }

  /** Bytes of its memory, all that it will ever use. */
  get bytes(): number {
    return this.#arena.bytes;
  }

  step(batch: Batch, updates: boolean): void {
    const loss = this.#learn(batch);
    const norms = this.#weights.map((weight) => (learns(weight) ? this.#normOf(weight.gradient) : 0));
    const measured = { loss, norms, applied: this.#clip(norms) };
    this.#measured.push(measured);
    this.#isStuck ||= !isFinite(measured);
    if (!updates || this.#isStuck) return;
    this.#update();
  }

  #normOf({ at, floats }: Block): number {
    return Math.sqrt(this.#run.squaredNorm(at, floats));
  }

  /** Clips the gradients, whose norms are given, for the update; returns their norm then. */
  #clip(norms: readonly number[]): number {
    const { clip } = this.#options.optimizer;
    if (clip === undefined) return totalNorm(norms);
    const { bound, factor } = clippingOf(clip, norms);
    for (const { gradient, pull } of this.#learning) this.#run.clip(gradient.at, pull.at, gradient.floats, bound, factor);
    return totalNorm(this.#learning.map(({ pull }) => this.#normOf(pull)));
  }

  #update(): void {
    const { optimizer } = this.#options;
    const { momentum, weightDecay, nesterov = false } = optimizer;
    const learningRate = learningRateAt(optimizer, this.#updates);
    const mu = momentumAt(momentum, this.#updates);
    const stepOf = nesterov ? this.#run.nesterovStep : this.#run.momentumStep;
    for (const { value, velocity, pull, role, learningRateScale } of this.#learning) {
      const decay = role === 'weights' ? weightDecay : 0;
      stepOf(value.at, velocity.at, pull.at, value.floats, learningRate * learningRateScale, mu, decay);
    }
    this.#updates += 1;
  }

  measured(): Promise<readonly Measured[]> {
    const measured = this.#measured;
    this.#measured = [];
    return Promise.resolve(measured);
  }

  gradients(): Promise<readonly Float32Array[]> {
    const read = (weight: Weight): Float32Array =>
      learns(weight) ? this.#arena.view(weight.gradient).slice() : new Float32Array(weight.gradient.floats);
    return Promise.resolve(this.#weights.map(read));
  }

  logits(images: Float32Array, count: number): Promise<Float32Array> {
    const logits = new Float32Array(count * this.#outputs);
    this.#evaluate(images, count, (start, size) => {
      const found = this.#arena.view({ at: this.#places.logits.at, floats: size * this.#outputs });
      logits.set(found, start * this.#outputs);
    });
    return Promise.resolve(logits);
  }

  loss({ images, targets, count }: Batch): Promise<number> {
    let sum = 0;
    this.#evaluate(images, count, (start, size) => {
      this.#targets.set(targets.subarray(start * this.#outputs, (start + size) * this.#outputs));
      sum += size * this.#lossOf(size);
    });
    return Promise.resolve(sum / count);
  }

  async outputs(
    layers: readonly string[],
    images: Float32Array,
    count: number,
    statistics: StatisticsInUse = 'running',
  ): Promise<readonly Float32Array[]> {
    if (statistics === 'batch') checkCount(count, this.#options.capacity);
    const reading = new Reading(this.#plan, layers, count);
    const read = (start: number, size: number): void => reading.outputs(start, size);
    this.#evaluate(images, count, read, statistics === 'batch' ? 'observe' : 'evaluate');
    return reading.values;
  }

  async logitGradients(
    layers: readonly string[],
    images: Float32Array,
    count: number,
    logits: readonly number[],
  ): Promise<readonly Float32Array[]> {
    checkLogitGradients({ outline: this.#outline, parameters: this.parameters, layers, logits });
    const reading = new Reading(this.#plan, layers, count);
    this.#evaluate(images, count, (start, size) => {
      this.#arena.view(this.#places.gradient).set(oneHot(logits.slice(start, start + size), this.#outputs));
      reading.gradients(start, size);
    });
    return reading.values;
  }

  locate(batch: Batch, measured: Measured): Promise<Place> {
    return Promise.resolve(this.#badWeights() ?? this.#badActivation(batch) ?? this.#badGradient(measured));
  }

  state(): Promise<NetState> {
    const copy = (block: Block): Float32Array => this.#arena.view(block).slice();
    return Promise.resolve({
      updates: this.#updates,
      weights: this.#weights.map(({ value }) => copy(value)),
      velocities: this.#weights.map(({ velocity }) => copy(velocity)),
      statistics: this.#plan.statistics.map(copy),
    });
  }

  load({ updates, weights, velocities, statistics }: NetState): void {
    this.#weights.forEach(({ value, velocity }, i) => {
      this.#arena.view(value).set(weights[i] ?? []);
      this.#arena.view(velocity).set(velocities[i] ?? []);
    });
    this.#plan.statistics.forEach((block, i) => this.#arena.view(block).set(statistics[i] ?? []));
    this.#updates = updates;
    this.#isStuck = false;
  }

  /** The memory goes with the net: nothing outside of it holds any. */
  dispose(): void {
    this.#crew?.dismiss();
    this.#measured = [];
    this.#held = undefined;
  }

  /** Forward and backward pass over a batch; returns the loss. */
  #learn(batch: Batch): number {
    const { count, images, targets } = batch;
    checkCount(count, this.#options.capacity);
    if (this.#held !== batch) {
      this.#images.set(images);
      this.#targets.set(targets);
      this.#held = batch;
    }
    this.#forward(count, 'train');
    const loss = this.#lossOf(count);
    for (const call of this.#plan.backward) call();
    return loss;
  }

  /** Of the logits against the targets that lie in the memory, with its gradient. */
  #lossOf(count: number): number {
    const { logits, targets, gradient } = this.#places;
    return this.#run[this.#options.loss](logits.at, targets.at, gradient.at, count, this.#outputs);
  }

  /** Forward passes over all images, as many at a time as there is room for; `read` takes what it wants after each. */
  #evaluate(
    images: Float32Array,
    count: number,
    read: (start: number, size: number) => void,
    mode: Exclude<Mode, 'train'> = 'evaluate',
  ): void {
    const pixels = images.length / count;
    this.#held = undefined;
    for (let start = 0; start < count; start += this.#plan.capacity) {
      const size = Math.min(this.#plan.capacity, count - start);
      this.#images.set(images.subarray(start * pixels, (start + size) * pixels));
      this.#forward(size, mode);
      read(start, size);
    }
  }

  #forward(count: number, mode: Mode): void {
    this.#plan.count = count;
    for (const call of this.#plan.forward) call(mode);
  }

  #badWeights(): Place | undefined {
    const bad = this.#weights.find(({ value }) => !this.#arena.view(value).every(Number.isFinite));
    return bad && { layer: bad.layer, tensor: 'weights' };
  }

  #badActivation(batch: Batch): Place | undefined {
    this.#learn(batch);
    const bad = this.#plan.activations.find(({ block, features }) => {
      const { at } = block;
      return !this.#arena.view({ at, floats: batch.count * features }).every(Number.isFinite);
    });
    return bad && { layer: bad.layer, tensor: 'activation' };
  }

  /** The loss, where it is not finite; otherwise the gradient nearest to the output, where backward passes begin. */
  #badGradient({ loss, norms }: Measured): Place {
    const last = norms.findLastIndex((norm) => !Number.isFinite(norm));
    const bad = Number.isFinite(loss) ? this.parameters[last] : undefined;
    if (bad !== undefined) return { layer: bad.layer, tensor: 'gradient' };
    return { layer: this.parameters.at(-1)?.layer ?? 'output', tensor: 'loss' };
  }
}
