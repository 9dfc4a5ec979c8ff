import type { Dataset } from '../datasets/load.ts';
import type { TrainingPlan } from '../experiments/experiment.ts';
import { batches, type Batch } from './batches.ts';

/** Whether a step after so many others leaves the weights as they are. */
export const isFrozen = ({ freeze }: Pick<TrainingPlan, 'freeze'>, steps: number): boolean =>
  freeze !== undefined && steps >= freeze.after;

/** The batches of a plan's steps without end: those of training, with inverted images once its weights are frozen. */
export function* seenBatches(
  dataset: Dataset,
  plan: Pick<TrainingPlan, 'batchSize' | 'augment' | 'randAugment' | 'freeze'>,
  seed: number,
): Generator<Batch, never> {
  const training = batches(dataset, { ...plan, seed });
  for (let step = 0; ; step += 1) {
    const batch = training.next().value;
    yield isFrozen(plan, step) ? { ...batch, images: batch.images.map((pixel) => 1 - pixel) } : batch;
  }
}
