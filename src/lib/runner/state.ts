import type { Challenge } from '../experiments/challenge.ts';
import type { Experiment, Preset, PresetName } from '../experiments/experiment.ts';
import type { OwnModel } from '../experiments/own-arm.ts';
import { defaults, formatValues, type ParamSchema, type TextValues, type Values } from '../experiments/params.ts';

/** What a reader can set on an example, and what a link to it holds. */
export interface ExampleState {
  readonly preset: PresetName;
  readonly values: Values<ParamSchema>;
  readonly seed: number;
  /** The reader's own model, where there is one: see `own/`. */
  readonly own?: LinkedModel | undefined;
  /** The one that the reader is at; it decides which arms run. */
  readonly challenge?: Challenge | undefined;
}

/** An own model as a link and a run know it. */
export interface LinkedModel extends OwnModel {
  /** Base and layers, as a link holds them. */
  readonly link: string;
  /** Whether it is trained without the example's arms. */
  readonly isAlone: boolean;
  /** The example with this model as an arm of it, under these values; it brings its own code, which a page without one does not load. */
  readonly join: (plain: Experiment, values: Values<ParamSchema>) => Joined;
}

export interface Joined {
  readonly experiment: Experiment;
  /** Why the model is left out, where it does not fit the values. */
  readonly notes: readonly string[];
}

export const largestSeed = 2 ** 32 - 1;

export function presetOf(experiment: Experiment, name: PresetName): Preset | undefined {
  return experiment.kind === 'training' ? experiment.presets[name] : undefined;
}

export function presetNames(experiment: Experiment): readonly PresetName[] {
  return (['quick', 'full'] as const).filter((name) => presetOf(experiment, name) !== undefined);
}

/** The arms that this preset trains, or a challenge in its place; an example that computes has all of them. */
export function armsOf(experiment: Experiment, preset: PresetName, challenge?: Challenge): readonly string[] {
  return challenge?.arms ?? presetOf(experiment, preset)?.arms ?? Object.keys(experiment.arms);
}

/** The values of a preset: the defaults with what the preset changes. */
export function presetValues(experiment: Experiment, preset: PresetName): Values<ParamSchema> {
  return { ...defaults(experiment.params), ...presetOf(experiment, preset)?.values };
}

/** The seed that an example opens with: the first of the recording. */
export function firstSeed(experiment: Experiment, preset: PresetName): number {
  return presetOf(experiment, preset)?.seeds[0] ?? 0;
}

export function initialState(experiment: Experiment, preset: PresetName = 'quick', challenge?: Challenge): ExampleState {
  const values = { ...presetValues(experiment, preset), ...challenge?.start };
  return { preset, values, seed: firstSeed(experiment, preset), challenge };
}

export const textValues = (experiment: Experiment, state: ExampleState): TextValues =>
  formatValues(experiment.params, state.values);
