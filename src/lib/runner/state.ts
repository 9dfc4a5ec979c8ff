import type { Experiment, Preset, PresetName } from '../experiments/experiment.ts';
import { defaults, formatValues, type ParamSchema, type TextValues, type Values } from '../experiments/params.ts';

/** What a reader can set on an example, and what a link to it holds. */
export interface ExampleState {
  readonly preset: PresetName;
  readonly values: Values<ParamSchema>;
  readonly seed: number;
}

export const largestSeed = 2 ** 32 - 1;

export function presetOf(experiment: Experiment, name: PresetName): Preset | undefined {
  return experiment.kind === 'training' ? experiment.presets[name] : undefined;
}

export function presetNames(experiment: Experiment): readonly PresetName[] {
  return (['quick', 'full'] as const).filter((name) => presetOf(experiment, name) !== undefined);
}

/** The arms that this preset trains; an example that computes has all of them. */
export function armsOf(experiment: Experiment, preset: PresetName): readonly string[] {
  return presetOf(experiment, preset)?.arms ?? Object.keys(experiment.arms);
}

/** The values of a preset: the defaults with what the preset changes. */
export function presetValues(experiment: Experiment, preset: PresetName): Values<ParamSchema> {
  return { ...defaults(experiment.params), ...presetOf(experiment, preset)?.values };
}

/** The seed that an example opens with: the first of the recording. */
export function firstSeed(experiment: Experiment, preset: PresetName): number {
  return presetOf(experiment, preset)?.seeds[0] ?? 0;
}

export function initialState(experiment: Experiment, preset: PresetName = 'quick'): ExampleState {
  return { preset, values: presetValues(experiment, preset), seed: firstSeed(experiment, preset) };
}

export const textValues = (experiment: Experiment, state: ExampleState): TextValues =>
  formatValues(experiment.params, state.values);
