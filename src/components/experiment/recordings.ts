import type { PresetName } from '../../lib/experiments/experiment.ts';
import type { PresetRecording, Recording } from '../../lib/experiments/recording.ts';

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
