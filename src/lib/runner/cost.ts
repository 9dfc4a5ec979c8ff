import { downloadBytes } from '../datasets/sizes.ts';
import { inputShapeOf, trainCount } from '../experiments/datasets.ts';
import { datasetOf, planOf, storedWeights, type Experiment, type TrainingExperiment } from '../experiments/experiment.ts';
import type { ParamSchema, Values } from '../experiments/params.ts';
import type { PresetRecording } from '../experiments/recording.ts';
import { modelCards } from '../experiments/source-models/cards.ts';
import { forwardFlops } from '../models/count.ts';
import { presetValues, type ExampleState } from './state.ts';

/**
 * Bytes of the training engine as a static host compresses them: the worker's scripts with every backend, of which a device loads
 * those that it can run, and the WASM binaries. A test on the built site holds this to what is really there.
 */
export const engineBytes = 400_000;

export interface Cost {
  /** Engine, data and stored weights, as downloaded by a reader who has nothing cached. */
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
  const arms = experiment.presets[state.preset]?.arms ?? [];
  const data = downloadBytes(...arms.map((arm) => datasetOf(experiment, arm, state.values)));
  const bytes = engineBytes + data + weightsBytes(experiment, state);
  if (recording === undefined || deviceCalibration === undefined) return { bytes, seconds: undefined };
  const recordedWork = totalFlops(experiment, { ...state, values: presetValues(experiment, state.preset) });
  const seconds =
    recording.seconds * (totalFlops(experiment, state) / recordedWork) * (deviceCalibration / recording.calibration);
  return { bytes, seconds };
}

/** Bytes of the stored weights that the arms start from, each file once. */
function weightsBytes(experiment: TrainingExperiment, { preset, values }: ExampleState): number {
  const arms = experiment.presets[preset]?.arms ?? [];
  return storedWeights(experiment, arms, values).reduce((sum, id) => sum + modelCards[id].bytes, 0);
}

/** Floating-point operations of training one arm: a backward pass costs about two forward ones. */
export function armFlops(experiment: TrainingExperiment, arm: string, values: Values<ParamSchema>): number {
  const model = experiment.arms[arm]?.model(values) ?? [];
  const request = datasetOf(experiment, arm, values);
  const { batchSize, steps } = planOf(experiment, arm, values);
  // A run of no steps still measures one.
  return (
    3 * forwardFlops(model, inputShapeOf(request)) * (batchSize === 'all' ? trainCount(request) : batchSize) * Math.max(steps, 1)
  );
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
