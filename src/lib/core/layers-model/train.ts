import * as tf from '@tensorflow/tfjs-core';
import type { TrainingPlan } from '../../experiments/experiment.ts';
import { stream } from '../../random/stream.ts';
import { learningRateAt } from '../learning-rate.ts';
import { momentumAt } from '../momentum.ts';
import type { GivenBatch, GivenNet } from './GivenNet.ts';
import { countOf } from './leaves.ts';

/** Images [side, side, channels], by their places, as a model takes them. */
export interface GivenImages {
  readonly count: number;
  readonly side: number;
  readonly channels: number;
  readonly write: (place: Place, to: Float32Array) => void;
}

/** Images to train on. */
export interface LabelledImages extends GivenImages {
  readonly classes: number;
  readonly labels: ArrayLike<number>;
}

export interface Place {
  readonly image: number;
  /** From left to right. */
  readonly isMirrored: boolean;
}

/** [n, side, side, channels] of these images. */
export function uploaded({ side, channels, write }: GivenImages, places: readonly Place[]): tf.Tensor4D {
  const size = side * side * channels;
  const pixels = new Float32Array(places.length * size);
  places.forEach((place, i) => write(place, pixels.subarray(i * size, (i + 1) * size)));
  return tf.tensor4d(pixels, [places.length, side, side, channels]);
}

export interface TrainSettings {
  readonly plan: Pick<TrainingPlan, 'optimizer' | 'steps'>;
  readonly batchSize: number;
  readonly seed: number;
  readonly onStep: (step: number) => void;
}

/**
 * Trains a net with batches of which every image is turned over with probability 1/2. Each epoch has the images in a new order.
 *
 * @returns the loss of one more batch.
 * @throws Error where the run leaves the finite numbers; the text says at which step.
 */
export async function trainGiven(net: GivenNet, source: Batcher, settings: TrainSettings): Promise<number> {
  const { plan, seed, onStep } = settings;
  const { optimizer } = plan;
  const order = placesFor(source.count, settings.batchSize, seed);
  let loss = Number.NaN;
  for (let step = 0; step <= plan.steps; step += 1) {
    const isLast = step === plan.steps;
    if (!isLast) onStep(step);
    const batch = source.batch(order.next().value);
    const rates = { learningRate: learningRateAt(optimizer, step), momentum: momentumAt(optimizer.momentum, step) };
    loss = await net.step(batch, isLast ? undefined : rates);
    tf.dispose([...batch.x, batch.targets]);
    if (!Number.isFinite(loss))
      throw new Error(
        `The run diverged at step ${step}: its loss or a gradient is no finite number. Choose a smaller learning rate.`,
      );
  }
  return loss;
}

/** Where batches come from: images, or what was computed of them once. */
export interface Batcher {
  readonly count: number;
  readonly batch: (places: readonly Place[]) => GivenBatch;
}

export const ofImages = (images: LabelledImages): Batcher => ({
  count: images.count,
  batch: (places) => ({ x: [uploaded(images, places)], targets: targetsOf(places, images) }),
});

/** What is stored of some images: numbers of each value, one image after the other, and the size that they have for one image. */
interface Stored {
  readonly values: Float32Array;
  readonly size: readonly number[];
}

/**
 * What a net can store of all images, as they are and turned over, computed once: it would be the same in every step.
 *
 * @param onImages hears how many are done.
 */
export async function ofStored(
  net: GivenNet,
  images: LabelledImages,
  chunk: number,
  onImages: (done: number, total: number) => void,
): Promise<Batcher> {
  const { count } = images;
  const all = Array.from({ length: 2 * count }, (_, i): Place => ({ image: i % count, isMirrored: i >= count }));
  const chunks: (readonly Stored[])[] = [];
  for (let start = 0; start < all.length; start += chunk) {
    onImages(start, all.length);
    const values = tf.tidy(() => net.storable(uploaded(images, all.slice(start, start + chunk))));
    chunks.push(
      await Promise.all(values.map(async (value) => ({ values: await value.data<'float32'>(), size: value.shape.slice(1) }))),
    );
    tf.dispose(values);
  }
  onImages(all.length, all.length);
  return {
    count,
    batch: (places) => {
      const rows = places.map(({ image, isMirrored }) => image + (isMirrored ? count : 0));
      const x = (chunks[0] ?? []).map(({ size }, value) => {
        const length = countOf(size);
        const batch = new Float32Array(rows.length * length);
        rows.forEach((row, i) => {
          const { values } = chunks[Math.floor(row / chunk)]?.[value] ?? { values: new Float32Array() };
          batch.set(values.subarray((row % chunk) * length, ((row % chunk) + 1) * length), i * length);
        });
        return tf.tensor(batch, [rows.length, ...size]);
      });
      return { x, targets: targetsOf(places, images) };
    },
  };
}

function targetsOf(places: readonly Place[], { labels, classes }: LabelledImages): tf.Tensor2D {
  const targets = new Float32Array(places.length * classes);
  places.forEach(({ image }, i) => (targets[i * classes + (labels[image] ?? 0)] = 1));
  return tf.tensor2d(targets, [places.length, classes]);
}

/** As the batches of the book's own nets: what does not fill a last batch waits for another epoch. */
function* placesFor(count: number, batchSize: number, seed: number): Generator<readonly Place[], never> {
  const mirrors = stream(seed, 'augmentation');
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let epoch = 0; ; epoch += 1) {
    order.forEach((_, i) => (order[i] = i));
    stream(seed, `order of epoch ${epoch}`).shuffle(order);
    for (let start = 0; start + batchSize <= count; start += batchSize)
      yield Array.from(order.subarray(start, start + batchSize), (image) => ({ image, isMirrored: mirrors.below(2) === 1 }));
  }
}
