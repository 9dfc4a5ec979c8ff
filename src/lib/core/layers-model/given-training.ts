import * as tf from '@tensorflow/tfjs-core';
import type { TrainingPlan } from '../../experiments/experiment.ts';
import type { Body } from './body.ts';
import { GivenNet, type EvidenceMap, type SavedModel } from './GivenNet.ts';
import type { Extent } from './parts.ts';
import { ofImages, ofStored, trainGiven, uploaded, type GivenImages, type LabelledImages } from './train.ts';

export interface GivenTask {
  readonly extent: Extent;
  /** Whether what is frozen is computed once for each image and its mirror image, and not in each step. */
  readonly isStored: boolean;
  readonly train: LabelledImages;
  readonly validation: GivenImages;
  readonly plan: Pick<TrainingPlan, 'optimizer' | 'steps'>;
  readonly batchSize: number;
  readonly seed: number;
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number;
  /** `done` of `total`: images of which something is stored, then steps. */
  readonly onProgress: (done: number, total: number) => void;
}

/** What came of it. */
export interface GivenOutcome {
  /** Of one more batch. */
  readonly trainLoss: number;
  /** For training alone, what is stored included. */
  readonly seconds: number;
  /** The class that each validation image is taken for. */
  readonly predictions: readonly number[];
  /** Where a validation image has evidence for a class. */
  readonly evidence: (image: number, logit: number) => Promise<EvidenceMap>;
  readonly save: () => Promise<SavedModel>;
  /** Frees the body too. */
  readonly dispose: () => void;
}

/** Images that are looked at at a time, where nothing is learned from them. */
const CHUNK = 8;

/**
 * Trains a body with a new classifier, and looks at the validation images.
 *
 * @throws Error as `trainGiven` does; then the body is freed.
 */
export async function trainBody(body: Body, task: GivenTask): Promise<GivenOutcome> {
  const { extent, isStored, train, validation, plan, batchSize, seed, now, onProgress } = task;
  const { weightDecay } = plan.optimizer;
  const net = new GivenNet(body, { extent, isStored, classes: train.classes, weightDecay, seed });
  try {
    const began = now();
    const batcher = isStored ? await ofStored(net, train, CHUNK, onProgress) : ofImages(train);
    const settings = { plan, batchSize, seed, onStep: (step: number) => onProgress(step, plan.steps) };
    const trainLoss = await trainGiven(net, batcher, settings);
    const seconds = (now() - began) / 1000;
    onProgress(plan.steps, plan.steps);
    return {
      trainLoss,
      seconds,
      predictions: await predictionsOf(net, validation),
      evidence: async (image, logit) => {
        const x = uploaded(validation, [{ image, isMirrored: false }]);
        try {
          return await net.evidence(x, logit);
        } finally {
          x.dispose();
        }
      },
      save: () => net.save(),
      dispose: () => net.dispose(),
    };
  } catch (error) {
    net.dispose();
    throw error;
  }
}

async function predictionsOf(net: GivenNet, images: GivenImages): Promise<readonly number[]> {
  const predictions: number[] = [];
  for (let start = 0; start < images.count; start += CHUNK) {
    const places = Array.from({ length: Math.min(CHUNK, images.count - start) }, (_, i) => ({
      image: start + i,
      isMirrored: false,
    }));
    const greatest = tf.tidy(() => tf.argMax(net.logits(uploaded(images, places)), 1));
    predictions.push(...(await greatest.data()));
    greatest.dispose();
  }
  return predictions;
}
