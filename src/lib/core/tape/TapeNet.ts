import * as tf from '@tensorflow/tfjs-core';
import type { Batch } from '../batches.ts';
import { totalNorm } from '../clip.ts';
import { learningRateAt } from '../learning-rate.ts';
import { momentumAt } from '../momentum.ts';
import {
  checkCount,
  checkLearns,
  isFinite,
  learns,
  noLayer,
  parameterOf,
  type Measured,
  type Net,
  type NetOptions,
  type NetState,
  type Parameter,
  type Place,
} from '../net.ts';
import type { StatisticsInUse } from '../mode.ts';
import { checkLogitGradients, oneHot } from '../logit-gradients.ts';
import { inOrder, outline, type Placed } from '../outline.ts';
import { compile, type Model } from './compile.ts';
import type { Guard } from './guards.ts';
import type { Kernels, Optimizer } from './kernels.ts';
import { firstNonFinite } from './first-non-finite.ts';
import type { Loss } from './losses.ts';

/** Images of one forward pass in the evaluation: bounds its memory. */
const CHUNK = 50;

/** A step that ran, and whose measurement nobody has read. */
interface Pending {
  readonly measured: tf.Tensor1D;
  readonly updates: boolean;
}

/** A net that TensorFlow.js computes operation by operation, with its tape for the gradients: for GPUs, and as the reference. */
export class TapeNet implements Net {
  readonly stepsPerRead: number;
  readonly parameters: readonly Parameter[];
  readonly #options: NetOptions;
  readonly #outline: readonly Placed[];
  readonly #model: Model;
  readonly #optimizer: Optimizer;
  readonly #loss: Loss;
  readonly #backend: string;
  readonly #guard: Guard;
  #pending: Pending[] = [];
  #gradients: tf.Tensor[] = [];
  /** The last batch on the device: training on the whole set uploads it once. */
  #inputs: Inputs | undefined;
  #isStuck = false;
  #updates = 0;

