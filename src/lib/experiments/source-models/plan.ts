import type { TrainingPlan } from '../experiment.ts';
import { targetClasses } from './recipe.ts';

/** Most images of a step on a target task. */
const BATCH = 32;

/** How a net is trained on a target task, whatever it starts from: one cycle, with flips and shifts of the few images there are. */
export function targetPlan(settings: {
  readonly learningRate: number;
  readonly steps: number;
  /** Images of each class to train on. */
  readonly perClass: number;
  readonly augment?: boolean;
}): TrainingPlan {
  const { learningRate, steps, perClass, augment = true } = settings;
  return {
    loss: 'softmaxCrossEntropy',
    optimizer: { learningRate, schedule: { kind: 'oneCycle', steps, rise: 0.3 }, momentum: 0.9, weightDecay: 5e-4 },
    batchSize: Math.min(BATCH, targetClasses.length * perClass),
    steps,
    augment,
    measureEvery: steps,
  };
}
