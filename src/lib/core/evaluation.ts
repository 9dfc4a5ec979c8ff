import type { Dataset } from '../datasets/load.ts';
import type { EvidenceRequest, TrainingPlan } from '../experiments/experiment.ts';
import type { Frame } from '../experiments/frame.ts';
import type { TrainingMetric } from '../experiments/metrics.ts';
import type { Layer } from '../models/layers.ts';
import { wholeSplit } from './batches.ts';
import { classEvidence, evidenceMetrics, evidenceNames } from './evidence.ts';
import { featureReuse, readers, reuseNames, type Reader } from './feature-reuse.ts';
import { lookMetrics, looks, type LookMetric } from './looks.ts';
import type { StatisticsInUse } from './mode.ts';
import type { Net, NetState } from './net.ts';
import { outline, type Placed } from './outline.ts';

/** Most test examples whose outputs are looked at. */
const LOOKED_AT = 300;

/** Of a measurement in its run. */
export type Moment = 'start' | 'between' | 'end';

/** The metrics that see a batch as a step of training sees it. */
const ofBatch: readonly LookMetric[] = ['signalSize', 'unitInput'];

/** The metrics of single units, and of weights, which are looked at at the start and at the end alone. */
const rare: readonly TrainingMetric[] = ['unitGates', 'exampleGates', 'featureReuse'];

/** What is measured, of whom. */
export interface Evaluated {
  readonly layers: readonly Layer[];
  readonly dataset: Dataset;
  readonly metrics: readonly TrainingMetric[];
  readonly plan: Pick<TrainingPlan, 'lookAt' | 'batchSize' | 'evidence'>;
}

/** What is measured on the test set, with the running statistics, or of the weights. */
export class Evaluation {
  readonly #net: Net;
  readonly #dataset: Dataset;
  readonly #metrics: readonly TrainingMetric[];
  readonly #outline: readonly Placed[];
  readonly #readers: readonly Reader[];
  readonly #evidence: EvidenceRequest | undefined;
  /** Most examples of a batch. */
  readonly #capacity: number;
  /** Of the example that is looked at alone, in the test set. */
  readonly #example: number;

