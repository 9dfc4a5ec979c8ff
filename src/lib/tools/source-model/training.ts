/** The source models' recipe, run: all of it or its first steps, from the same code. */
import { createHash } from 'node:crypto';
import { loadDataset, type Dataset } from '../../datasets/load.ts';
import { channelMoments } from '../../datasets/scaling.ts';
import type { ShardSource } from '../../datasets/source.ts';
import { writeSafetensors } from '../../datasets/weights/safetensors.ts';
import type { FixedScaling } from '../../experiments/datasets.ts';
import type { Frame } from '../../experiments/frame.ts';
import {
  sourceClasses,
  sourceImages,
  sourceNet,
  sourcePlan,
  sourceSeed,
  type SourceSide,
} from '../../experiments/source-models/recipe.ts';
import { trainToStore, type Trained } from '../../worker/trainToStore.ts';

/** Steps of the recipe that tests take again: as many as cost little. */
export const FIRST_STEPS = 4;

/** What the recipe has come to after so many of its steps. */
export interface FirstSteps {
  readonly steps: number;
  /** Of the file that would keep these weights, hexadecimal. */
  readonly sha256: string;
}

/** Where data and the engine are. */
export interface SourcePlace {
  readonly shards: ShardSource;
  readonly engine: Parameters<typeof trainToStore>[1];
}

/** A model, the images that it was trained on, and the file that its weights are kept in. */
export interface SourceModel extends Trained {
  readonly dataset: Dataset;
  readonly scaling: FixedScaling;
  readonly file: Uint8Array;
  /** Of the file, hexadecimal. */
  readonly sha256: string;
}

export const loadImages = (request: ReturnType<typeof sourceImages>, { shards }: SourcePlace): Promise<Dataset> =>
  loadDataset(request, shards, () => undefined, new AbortController().signal);

/** Rounded to what a card shows: the model is trained on images that were scaled by the rounded numbers. */
async function scalingOf(side: SourceSide, place: SourcePlace): Promise<FixedScaling> {
  const { train, inputShape } = await loadImages(sourceImages(side), place);
  const moments = channelMoments(
    Uint8Array.from(train.images, (value) => Math.round(255 * value)),
    inputShape[2],
  );
  const rounded = (numbers: readonly number[]): number[] => numbers.map((value) => Math.round(100 * value) / 100);
  return { mean: rounded(moments.mean), deviation: rounded(moments.deviation) };
}

/**
 * Trains a source model by the recipe, over so many of its steps. The same seed gives the same bits everywhere.
 *
 * @param onFrame hears what each step measured.
 */
export async function trainedSource(
  side: SourceSide,
  place: SourcePlace,
  { steps = sourcePlan.steps, onFrame = () => undefined }: { steps?: number; onFrame?: (frame: Frame) => void } = {},
): Promise<SourceModel> {
  const scaling = await scalingOf(side, place);
  const dataset = await loadImages({ ...sourceImages(side), scaling }, place);
  const layers = sourceNet(sourceClasses.length);
  // The cycle of the learning rate is that of the whole recipe, however soon the run ends.
  const plan = { ...sourcePlan, steps };
  const metrics = steps < sourcePlan.steps ? (['trainLoss'] as const) : (['trainLoss', 'testError'] as const);
  const trained = await trainToStore({ layers, plan, metrics, dataset, seed: sourceSeed }, place.engine, onFrame);
  const file = writeSafetensors({
    tensors: trained.tensors,
    metadata: { format: 'deep-and-trainable', layout: 'kernels [height, width, in, out], matrices [in, out]' },
  });
  return { ...trained, dataset, scaling, file, sha256: createHash('sha256').update(file).digest('hex') };
}
