import type { PresetName } from './experiment.ts';
import type { TextValues } from './params.ts';

/**
 * A recorded run of one example over its seeds, as `npm run record` writes it to `src/content/recordings/<id>.json`. Figures,
 * numbers in the prose and the verdict on the reader's own run all come from it.
 */
export interface Recording {
  readonly format: 1;
  readonly experiment: string;
  /** ISO date. */
  readonly recordedOn: string;
  readonly backend: string;
  /** Browser that ran it, for example "Chromium 156". */
  readonly engine: string;
  /** Versions of the packages that computed it. */
  readonly packages: Readonly<Record<string, string>>;
  readonly presets: { readonly [P in PresetName]?: PresetRecording };
}

export interface PresetRecording {
  /** First digits of a hash over parameters and results: what `v=` in a link holds. */
  readonly version: string;
  readonly params: TextValues;
  readonly seeds: readonly number[];
  /** Wall-clock seconds of the whole preset on the recording machine, median over the seeds. */
  readonly seconds: number;
  /** Milliseconds of the calibration loop there; the reader's device runs the same loop to scale `seconds`. */
  readonly calibration: number;
  readonly arms: Readonly<Record<string, RecordedArm>>;
  /** One evidence a seed; a recording is only written when every claim held on every seed. */
  readonly claims: readonly { readonly text: string; readonly evidence: readonly string[] }[];
}

export interface RecordedArm {
  /** One a seed: hash over every number that the run measured, before thinning and rounding. */
  readonly digests: readonly string[];
  readonly metrics: Readonly<Record<string, RecordedSeries>>;
}

/**
 * Thinned to what the figure needs, rounded to five significant digits, after the metric's running mean. Of each seed, or of the first
 * alone where the metric says so.
 */
export type RecordedSeries = RecordedCurve | RecordedLayers;

/** `y[seed][i]` was measured at `x[i]`. */
export interface RecordedCurve {
  readonly x: readonly number[];
  readonly y: readonly (readonly number[])[];
}

/** `y[seed][i][layer]` was measured at `x[i]`. */
export interface RecordedLayers {
  readonly layers: readonly string[];
  readonly x: readonly number[];
  readonly y: readonly (readonly (readonly number[])[])[];
}
