/**
 * `npm run record [-- id ...] [-- --preset quick]`: runs examples over their seeds in headless Chromium on the WASM backend and
 * writes `src/content/recordings/<id>.json`. Refuses to write a recording in which a claim fails.
 */
import { parseArgs } from 'node:util';
import type { PresetName } from '../experiments/experiment.ts';
import { experimentOf, type ExperimentId } from '../experiments/registry.ts';
import type { PresetRecording, Recording } from '../experiments/recording.ts';
import { presetNames, presetOf } from '../runner/state.ts';
import { engineVersions, readRecording, recordingFile, writeRecording } from './record/files.ts';
import { RecorderBrowser } from './record/RecorderBrowser.ts';
import { selectExperiments, selectPreset } from './record/select.ts';
import { ClaimFailure, summarise, type SeedRun } from './record/summarise.ts';

async function recordPreset(browser: RecorderBrowser, id: ExperimentId, preset: PresetName): Promise<PresetRecording> {
  const experiment = experimentOf(id);
  const runs: SeedRun[] = [];
  for (const seed of presetOf(experiment, preset)?.seeds ?? [0]) {
    const run = await browser.record(id, preset, seed, 'wasm');
    console.log(`${id}, ${preset}, seed ${seed}: ${run.seconds.toFixed(1)} s`);
    runs.push({ seed, run });
  }
  return summarise(experiment, preset, runs);
}

/** Records the wanted presets and keeps the others of an existing recording. */
async function recordExample(browser: RecorderBrowser, id: ExperimentId, wanted: PresetName | undefined): Promise<void> {
  const names = presetNames(experimentOf(id));
  const all = names.length === 0 ? (['quick'] as const) : names;
  const presets: Partial<Record<PresetName, PresetRecording>> = { ...readRecording(id)?.presets };
  for (const preset of all.filter((name) => wanted === undefined || name === wanted)) {
    presets[preset] = await recordPreset(browser, id, preset);
  }
  const recording: Recording = {
    format: 1,
    experiment: id,
    recordedOn: new Date().toISOString().slice(0, 10),
    backend: 'wasm',
    engine: browser.engine,
    packages: engineVersions(),
    presets,
  };
  writeRecording(recording);
  console.log(`wrote ${recordingFile(id)}`);
}

const { positionals, values } = parseArgs({ allowPositionals: true, options: { preset: { type: 'string' } } });
const ids = selectExperiments(positionals);
const wanted = selectPreset(values.preset);
const browser = await RecorderBrowser.open();
try {
  for (const id of ids) {
    try {
      await recordExample(browser, id, wanted);
    } catch (error) {
      if (!(error instanceof ClaimFailure)) throw error;
      console.error(`${id} was not recorded: a claim does not hold.\n${error.message}`);
      process.exitCode = 1;
    }
  }
} finally {
  await browser.close();
}
