import type { PresetName } from '../../lib/experiments/experiment.ts';
import type { PresetRecording, Recording } from '../../lib/experiments/recording.ts';
import type { ExperimentId } from '../../lib/experiments/registry.ts';
import { shelved } from '../../lib/experiments/shelf.ts';
import { costOf } from '../../lib/runner/cost.ts';
import type { Downloads } from '../../lib/runner/CostEstimate.svelte.ts';
import { initialState, presetNames } from '../../lib/runner/state.ts';

const recordings = import.meta.glob<Recording>('/src/content/recordings/*.json', { import: 'default', eager: true });

/** The recording of an example, at build time. Throws, saying how to make it, where there is none. */
export function recordingOf(id: string): Recording {
  const recording = recordings[`/src/content/recordings/${id}.json`];
  if (recording === undefined) throw new Error(`Example "${id}" has no recording; make it with: npm run record -- ${id}`);
  return recording;
}

export function presetRecordingOf(id: string, preset: PresetName): PresetRecording {
  const recording = recordingOf(id).presets[preset];
  if (recording === undefined) {
    throw new Error(
      `Example "${id}" has no recording of its ${preset} preset; make it with: npm run record -- ${id} --preset ${preset}`,
    );
  }
  return recording;
}

/** Bytes that a run of each preset downloads, at build time: a page need not reckon what all its readers see. */
export function downloadsOf(id: ExperimentId): Downloads {
  const experiment = shelved(id);
  if (experiment.kind !== 'training') return {};
  return Object.fromEntries(
    presetNames(experiment).map((preset) => [
      preset,
      costOf(experiment, initialState(experiment, preset), undefined, undefined).bytes,
    ]),
  );
}
