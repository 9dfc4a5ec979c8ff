import type { DatasetRequest } from './datasets.ts';
import type { TrainingExperiment, TrainingPlan } from './experiment.ts';
import { defaults, type ParamSchema, type Values } from './params.ts';

/** All that an example trains with: as a preset of the page has it, or as its paper has. */
export interface Settings {
  readonly values: Values<ParamSchema>;
  readonly dataset: DatasetRequest;
  readonly plan: TrainingPlan;
  /** Updates after which the learning rate drops, and by what factor. */
  readonly drops: { readonly factor: number; readonly after: readonly number[] };
}

/** A number in a table of settings: in groups of three digits, and with all the digits of a small one, such as a weight decay. */
export const settingText = (value: number): string => value.toLocaleString('en-GB', { maximumFractionDigits: 8 });

export function quickSettings(experiment: TrainingExperiment): Settings {
  const values = { ...defaults(experiment.params), ...experiment.presets.quick.values };
  return { values, dataset: experiment.dataset(values), plan: experiment.training(values), drops: { factor: 1, after: [] } };
}

/** @throws Error where the example has no settings of a paper. */
export function paperSettings({ title, params, paper, training }: TrainingExperiment): Settings {
  if (paper === undefined) throw new Error(`"${title}" has no settings of a paper; give its definition a field "paper".`);
  const values = { ...defaults(params), ...paper.values };
  return { values, dataset: paper.dataset, plan: { ...training(values), ...paper.training }, drops: paper.drops };
}
