import type { TrainingPlan } from '../experiments/experiment.ts';

/** The rate begins at peak / START, and ends at peak / (START END), as PyTorch's `OneCycleLR` has it where nothing else is said. */
const START = 25;
const END = 10_000;

/** The learning rate of the update that comes after `updates` others: only products and quotients, the same in every browser. */
export function learningRateAt(
  { learningRate: peak, schedule }: Pick<TrainingPlan['optimizer'], 'learningRate' | 'schedule'>,
  updates: number,
): number {
  if (schedule === undefined) return peak;
  const { steps, rise } = schedule;
  const top = rise * steps - 1;
  const between = (from: number, to: number, share: number): number => peak * (from + (to - from) * share);
  if (updates <= top) return between(1 / START, 1, top === 0 ? 1 : updates / top);
  return between(1, 1 / (START * END), Math.min(1, (updates - top) / (steps - 1 - top)));
}
