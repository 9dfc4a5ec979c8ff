import type { TrainingExperiment } from './experiment.ts';
import type { Divergence } from './frame.ts';
import { ParamError, type Param, type ParamSchema, type TextValues, type Values } from './params.ts';

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
 * one, where the reader's is larger, and otherwise a tenth. Before the first update, the recorded initial weights in place of the
 * reader's. Undefined where the example has no such parameter, or no other value of it to offer.
 */
export function remedyFor(
  experiment: TrainingExperiment,
  values: Values<ParamSchema>,
  recorded: Values<ParamSchema>,
  divergences: readonly Pick<Divergence, 'step'>[],
): Remedy | undefined {
  const isOfTheStart = divergences.some(({ step }) => step === 0);
  return isOfTheStart ? otherStart(experiment, values, recorded) : smallerRate(experiment, values, recorded);
}

function otherStart(
  { params: { init: param } }: TrainingExperiment,
  { init: present }: Values<ParamSchema>,
  { init: tried }: Values<ParamSchema>,
): Remedy | undefined {
  if (param === undefined || present === tried) return undefined;
  const [from, to] = [param.format(present), param.format(tried)];
  return {
    change: { init: to },
    words: `${param.label.toLowerCase()} “${optionLabel(param, to)}” in place of “${optionLabel(param, from)}”`,
  };
}

const optionLabel = ({ control }: Param<unknown>, value: string): string =>
  (control.kind === 'select' ? control.options.find((option) => option.value === value)?.label : undefined) ?? value;

function smallerRate(
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