  /** @param backend one that is ready; it is made the present one for every call. */
  constructor(options: NetOptions, kernels: Kernels, backend: string, guard: Guard) {
    this.#options = options;
    this.#backend = backend;
    this.#guard = guard;
    this.#activate();
    this.stepsPerRead = kernels.stepsPerRead;
    this.#loss = kernels.losses[options.loss];
    const placed = outline(options.layers, options.inputShape);
    this.#outline = placed;
    this.#model = compile(placed, kernels, options.seed);
    this.parameters = this.#model.parameters.map(parameterOf);
    checkLearns(this.parameters);
    const { weightDecay, nesterov = false, clip } = options.optimizer;
    const slots = this.#model.parameters.map((parameter) => ({
      variable: parameter.variable,
      weightDecay: parameter.role === 'weights' && learns(parameter) ? weightDecay : 0,
      learningRateScale: parameter.learningRateScale,
    }));
    this.#optimizer = kernels.optimizer(slots, { nesterov, clip });
  }

  step(batch: Batch, updates: boolean): void {
    if (this.#pending.length >= this.stepsPerRead)
      throw new Error(`Read what ${this.stepsPerRead} steps measured before the next one.`);
    this.#activate();
    const { x, targets } = this.#upload(batch);
    const { parameters } = this.#model;
    const variables = parameters.filter(learns).map(({ variable }) => variable);
    const { value, grads } = tf.variableGrads(() => this.#loss(this.#model.forward(x, 'train'), targets), variables);
    tf.dispose(this.#gradients);
    this.#gradients = parameters.map((parameter) => {
      const { variable } = parameter;
      return learns(parameter) ? (grads[variable.name] ?? missing(variable.name)) : tf.zerosLike(variable);
    });
    const measured = this.#optimizer.measure(value, this.#gradients);
    value.dispose();
    this.#pending.push({ measured, updates });
    const looksItself = this.stepsPerRead > 1;
    if (updates && looksItself) this.#update();
  }

  async measured(): Promise<readonly Measured[]> {
    this.#activate();
    const pending = this.#pending;
    this.#pending = [];
    if (pending.length === 0) return [];
    // One read, since each waits for the GPU.
    const packed = tf.tidy(() => tf.concat(pending.map(({ measured }) => measured)));
    const numbers = await this.#guard.reading(packed.data());
    packed.dispose();
    this.#activate();
    const width = packed.size / pending.length;
    return pending.map(({ measured, updates }, i) => {
      const row = numbers.subarray(i * width, (i + 1) * width);
      const [loss = Number.NaN, ...norms] = row.subarray(0, 1 + this.parameters.length);
      // Measured on the device only where it is not the same.
      const applied = row[1 + this.parameters.length] ?? totalNorm(norms);
      const found = { loss, norms, applied };
      this.#isStuck ||= !isFinite(found);
      if (updates && this.stepsPerRead === 1 && !this.#isStuck) this.#update();
      measured.dispose();
      return found;
    });
  }

  gradients(): Promise<readonly Float32Array[]> {
    return this.#guard.reading(Promise.all(this.#gradients.map((gradient) => gradient.data<'float32'>())));
  }

  async logits(images: Float32Array, count: number): Promise<Float32Array> {
    const [logits = new Float32Array()] = await this.#inChunks(images, count, (x) => [this.#model.forward(x, 'evaluate')]);
    return logits;
  }

  async loss({ images, targets, count }: Batch): Promise<number> {
    const outputs = targets.length / count;
    const [losses = new Float32Array()] = await this.#inChunks(images, count, (x, start) => {
      const [size] = x.shape as [number];
      const wanted = tf.tensor2d(targets.subarray(start * outputs, (start + size) * outputs), [size, outputs]);
      // Times the examples of the chunk, since the last one may be smaller.
      return [tf.reshape(tf.mul(this.#loss(this.#model.forward(x, 'evaluate'), wanted), size), [1])];
    });
    return losses.reduce((sum, loss) => sum + loss, 0) / count;
  }

  async outputs(
    layers: readonly string[],
    images: Float32Array,
    count: number,
    statistics: StatisticsInUse = 'running',
  ): Promise<readonly Float32Array[]> {
    const isBatch = statistics === 'batch';
    if (isBatch) checkCount(count, this.#options.capacity);
    const compute = (x: tf.Tensor): tf.Tensor[] => {
      const visited = new Map<string, tf.Tensor>();
      this.#model.forward(x, isBatch ? 'observe' : 'evaluate', (name, y) => {
        visited.set(name, y);
        return y;
      });
      return layers.map((name) => {
        const y = visited.get(name);
        if (y === undefined) throw noLayer(name);
        return y;
      });
    };
    return this.#inChunks(images, count, compute, isBatch ? count : CHUNK);
  }

  /** Each layer's output is shifted by nothing; the gradient with respect to that is the one with respect to the output. */
  async logitGradients(
    layers: readonly string[],
    images: Float32Array,
    count: number,
    logits: readonly number[],
  ): Promise<readonly Float32Array[]> {
    checkLogitGradients({ outline: this.#outline, parameters: this.parameters, layers, logits });
    const shapes = new Map(inOrder(this.#outline).map(({ name, output }) => [name, output]));
    return this.#inChunks(images, count, (x, start) => {
      const [size] = x.shape as [number];
      const wanted = logits.slice(start, start + size);
      const chosen = (all: tf.Tensor2D): tf.Scalar => tf.sum(tf.mul(all, tf.tensor2d(oneHot(wanted, all.shape[1]), all.shape)));
      const gradients = tf.grads((...shifts) =>
        chosen(
          this.#model.forward(x, 'evaluate', (name, y) => {
            const shift = shifts[layers.indexOf(name)];
            return shift === undefined ? y : tf.add(y, shift);
          }),
        ),
      );
      return gradients(layers.map((name) => tf.zeros([size, ...(shapes.get(name) ?? [])])));
    });
  }

  /** What `compute` makes of all images, some at a time: each of its results in one row of numbers. */
  async #inChunks(
    images: Float32Array,
    count: number,
    compute: (x: tf.Tensor, start: number) => tf.Tensor[],
    chunk = CHUNK,
  ): Promise<readonly Float32Array[]> {
    const { inputShape } = this.#options;
    const pixels = images.length / count;
    const parts: tf.Tensor[][] = [];
    this.#activate();
    for (let start = 0; start < count; start += chunk) {
      const size = Math.min(chunk, count - start);
      const part = images.subarray(start * pixels, (start + size) * pixels);
      parts.push(tf.tidy(() => compute(tf.tensor(part, [size, ...inputShape]), start)));
    }
    const all = (parts[0] ?? []).map((_, i) => tf.concat(parts.flatMap((part) => part.slice(i, i + 1))));
    tf.dispose(parts.flat());
    const numbers = await this.#guard.reading(Promise.all(all.map((whole) => whole.data<'float32'>())));
    tf.dispose(all);
    return numbers;
  }

  #update(): void {
    const { optimizer } = this.#options;
    const learningRate = learningRateAt(optimizer, this.#updates);
    this.#optimizer.update(this.#gradients, { learningRate, momentum: momentumAt(optimizer.momentum, this.#updates) });
    this.#updates += 1;
  }

  locate(batch: Batch, measured: Measured): Promise<Place> {
    this.#activate();
    return this.#guard.reading(firstNonFinite(this.#model, this.#upload(batch).x, measured));
  }

  async state(): Promise<NetState> {
    const read = (variables: readonly tf.Variable[]): Promise<Float32Array[]> =>
      this.#guard.reading(Promise.all(variables.map((variable) => variable.data<'float32'>())));
    const weights = await read(this.#model.parameters.map(({ variable }) => variable));
    return {
      updates: this.#updates,
      weights,
      velocities: await this.#guard.reading(this.#optimizer.velocities()),
      statistics: await read(this.#model.statistics),
    };
  }

  load({ updates, weights, velocities, statistics }: NetState): void {
    this.#activate();
    const assign = (variable: tf.Variable, values: Float32Array = new Float32Array(variable.size)): void =>
      tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
    this.#model.parameters.forEach(({ variable }, i) => assign(variable, weights[i]));
    this.#model.statistics.forEach((variable, i) => assign(variable, statistics[i]));
    this.#optimizer.load(velocities);
    this.#updates = updates;
    this.#isStuck = false;
  }

  dispose(): void {
    tf.dispose([...this.#gradients, ...this.#pending.map(({ measured }) => measured)]);
    if (this.#inputs !== undefined) tf.dispose([this.#inputs.x, this.#inputs.targets]);
    this.#gradients = [];
    this.#pending = [];
    this.#inputs = undefined;
    this.#optimizer.dispose();
    this.#model.dispose();
  }

  #upload(batch: Batch): Inputs {
    if (this.#inputs?.batch === batch) return this.#inputs;
    const { count, images, targets } = batch;
    checkCount(count, this.#options.capacity);
    if (this.#inputs !== undefined) tf.dispose([this.#inputs.x, this.#inputs.targets]);
    this.#inputs = {
      batch,
      x: tf.tensor(images, [count, ...this.#options.inputShape]),
      targets: tf.tensor2d(targets, [count, targets.length / count]),
    };
    return this.#inputs;
  }

  /** TensorFlow.js has one present backend, and another net may have changed it. For a backend that is ready this takes effect at once. */
  #activate(): void {
    if (tf.getBackend() !== this.#backend) void tf.setBackend(this.#backend);
  }
}

interface Inputs {
  readonly batch: Batch;
  readonly x: tf.Tensor;
  readonly targets: tf.Tensor2D;
}

function missing(name: string): never {
  throw new Error(`The loss does not depend on "${name}", so there is nothing to read of it.`);
}
