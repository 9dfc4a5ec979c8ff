import { downloadBytes } from '../datasets/manifest.ts';
import type { Experiment, TrainingExperiment } from '../experiments/experiment.ts';
import type { ParamSchema, Values } from '../experiments/params.ts';
import type { PresetRecording } from '../experiments/recording.ts';
import { forwardFlops } from '../models/count.ts';
import type { Shape } from '../models/layers.ts';
import { presetValues, type ExampleState } from './state.ts';

/**
 * Bytes of the training engine as a static host compresses them: the worker's scripts with every backend, of which a device loads
 * those that it can run, and the WASM binaries. A test on the built site holds this to what is really there.
 */
export const engineBytes = 320_000;

export interface Cost {
  /** Engine and data, as downloaded by a reader who has nothing cached. */
  readonly bytes: number;
  /** Undefined until the device was calibrated. */
  readonly seconds: number | undefined;
}

/**
 * What pressing Run will take: the recorded time, scaled by the work of the reader's settings against the recorded ones, and by
 * the reader's device against the recording one.
 */
export function costOf(
  experiment: TrainingExperiment,
  state: ExampleState,
  recording: PresetRecording | undefined,
  deviceCalibration: number | undefined,
): Cost {
  const bytes = engineBytes + downloadBytes(experiment.dataset(state.values));
  if (recording === undefined || deviceCalibration === undefined) return { bytes, seconds: undefined };
  const recordedWork = totalFlops(experiment, { ...state, values: presetValues(experiment, state.preset) });
  const seconds =
    recording.seconds * (totalFlops(experiment, state) / recordedWork) * (deviceCalibration / recording.calibration);
  return { bytes, seconds };
}

/** Floating-point operations of training one arm: a backward pass costs about two forward ones. */
export function armFlops(experiment: TrainingExperiment, arm: string, values: Values<ParamSchema>): number {
  const model = experiment.arms[arm]?.model(values) ?? [];
  const { train, side, name } = experiment.dataset(values);
  const { batchSize, steps } = experiment.training(values);
  const input: Shape = [side, side, name === 'mnist' ? 1 : 3];
  return 3 * forwardFlops(model, input) * (batchSize === 'all' ? train : batchSize) * steps;
}

export function totalFlops(experiment: TrainingExperiment, { preset, values }: ExampleState): number {
  const arms = experiment.presets[preset]?.arms ?? [];
  return arms.reduce((sum, arm) => sum + armFlops(experiment, arm, values), 0);
}

/** The arms of a run, the longest first, so that two workers end at about the same time. */
export function longestFirst(experiment: Experiment, arms: readonly string[], values: Values<ParamSchema>): readonly string[] {
  if (experiment.kind !== 'training') return arms;
  return arms.toSorted((a, b) => armFlops(experiment, b, values) - armFlops(experiment, a, values));
}
