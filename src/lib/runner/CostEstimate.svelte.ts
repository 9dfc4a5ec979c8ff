import type { Experiment, PresetName } from '../experiments/experiment.ts';
import type { PresetRecording } from '../experiments/recording.ts';
import type { Cost, costOf } from './cost.ts';
import type { ExampleState } from './state.ts';

/** Bytes that a run of a preset downloads, for a reader who has nothing cached. */
export type Downloads = { readonly [P in PresetName]?: number };

/** What pressing Run will take with the settings of the recording: its time, scaled by the reader's device against the recording one. */
export function presetCost(
  bytes: number | undefined,
  recording: Pick<PresetRecording, 'seconds' | 'calibration'>,
  deviceCalibration: number | undefined,
): Cost | undefined {
  if (bytes === undefined) return undefined;
  if (deviceCalibration === undefined) return { bytes, seconds: undefined };
  return { bytes, seconds: (recording.seconds * deviceCalibration) / recording.calibration };
}

/** What a run will take, as a page tells it before anybody presses Run. */
export class CostEstimate {
  deviceCalibration = $state<number>();
  readonly #downloads: Downloads;
  /** Knows the work of a net. A page fetches it when its reader changes something: the book's own settings need nothing reckoned. */
  #costOf = $state.raw<typeof costOf>();

  constructor(downloads: Downloads) {
    this.#downloads = downloads;
  }

  /** Undefined where it is not known, or not known yet. */
  of(
    experiment: Experiment,
    state: ExampleState,
    recording: PresetRecording | undefined,
    isAsRecorded: boolean,
  ): Cost | undefined {
    if (experiment.kind !== 'training') return undefined;
    if (isAsRecorded && recording !== undefined)
      return presetCost(this.#downloads[state.preset], recording, this.deviceCalibration);
    return this.#costOf?.(experiment, state, recording, this.deviceCalibration);
  }

  /** Where it cannot be fetched, there is no estimate, and pressing Run tells what is wrong. */
  async reckon(): Promise<void> {
    this.#costOf ??= await import('./cost.ts').then(
      (cost) => cost.costOf,
      () => undefined,
    );
  }
}
