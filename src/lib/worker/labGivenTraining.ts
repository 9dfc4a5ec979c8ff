import type { BackendFiles } from '../core/layers-model/backend.ts';
import { trainBody, type GivenOutcome } from '../core/layers-model/given-training.ts';
import type { GivenImages } from '../core/layers-model/train.ts';
import { writePixels } from '../lab/layers-model/pixels.ts';
import { savedModel } from '../lab/layers-model/saved.ts';
import { wayOf } from '../lab/layers-model/ways.ts';
import type { Evidence, StrategyResult } from '../lab/results.ts';
import { labPlan } from '../lab/strategies.ts';
import type { OnLabProgress } from './labJobs.ts';
import { openModel } from './labModel.ts';
import type { GivenModelSource, LabTraining } from './labProtocol.ts';

/** What a training on a reader's model needs from the place it runs in. */
export interface GivenPlace {
  readonly backend: BackendFiles;
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number;
}

/**
 * Trains one strategy on a reader's model, and looks at its validation images.
 *
 * @throws Error where the run leaves the finite numbers, or the model cannot be read any more.
 */
export async function trainGivenStrategy(
  training: LabTraining,
  given: GivenModelSource,
  place: GivenPlace,
  onProgress: OnLabProgress,
): Promise<StrategyResult> {
  const { set, divided, settings, strategy } = training;
  const { channels } = given.card;
  const { isStored, batchSize } = wayOf(given.card, strategy, divided.train.length);
  const { body } = await openModel(given.files, place.backend);
  const imagesOf = (images: readonly number[]): GivenImages => ({
    count: images.length,
    side: set.side,
    channels,
    write: ({ image, isMirrored }, to) =>
      writePixels(set, images[image] ?? -1, { scaling: given.scaling, channels, isMirrored }, to),
  });
  const plan = labPlan(settings, divided.train.length);
  const outcome = await trainBody(body, {
    extent: strategy,
    isStored,
    train: {
      ...imagesOf(divided.train),
      classes: set.classes.length,
      labels: divided.train.map((image) => set.labels[image] ?? 0),
    },
    validation: imagesOf(divided.validation),
    plan,
    batchSize: Math.min(Number(plan.batchSize), batchSize),
    seed: settings.seed,
    now: place.now,
    onProgress,
  });
  try {
    return {
      strategy,
      trainLoss: outcome.trainLoss,
      seconds: outcome.seconds,
      predictions: outcome.predictions,
      ...(await evidenceIn(outcome, training)),
      model: savedModel(await outcome.save(), { source: given, strategy, classes: set.classes }),
    };
  } finally {
    outcome.dispose();
  }
}

/** The first validation image that was right, and the first that was wrong, with the evidence for what each was taken for. */
async function evidenceIn(
  { predictions, evidence }: GivenOutcome,
  { set, divided: { validation } }: LabTraining,
): Promise<Pick<StrategyResult, 'right' | 'wrong'>> {
  const first = async (isRight: boolean): Promise<Evidence | undefined> => {
    const place = predictions.findIndex((taken, i) => (taken === set.labels[validation[i] ?? -1]) === isRight);
    const [image, taken] = [validation[place], predictions[place]];
    if (image === undefined || taken === undefined) return undefined;
    return { image, taken, ...(await evidence(place, taken)) };
  };
  return { right: await first(true), wrong: await first(false) };
}
