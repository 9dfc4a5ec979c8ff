import type { Dataset, Split } from '../datasets/load.ts';
import type { TrainingPlan } from '../experiments/experiment.ts';
import { stream, type Stream } from '../random/stream.ts';
import { randAugmented } from './randaugmented.ts';

/** Images [count, h, w, c] and targets [count, outputs]: one-hot for classes. */
export interface Batch {
  readonly count: number;
  readonly images: Float32Array;
  readonly targets: Float32Array;
}

export interface BatchPlan extends Pick<TrainingPlan, 'batchSize' | 'augment' | 'randAugment'> {
  readonly seed: number;
}

/**
 * Training batches without end. Each epoch goes through the images in a new order, drawn from the seed alone, so that all arms
 * of a seed see the same batches; the images that do not fill a last batch wait for another epoch. `all`: every batch is the
 * whole set, in its own order.
 *
 * @throws RangeError where a batch is larger than the training set, or where RandAugment is asked for of what are no colour images.
 */
export function* batches(dataset: Dataset, plan: BatchPlan): Generator<Batch, never> {
  const { train, outputs } = dataset;
  const { batchSize, seed } = plan;
  const size = batchSize === 'all' ? train.count : batchSize;
  if (size > train.count)
    throw new RangeError(`A batch of ${size} is larger than the training set of ${train.count} images. Choose a smaller one.`);
  const copy = copying(dataset, plan);
  const order = Uint32Array.from({ length: train.count }, (_, i) => i);
  if (batchSize === 'all' && copy === asItIs) {
    // One object for ever: whoever takes it can see that nothing changed.
    const whole = gather(train, order, outputs, copy);
    for (;;) yield whole;
  }
  for (let epoch = 0; ; epoch += 1) {
    order.forEach((_, i) => (order[i] = i));
    if (batchSize !== 'all') stream(seed, `order of epoch ${epoch}`).shuffle(order);
    for (let start = 0; start + size <= train.count; start += size) {
      yield gather(train, order.subarray(start, start + size), outputs, copy);
    }
  }
}

type Copy = (from: Float32Array, to: Float32Array) => void;

/** All examples of a split, in their order. */
export function wholeSplit(split: Split, outputs: number): Batch {
  return gather(
    split,
    Uint32Array.from({ length: split.count }, (_, i) => i),
    outputs,
    asItIs,
  );
}

function gather({ images, labels, values, count }: Split, order: Uint32Array, outputs: number, copy: Copy): Batch {
  const pixels = images.length / count;
  const batch = {
    count: order.length,
    images: new Float32Array(order.length * pixels),
    targets: new Float32Array(order.length * outputs),
  };
  order.forEach((index, i) => {
    copy(images.subarray(index * pixels, (index + 1) * pixels), batch.images.subarray(i * pixels, (i + 1) * pixels));
    if (values === undefined) batch.targets[i * outputs + (labels[index] ?? 0)] = 1;
    else batch.targets.set(values.subarray(index * outputs, (index + 1) * outputs), i * outputs);
  });
  return batch;
}

const asItIs: Copy = (from, to) => to.set(from);

/** What happens to an image on its way into a batch. Each kind of change has draws of its own: one more leaves the others as they were. */
function copying(dataset: Dataset, { augment, randAugment, seed }: BatchPlan): Copy {
  const shift = augment ? augmented(dataset.inputShape, stream(seed, 'augmentation')) : asItIs;
  if (randAugment === undefined) return shift;
  const change = randAugmented(dataset, randAugment, stream(seed, 'RandAugment'));
  return (from, to) => shift(change(from), to);
}

/** A crop at random after an eighth of the side in zeros on every side (4 of 32 pixels, 2 of 16), turned over every second time. */
function augmented([height, width, channels]: readonly [number, number, number], random: Stream): Copy {
  const margin = Math.floor(width / 8);
  return (from, to) => {
    const dy = random.below(2 * margin + 1) - margin;
    const dx = random.below(2 * margin + 1) - margin;
    const flip = random.below(2) === 1;
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const fromY = y + dy;
        const fromX = (flip ? width - 1 - x : x) + dx;
        if (fromY < 0 || fromY >= height || fromX < 0 || fromX >= width) continue;
        const start = (fromY * width + fromX) * channels;
        to.set(from.subarray(start, start + channels), (y * width + x) * channels);
      }
    }
  };
}
