import type { DatasetRequest, ImageRequest } from '../experiments/datasets.ts';
import { addingData } from './adding.ts';
import { ofClasses, type Labelled } from './classes.ts';
import { framedDigits } from './framing.ts';
import { planBytes, shardsFor } from './manifest.ts';
import type { Shard, ShardPlan } from './manifest.ts';
import { recall, remember } from './memory.ts';
import { sawtoothData } from './sawtooth.ts';
import { applyScaling, scalingTable, type ScalingTable } from './scaling.ts';
import { readShard } from './shard.ts';
import type { ShardSource } from './source.ts';

export interface Split {
  readonly count: number;
  /** [count, height, width, channels] */
  readonly images: Float32Array;
  /** [count], from 0 on; empty where the targets are no classes. */
  readonly labels: Uint8Array;
  /** [count, outputs]: what the net is to give, where that is no class. */
  readonly values?: Float32Array;
}

export interface Dataset {
  readonly train: Split;
  readonly test: Split;
  /** [height, width, channels] of one image. */
  readonly inputShape: readonly [number, number, number];
  /** What made numbers of the bytes of images; nothing where data were no bytes. */
  readonly scaling?: ScalingTable;
  /** Numbers that a net gives for one example: as many as there are classes, or as `values` has. */
  readonly outputs: number;
}

/** In bytes of the download. */
export type OnProgress = (done: number, total: number) => void;

/** Downloads at a time: hides the latency of a shard behind the others without asking for all of them at once. */
const lanes = 4;

/**
 * The images that a request asks for, scaled. Data sets of earlier requests to the same source are kept (see memory.ts).
 * @throws {DatasetError} when there are no such images.
 * @throws {ShardError} when a shard cannot be read or is not the one that the manifest pins.
 * The signal's reason (an AbortError, unless the caller gave another) as soon as it is aborted.
 */
export async function loadDataset(
  request: DatasetRequest,
  source: ShardSource,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Dataset> {
  signal.throwIfAborted();
  if (request.name === 'adding') return addingData(request);
  if (request.name === 'sawtooth') return sawtoothData(request);
  const plan = shardsFor(request);
  const known = recall(source, request);
  if (known) {
    onProgress(planBytes(plan), planBytes(plan));
    return known;
  }
  const dataset = await loadPlan(plan, request, source, onProgress, signal);
  remember(source, request, dataset);
  return dataset;
}

/** {@link loadDataset} for given shards, with nothing remembered. */
export async function loadPlan(
  plan: ShardPlan,
  request: Omit<ImageRequest, 'name' | 'side'>,
  source: ShardSource,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Dataset> {
  const total = planBytes(plan);
  let done = 0;
  const onBytes = (count: number): void => onProgress((done += count), total);
  const [height, width, channels] = plan.inputShape;
  const train = new RawSplit(request.train, height * width * channels);
  const test = new RawSplit(request.test, height * width * channels);
  const jobs = [...train.jobs(plan.train), ...test.jobs(plan.test)];

  onProgress(0, total);
  await inLanes(jobs, signal, async ({ shard, split, first }, laneSignal) => {
    const { labels, pixels } = await readShard(shard, source, onBytes, laneSignal);
    laneSignal.throwIfAborted();
    split.put(first, labels, pixels);
  });

  const { scaling, targets, classes, perClass, frame } = request;
  const inputShape = frame === undefined ? plan.inputShape : ([frame, frame, 3] as const);
  const framed = ({ labels, pixels }: Labelled): Labelled => ({
    labels,
    pixels: frame === undefined ? pixels : framedDigits(pixels, frame),
  });
  const learned = framed(classes === undefined ? train : ofClasses(train, classes, perClass));
  const heldOut = framed(classes === undefined ? test : ofClasses(test, classes));

  const table = scalingTable(scaling, learned.pixels, inputShape[2]);
  const isAutoencoding = targets === 'images';
  const scale = ({ labels, pixels }: Labelled): Split => {
    const images = applyScaling(table, pixels);
    const count = labels.length;
    return isAutoencoding ? { count, images, labels: new Uint8Array(), values: images } : { count, images, labels };
  };
  const outputs = isAutoencoding ? inputShape[0] * inputShape[1] * inputShape[2] : (classes?.length ?? 10);
  return { train: scale(learned), test: scale(heldOut), inputShape, scaling: table, outputs };
}

interface Job {
  readonly shard: Shard;
  readonly split: RawSplit;
  /** Place of the shard's first image in the split. */
  readonly first: number;
}

/** Bytes of the first `count` images of a split, filled shard by shard in any order. */
class RawSplit {
  readonly count: number;
  readonly labels: Uint8Array;
  readonly pixels: Uint8Array;
  readonly #imageBytes: number;

  constructor(count: number, imageBytes: number) {
    this.count = count;
    this.labels = new Uint8Array(count);
    this.pixels = new Uint8Array(count * imageBytes);
    this.#imageBytes = imageBytes;
  }

  jobs(shards: readonly Shard[]): Job[] {
    let next = 0;
    return shards.map((shard) => {
      const first = next;
      next += shard.count;
      return { shard, split: this, first };
    });
  }

  /** Images beyond `count` are left out. */
  put(first: number, labels: Uint8Array, pixels: Uint8Array): void {
    const images = Math.min(labels.length, this.count - first);
    this.labels.set(labels.subarray(0, images), first);
    this.pixels.set(pixels.subarray(0, images * this.#imageBytes), first * this.#imageBytes);
  }
}

/** Runs `task` on every item, some at a time; the first failure aborts the others and is thrown. */
async function inLanes<T>(
  items: readonly T[],
  signal: AbortSignal,
  task: (item: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failure = new AbortController();
  const laneSignal = AbortSignal.any([signal, failure.signal]);
  const queue = items.values();
  const lane = async (): Promise<void> => {
    for (const item of queue) await task(item, laneSignal);
  };
  try {
    await Promise.all(Array.from({ length: lanes }, lane));
  } catch (error) {
    failure.abort(error);
    throw error;
  }
}
