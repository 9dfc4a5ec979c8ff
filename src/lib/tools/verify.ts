/**
 * `npm run verify [-- id ...] [-- --kind compute]`: reruns the quick preset of every example, or of those that compute, with the first recorded seed in headless Chromium on the
 * WASM backend. Fails where a claim no longer holds, or where a recording is missing or was made with other settings. A run that
 * holds its claims but is not bit for bit the recorded one is told, and fails under `--identical`.
 */
import { parseArgs } from 'node:util';
import { judge } from '../experiments/claims.ts';
import { formatValues } from '../experiments/params.ts';
import { experimentOf, type ExperimentId } from '../experiments/registry.ts';
import { presetValues } from '../runner/state.ts';
import { verdictOn } from '../runner/verdict.ts';
import { readRecording } from './record/files.ts';
import { RecorderBrowser } from './record/RecorderBrowser.ts';
import { selectExperiments, selectKind } from './record/select.ts';

/** What is wrong with an example, one line each; empty where all is well. */
async function verifyExample(browser: RecorderBrowser, id: ExperimentId, mustBeIdentical: boolean): Promise<readonly string[]> {
  const experiment = experimentOf(id);
  const recording = readRecording(id)?.presets.quick;
  if (recording === undefined) return [`${id} has no recording of its quick preset. Make one: npm run record -- ${id}`];
  const values = presetValues(experiment, 'quick');
  const params = formatValues(experiment.params, values);
  if (JSON.stringify(params) !== JSON.stringify(recording.params)) {
    return [`${id} was recorded with other settings than its spec has now. Record it again: npm run record -- ${id}`];
  }

  const seed = recording.seeds[0] ?? 0;
  const { log, digests, seconds } = await browser.record(id, 'quick', seed, 'wasm');
  const claims = judge(experiment.claims, log, values);
  const verdict = verdictOn({ log, digests, seed, sameSettings: true, diverged: false }, claims, recording, experiment);
  if (verdict === undefined) throw new Error(`${id}: no verdict on a run with the settings of its recording.`);
  console.log(`${id}, seed ${seed}: ${verdict.kind}, ${seconds.toFixed(1)} s. ${verdict.sentence}`);
  for (const { status, text, evidence } of claims) console.log(`  ${status}: ${text} (${evidence})`);

  const problems = claims.filter(({ status }) => status === 'failed').map(({ text, evidence }) => `${id}: "${text}" ${evidence}`);
  if (mustBeIdentical && experiment.kind === 'training' && verdict.kind !== 'identical') {
    problems.push(`${id}: the run is not bit for bit the recorded one.`);
  }
  return problems;
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { identical: { type: 'boolean', default: false }, kind: { type: 'string' } },
});
const ids = selectKind(selectExperiments(positionals), values.kind);
const browser = await RecorderBrowser.open();
const problems: string[] = [];
let failed = 0;
try {
  for (const id of ids) {
    const found = await verifyExample(browser, id, values.identical);
    problems.push(...found);
    if (found.length > 0) failed += 1;
  }
} finally {
  await browser.close();
}
if (problems.length > 0) {
  console.error(`Not verified:\n${problems.join('\n')}`);
  process.exitCode = 1;
}
console.log(`${ids.length - failed} passed, ${failed} failed`);