  /**
   * @throws RangeError where predictions are asked for of a net whose input and output are not one number each, or where no test
   * example has the class to look at, or where class evidence is asked for and the plan does not say of what.
   */
  constructor(net: Net, { layers, dataset, metrics, plan }: Evaluated) {
    const { inputShape, outputs } = dataset;
    if (metrics.includes('predictions') && inputShape.some((size) => size !== 1)) {
      throw new RangeError(`Predictions are drawn for inputs of one number, and these are of shape [${inputShape.join(',')}].`);
    }
    if (metrics.includes('predictions') && outputs !== 1) {
      throw new RangeError(`Predictions are drawn for one output, and there are ${outputs}.`);
    }
    if (plan.evidence === undefined && evidenceMetrics.some((metric) => metrics.includes(metric))) {
      throw new RangeError('Class evidence is measured, but the plan does not say of what: give it an `evidence`.');
    }
    this.#net = net;
    this.#evidence = plan.evidence;
    this.#dataset = dataset;
    this.#metrics = metrics;
    this.#capacity = plan.batchSize === 'all' ? dataset.train.count : plan.batchSize;
    this.#outline = outline(layers, inputShape);
    this.#readers = readers(this.#outline);
    this.#example = plan.lookAt === undefined ? 0 : dataset.test.labels.indexOf(plan.lookAt);
    if (this.#example < 0) throw new RangeError(`No test example is of class ${plan.lookAt}, which the plan wants to look at.`);
  }

  /** Layer names of its layered metrics. */
  get layers(): Readonly<Partial<Record<TrainingMetric, readonly string[]>>> {
    return {
      ...Object.fromEntries(this.#wanted('start').map((metric) => [metric, this.#looks(metric).flatMap(({ names }) => names)])),
      ...(this.#metrics.includes('featureReuse') && { featureReuse: reuseNames(this.#readers) }),
      ...Object.fromEntries(
        Object.entries(evidenceNames(this.#dataset.outputs)).filter(([metric]) =>
          this.#metrics.includes(metric as TrainingMetric),
        ),
      ),
    };
  }

  /** The inputs that predictions are made for. */
  get inputs(): readonly number[] {
    return this.#metrics.includes('predictions') ? [...this.#dataset.test.images] : [];
  }

  /** Predictions are made, and evidence is looked for, at the end alone. */
  async values(moment: Moment): Promise<Frame['values']> {
    const { test, outputs } = this.#dataset;
    const values: Partial<Record<TrainingMetric, number | readonly number[]>> = {};
    if (this.#metrics.includes('testError')) values.testError = await this.#testError();
    if (this.#metrics.includes('testErrorOfBatches')) values.testErrorOfBatches = await this.#testErrorOfBatches();
    if (this.#metrics.includes('testLoss')) values.testLoss = await this.#net.loss(wholeSplit(test, outputs));
    if (this.#metrics.includes('predictions') && moment === 'end')
      values.predictions = [...(await this.#net.logits(test.images, test.count))];
    if (this.#metrics.includes('targets') && moment === 'end') values.targets = [...(test.values ?? [])];
    if (this.#metrics.includes('featureReuse') && moment !== 'between') {
      const { weights } = await this.#net.state();
      values.featureReuse = featureReuse(this.#readers, this.#net.parameters, weights);
    }
    if (this.#evidence !== undefined && moment === 'end') {
      const looked = { net: this.#net, outline: this.#outline, test: this.#dataset.test, request: this.#evidence };
      const found = Object.entries(await classEvidence(looked));
      Object.assign(values, Object.fromEntries(found.filter(([metric]) => this.#metrics.includes(metric as TrainingMetric))));
    }
    return { ...values, ...(await this.#looked(this.#wanted(moment))) };
  }

  #wanted(moment: Moment): readonly LookMetric[] {
    return lookMetrics.filter((metric) => this.#metrics.includes(metric) && (moment !== 'between' || !rare.includes(metric)));
  }

  #looks(metric: LookMetric): ReturnType<(typeof looks)[LookMetric]> {
    return looks[metric](this.#outline);
  }

  /** All examples pass through the net once, whatever the number of metrics; so do a batch, and the one that is looked at alone. */
  async #looked(metrics: readonly LookMetric[]): Promise<Frame['values']> {
    if (metrics.length === 0) return {};
    const seenBy = (way: Way): readonly LookMetric[] => metrics.filter((metric) => wayOf(metric) === way);
    const outputs: Readonly<Record<Way, ReadonlyMap<string, Float32Array>>> = {
      many: await this.#outputs(seenBy('many'), 0, LOOKED_AT),
      batch: await this.#outputs(seenBy('batch'), 0, Math.min(LOOKED_AT, this.#capacity), 'batch'),
      alone: await this.#outputs(seenBy('alone'), this.#example, 1),
    };
    const state = metrics.includes('layerResponses') ? await this.#net.state() : noState;
    const net = { outline: this.#outline, parameters: this.#net.parameters, state };
    return Object.fromEntries(
      metrics.map((metric) => {
        const seen = outputs[wayOf(metric)];
        return [
          metric,
          this.#looks(metric).flatMap(({ layer, summarise }) => summarise(seen.get(layer) ?? new Float32Array(), net)),
        ];
      }),
    );
  }

  /** What the layers that these metrics look at give for the test examples from `first` on, at most `most` of them. */
  async #outputs(
    metrics: readonly LookMetric[],
    first: number,
    most: number,
    statistics: StatisticsInUse = 'running',
  ): Promise<ReadonlyMap<string, Float32Array>> {
    const { count, images } = this.#dataset.test;
    const layers = [...new Set(metrics.flatMap((metric) => this.#looks(metric).map(({ layer }) => layer)))];
    if (layers.length === 0) return new Map();
    const looked = Math.min(count - first, most);
    const pixels = images.length / count;
    const seen = images.subarray(first * pixels, (first + looked) * pixels);
    const outputs = await this.#net.outputs(layers, seen, looked, statistics);
    return new Map(layers.map((layer, i) => [layer, outputs[i] ?? new Float32Array()]));
  }

  /** In percent, with the running statistics. */
  async #testError(): Promise<number> {
    const { images, labels, count } = this.#dataset.test;
    return percentWrong(await this.#net.logits(images, count), labels);
  }

  /**
   * In percent, of the test set in its order, cut into batches as large as those of training, or as the set where it is smaller. Each is
   * normalised by its own statistics, as in a step of training; examples that do not fill a last batch are left out, as there.
   */
  async #testErrorOfBatches(): Promise<number> {
    const { images, labels, count } = this.#dataset.test;
    const size = Math.min(count, this.#capacity);
    const pixels = images.length / count;
    const last = this.#outline.at(-1)?.name ?? '';
    const batches = Math.floor(count / size);
    let sum = 0;
    for (let start = 0; start < batches * size; start += size) {
      const seen = images.subarray(start * pixels, (start + size) * pixels);
      const [logits = new Float32Array()] = await this.#net.outputs([last], seen, size, 'batch');
      sum += percentWrong(logits, labels.subarray(start, start + size));
    }
    return sum / batches;
  }
}

/** The share of the examples whose greatest logit, of `logits` [examples, classes], is not that of their label. */
function percentWrong(logits: Float32Array, labels: Uint8Array): number {
  const classes = logits.length / labels.length;
  const wrong = labels.reduce((sum, label, i) => {
    const row = logits.subarray(i * classes, (i + 1) * classes);
    return row.indexOf(Math.max(...row)) === label ? sum : sum + 1;
  }, 0);
  return (100 * wrong) / labels.length;
}

/** Which examples a metric sees: the first ones of the test set, as many of them as a batch has, or one. */
type Way = 'many' | 'batch' | 'alone';

const wayOf = (metric: LookMetric): Way => (ofBatch.includes(metric) ? 'batch' : metric === 'exampleGates' ? 'alone' : 'many');

const noState: NetState = { updates: 0, weights: [], velocities: [], statistics: [] };
