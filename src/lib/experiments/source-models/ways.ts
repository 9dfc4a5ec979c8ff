import type { Look, TrainingArm } from '../experiment.ts';
import { targetClasses } from './recipe.ts';
import { allStages, takenFrom, targetNet } from './stages.ts';

/** The source model that examples start from. */
export const weights = 'cifar-six-16';

/** What can be done with a source model: nothing, a read-out of its features, or training all of it further. */
export type Way = 'scratch' | 'frozen' | 'all';

export const wayLabels: Readonly<Record<Way, string>> = {
  scratch: 'from scratch',
  frozen: 'features frozen',
  all: 'all fine-tuned',
};

export const wayLooks: Readonly<Record<Way, Look>> = {
  scratch: { colour: 'neutral', dash: 'dotted' },
  frozen: { colour: 'first', dash: 'solid' },
  all: { colour: 'third', dash: 'dashed' },
};

/** The net of a way, and what it starts from. What is frozen is normalised as in evaluation. */
export const netOf = (way: Way): Pick<TrainingArm, 'model' | 'startsFrom'> => ({
  model: () => targetNet(targetClasses.length, way === 'frozen' ? allStages : 0, 'evaluation'),
  startsFrom: () => (way === 'scratch' ? undefined : takenFrom(weights, allStages)),
});
