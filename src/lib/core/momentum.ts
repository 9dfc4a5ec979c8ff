import type { TrainingPlan } from '../experiments/experiment.ts';

/**
 * The momentum of the update that comes after `updates` others. 2^(-1 - log2(n)) = 1 / (2 n): only divisions, so that it is the same
 * number in every browser.
 */
export function momentumAt(momentum: TrainingPlan['optimizer']['momentum'], updates: number): number {
  if (typeof momentum === 'number') return momentum;
  const turn = Math.floor(updates / momentum.every) + 1;
  return Math.min(1 - 1 / (2 * turn), momentum.max);
}
