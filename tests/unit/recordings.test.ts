import { readdirSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import type { Recording } from '../../src/lib/experiments/recording.ts';
import { experimentIds, experimentOf, type ExperimentId } from '../../src/lib/experiments/registry.ts';
import { armsOf, presetNames, presetOf, presetValues } from '../../src/lib/runner/state.ts';
import { engineVersions, readRecording, recordingFile } from '../../src/lib/tools/record/files.ts';

function recordingOf(id: ExperimentId): Recording {
  const recording = readRecording(id);
  if (recording === undefined) throw new Error(`There is no ${recordingFile(id)}.`);
  return recording;
}

test('every example has a recording, and nothing else has one', () => {
  const recorded = readdirSync('src/content/recordings').map((name) => name.replace(/\.json$/, ''));
  expect(recorded.sort()).toEqual(experimentIds.toSorted());
});

test('all recordings were made by one engine: the packages that are installed, on one backend of one browser', () => {
  for (const id of experimentIds) {
    const { experiment, backend, packages } = recordingOf(id);
    expect({ experiment, backend, packages }, id).toEqual({ experiment: id, backend: 'wasm', packages: engineVersions() });
  }
  expect(new Set(experimentIds.map((id) => recordingOf(id).engine)).size).toBe(1);
});

describe.each(experimentIds)('the recording of %s', (id) => {
  const experiment = experimentOf(id);
  const { presets } = recordingOf(id);
  // What computes has no presets, and is recorded as if it had one.
  const names = presetNames(experiment).length === 0 ? (['quick'] as const) : presetNames(experiment);

  it('has each preset of the example, with its seeds and its arms', () => {
    expect(Object.keys(presets).sort()).toEqual(names.toSorted());
    for (const name of names) {
      expect(presets[name]?.seeds, name).toEqual(presetOf(experiment, name)?.seeds ?? [0]);
      expect(Object.keys(presets[name]?.arms ?? {}).sort(), name).toEqual(armsOf(experiment, name).toSorted());
    }
  });

  it('has evidence, seed by seed, for every claim that its settings decide', () => {
    for (const name of names) {
      const values = presetValues(experiment, name);
      const decided = experiment.claims.filter(
        ({ arms, needs }) => arms.every((arm) => armsOf(experiment, name).includes(arm)) && needs?.isMet(values) !== false,
      );
      expect(decided.length).toBeGreaterThan(0);
      const { claims = [], seeds = [] } = presets[name] ?? {};
      for (const { text } of decided) {
        expect(claims.find((claim) => claim.text === text)?.evidence, text).toHaveLength(seeds.length);
      }
    }
  });
});
