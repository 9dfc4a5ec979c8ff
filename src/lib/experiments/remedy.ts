import type { TrainingExperiment } from './experiment.ts';
import { ParamError, type ParamSchema, type TextValues, type Values } from './params.ts';

/** What mends a run that left the finite numbers. */
export interface Remedy {
  /** Settings to change, as texts. */
  readonly change: TextValues;
  /** The change in words: "learning rate 0.02 in place of 1000". */
  readonly words: string;
}

/** Where the book explains divergence. */
export const divergenceSection = 'exponentials-in-depth/#divergence';

/**
 * A smaller learning rate, which mends every divergence of gradient descent that is not one of the initial weights: the recorded
 * one, where the reader's is larger, and otherwise a tenth. Undefined where the example has none that could be smaller.
 */
export function remedyFor(
  experiment: TrainingExperiment,
  values: Values<ParamSchema>,
  recorded: Values<ParamSchema>,
): Remedy | undefined {
  const param = experiment.params['learningRate'];
  const present: unknown = values['learningRate'];
  const tried: unknown = recorded['learningRate'];
  if (param === undefined || typeof present !== 'number' || typeof tried !== 'number') return undefined;
  const smaller = tried < present ? tried : present / 10;
  try {
    const text = param.format(param.parse(String(smaller)));
    return { change: { learningRate: text }, words: `${param.label.toLowerCase()} ${text} in place of ${param.format(present)}` };
  } catch (error) {
    // Below what the example allows.
    if (error instanceof ParamError) return undefined;
    throw error;
  }
}
