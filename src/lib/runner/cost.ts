import { downloadBytes } from '../datasets/sizes.ts';
import { inputShapeOf, trainCount } from '../experiments/datasets.ts';
import { datasetOf, planOf, storedWeights, type Experiment, type TrainingExperiment } from '../experiments/experiment.ts';
import type { ParamSchema, Values } from '../experiments/params.ts';
import type { PresetRecording } from '../experiments/recording.ts';
import { modelCards } from '../experiments/source-models/cards.ts';
import { trainingFlops } from '../models/count.ts';
import type { Layer } from '../models/layers.ts';
import { armsOf, presetValues, type ExampleState } from './state.ts';

/**
 * Bytes of the training engine as a static host compresses them: the worker's scripts with every backend, of which a device loads
 * those that it can run, and the WASM binaries. A test on the built site holds this to what is really there.
 */
export const engineBytes = 405_000;

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
  const arms = armsOf(experiment, state.preset, state.challenge);
  const data = downloadBytes(...arms.map((arm) => datasetOf(experiment, arm, state.values)));
  const bytes = engineBytes + data + weightsBytes(experiment, state);
  if (recording === undefined || deviceCalibration === undefined) return { bytes, seconds: undefined };
  // Of the recorded arms: a reader may train one more, or another in their place.
  const recorded = { ...state, values: presetValues(experiment, state.preset) };
  const recordedWork = totalFlops(experiment, recorded, Object.keys(recording.arms));
  const seconds =
    recording.seconds * (totalFlops(experiment, state) / recordedWork) * (deviceCalibration / recording.calibration);
  return { bytes, seconds };
}

/** Bytes of the stored weights that the arms start from, each file once. */
function weightsBytes(experiment: TrainingExperiment, { preset, values, challenge }: ExampleState): number {
  const arms = armsOf(experiment, preset, challenge);
  return storedWeights(experiment, arms, values).reduce((sum, id) => sum + modelCards[id].bytes, 0);
}

/**
 * Floating-point operations of training one arm: B (n F + n' F'), where n of the updates are those of its net and n' those of the net
 * that goes on in its place, if one does; B is the number of examples in a batch, F and F' are the operations of an update on one
 * example. F counts a forward pass once in layers that are frozen below all that is trained, and three times in the others.
 */
export function armFlops(experiment: TrainingExperiment, arm: string, values: Values<ParamSchema>): number {
  const model = experiment.arms[arm]?.model(values) ?? [];
  const continuation = experiment.arms[arm]?.continues?.(values);
  const request = datasetOf(experiment, arm, values);
  const { batchSize, steps } = planOf(experiment, arm, values);
  // A run of no steps still measures one.
  const updates = Math.max(steps, 1);
  const ofFirst = Math.min(updates, continuation?.after ?? updates);
  const ofUpdate = (net: readonly Layer[]): number => trainingFlops(net, inputShapeOf(request));
  const ofExample = ofFirst * ofUpdate(model) + (updates - ofFirst) * ofUpdate(continuation?.model ?? []);
  return ofExample * (batchSize === 'all' ? trainCount(request) : batchSize);
}

export function totalFlops(
  experiment: TrainingExperiment,
  { preset, values, challenge }: ExampleState,
  arms: readonly string[] = armsOf(experiment, preset, challenge),
): number {
  return arms.reduce((sum, arm) => sum + armFlops(experiment, arm, values), 0);
}

/** The arms of a run, the longest first, so that two workers end at about the same time. */
export function longestFirst(experiment: Experiment, arms: readonly string[], values: Values<ParamSchema>): readonly string[] {
  if (experiment.kind !== 'training') return arms;
  return arms.toSorted((a, b) => armFlops(experiment, b, values) - armFlops(experiment, a, values));
}
