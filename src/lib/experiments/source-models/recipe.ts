import { cifarNet } from '../../models/cifar-net.ts';
import type { Layer } from '../../models/layers.ts';
import { cifar10, type ImageRequest } from '../datasets.ts';
import type { TrainingPlan } from '../experiment.ts';

/** Sides of the images that there is a source model for. */
export type SourceSide = 16 | 32;

/** Aeroplanes, birds, cats, dogs, horses and ships: what the source models were trained to tell apart. */
export const sourceClasses: readonly number[] = [0, 2, 3, 5, 7, 8];

/** Cars, deer, frogs and lorries: what no source model has seen. */
export const targetClasses: readonly number[] = [1, 4, 6, 9];

/** The residual net of 8 layers of He et al. 2016, section 4.2, at its full width: three stages of one block, 16, 32 and 64 filters. */
export const sourceNet = (classes: number): readonly Layer[] => cifarNet({ depth: 8, width: 16, shortcuts: true, classes });

export const sourceSeed = 0;

const steps = 1600;

export const sourcePlan: TrainingPlan = {
  loss: 'softmaxCrossEntropy',
  optimizer: {
    learningRate: 0.2,
    schedule: { kind: 'oneCycle', steps, rise: 0.3 },
    momentum: 0.9,
    weightDecay: 5e-4,
  },
  batchSize: 128,
  steps,
  augment: true,
  measureEvery: steps,
};

/** All images of these classes, with pixels as they are: what there is to know of their channels is taken from them. */
export const sourceImages = (side: SourceSide): ImageRequest => ({
  ...cifar10({ train: 50_000, test: 10_000, side }),
  scaling: 'unit',
  classes: sourceClasses,
});
