import type { TrainingPlan } from '../experiments/experiment.ts';
import type { StoredWeightsId } from '../experiments/source-models/cards.ts';
import { targetPlan } from '../experiments/source-models/plan.ts';
import { allStages, targetNet, type StageCount } from '../experiments/source-models/stages.ts';
import type { Layer } from '../models/layers.ts';

/** The source model of the lab. */
export const labWeights: StoredWeightsId = 'cifar-six-16';

export const strategyIds = ['scratch', 'frozen', 'top', 'all'] as const;
export type StrategyId = (typeof strategyIds)[number];

export interface Strategy {
  readonly label: string;
  /** Stages whose weights stay as they are. */
  readonly frozen: StageCount;
  readonly isTransferred: boolean;
}

/** The four ways of the chapter on transfer learning. */
export const strategies: Readonly<Record<StrategyId, Strategy>> = {
  scratch: { label: 'from scratch', frozen: 0, isTransferred: false },
  frozen: { label: 'features frozen', frozen: allStages, isTransferred: true },
  top: { label: 'last two stages fine-tuned', frozen: 2, isTransferred: true },
  all: { label: 'all fine-tuned', frozen: 0, isTransferred: true },
};

/** What the reader settles; the same for all strategies. */
export interface LabSettings {
  readonly steps: number;
  /** At the top of the cycle. */
  readonly learningRate: number;
  /** Of the split, the new weights and the order of the images. */
  readonly seed: number;
}

export const stepLimits = { least: 10, most: 2_000 } as const;

/** What is frozen is normalised as in evaluation. */
export const labNet = (id: StrategyId, classes: number): readonly Layer[] =>
  targetNet(classes, strategies[id].frozen, 'evaluation');

/** As in the examples of the chapter, with no more images in a step than there are. */
export function labPlan({ steps, learningRate }: LabSettings, images: number): TrainingPlan {
  const plan = targetPlan({ learningRate, steps, perClass: images });
  return { ...plan, batchSize: Math.min(Number(plan.batchSize), images) };
}
