import type { Dataset } from '../datasets/load.ts';
import type { Frame } from '../experiments/frame.ts';
import type { TrainingMetric } from '../experiments/metrics.ts';
import { wholeSplit } from './batches.ts';
import type { Activated, Net } from './net.ts';

/** Most test examples whose activations are looked at. */
const LOOKED_AT = 300;

/** Metrics with one number for each activation function, from what it gave for `count` examples. */
const summaries = {
  activationMean: mean,
  activationSpread: (values: Float32Array) => Math.sqrt(mean(values.map((value) => value * value)) - mean(values) ** 2),
  activationLow: (values: Float32Array) => quantile(values, 0.02),
  activationHigh: (values: Float32Array) => quantile(values, 0.98),
  deadUnits: percentOfZeros,
} satisfies Partial<Record<TrainingMetric, (values: Float32Array, count: number) => number>>;

type Summary = keyof typeof summaries;
const summaryNames = Object.keys(summaries) as Summary[];

/** What is measured on the test set, with the running statistics. */
export class Evaluation {
  readonly #net: Net;
  readonly #dataset: Dataset;
  readonly #metrics: readonly TrainingMetric[];

  /** @throws RangeError where predictions are asked for of a net whose input and output are not one number each. */
  constructor(net: Net, dataset: Dataset, metrics: readonly TrainingMetric[]) {
    const { inputShape, outputs } = dataset;
    if (metrics.includes('predictions') && inputShape.some((size) => size !== 1)) {
      throw new RangeError(`Predictions are drawn for inputs of one number, and these are of shape [${inputShape.join(',')}].`);
    }
    if (metrics.includes('predictions') && outputs !== 1) {
      throw new RangeError(`Predictions are drawn for one output, and there are ${outputs}.`);
    }
    this.#net = net;
    this.#dataset = dataset;
    this.#metrics = metrics;
  }

  /** Layer names of its layered metrics. */
  get layers(): Readonly<Partial<Record<TrainingMetric, readonly string[]>>> {
    return Object.fromEntries(this.#wanted.map((metric) => [metric, this.#net.activated]));
  }

  /** The inputs that predictions are made for. */
  get inputs(): readonly number[] {
    return this.#metrics.includes('predictions') ? [...this.#dataset.test.images] : [];
  }

  get #wanted(): readonly Summary[] {
    return summaryNames.filter((metric) => this.#metrics.includes(metric));
  }

  /** @param isEnd whether this is the last measurement, the only one of predictions. */
  async values(isEnd: boolean): Promise<Frame['values']> {
    const { test, outputs } = this.#dataset;
    const values: Partial<Record<TrainingMetric, number | readonly number[]>> = {};
    if (this.#metrics.includes('testError')) values.testError = await this.#testError();
    if (this.#metrics.includes('testLoss')) values.testLoss = await this.#net.loss(wholeSplit(test, outputs));
    if (this.#metrics.includes('predictions') && isEnd)
      values.predictions = [...(await this.#net.logits(test.images, test.count))];
    if (this.#metrics.includes('targets') && isEnd) values.targets = [...(test.values ?? [])];
    if (this.#wanted.length > 0) {
      const activated = await this.#activations();
      const looked = this.#looked;
      for (const metric of this.#wanted) values[metric] = activated.map((layer) => summaries[metric](layer.values, looked));
    }
    return values;
  }

  /** Test examples whose activations are looked at. */
  get #looked(): number {
    return Math.min(this.#dataset.test.count, LOOKED_AT);
  }

  #activations(): Promise<readonly Activated[]> {
    const { count, images } = this.#dataset.test;
    return this.#net.activations(images.subarray(0, (this.#looked * images.length) / count), this.#looked);
  }

  /** In percent. */
  async #testError(): Promise<number> {
    const { images, labels, count } = this.#dataset.test;
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

/** Summed in order, in float64: the same number everywhere. */
function mean(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** The greatest value that at most this share of the others lies below. */
function quantile(values: Float32Array, share: number): number {
  return values.toSorted()[Math.floor(share * (values.length - 1))] ?? Number.NaN;
}

/** Of the units of [count, units], those that are 0 for every example, in percent. In a map, each place of each channel is a unit. */
function percentOfZeros(values: Float32Array, count: number): number {
  const units = values.length / count;
  let zero = 0;
  for (let unit = 0; unit < units; unit += 1) {
    let example = 0;
    while (example < count && values[example * units + unit] === 0) example += 1;
    if (example === count) zero += 1;
  }
  return (100 * zero) / units;
}
