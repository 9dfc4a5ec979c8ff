import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/lib/core/engines.ts';
import type { RunLog } from '../../src/lib/experiments/runlog.ts';
import { modelCards } from '../../src/lib/experiments/source-models/cards.ts';
import { toPython } from '../../src/lib/export/pytorch/script.ts';
import { fileShards } from '../../src/lib/tools/data/file-shards.ts';
import { engineFiles } from '../setup/engine.ts';
import { firstSteps } from './book-runs.ts';
import { python, root, scriptFor, trainingExamples, type TrainingExample } from './scripts.ts';

/** Of the learning rate's cycle, and of the run, which goes on behind it. */
const CYCLE = 10;
const STEPS = 13;

const folder = mkdtempSync(join(tmpdir(), 'weights-'));
const script = join(folder, 'transfer-rates.py');
const log = join(folder, 'log.json');
const { file } = modelCards['cifar-six-16'];

/** One net that starts from stored weights, trained for a short cycle. */
function example(): TrainingExample {
  const found = trainingExamples.find(({ id }) => id === 'transfer-rates');
  if (found === undefined) throw new Error('There is no example "transfer-rates".');
  const { experiment } = found;
  const quick = { ...experiment.presets.quick, values: { steps: CYCLE }, arms: ['allMiddle'] };
  return { ...found, experiment: { ...experiment, presets: { quick } } };
}

const run = (...more: readonly string[]): { readonly status: number | null; readonly stderr: string } =>
  spawnSync(
    python ?? '',
    [script, '--cpu', '--steps', String(STEPS), '--data', join(root, 'public/data'), '--log', log, ...more],
    { encoding: 'utf8' },
  );

beforeAll(() => {
  writeFileSync(script, toPython(scriptFor(example())));
});

afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(python === undefined)('a script whose nets start from stored weights', () => {
  it('says where they are to be had, and where it looked for them', () => {
    const { status, stderr } = run();
    expect(status).toBe(1);
    expect(stderr.trim()).toBe(
      `There is no file ${join(folder, file)}. The book serves it at https://example.org/weights/${file}: save it there, or name its folder with --weights.`,
    );
  });

  it('takes no others', () => {
    const bytes = readFileSync(join(root, 'public/weights', file));
    bytes[bytes.length - 1] = 0;
    writeFileSync(join(folder, file), bytes);
    const { status, stderr } = run();
    expect(status).toBe(1);
    expect(stderr.trim()).toBe(
      `${join(folder, file)} is not the file that this script was written for. Get that from https://example.org/weights/${file}.`,
    );
  });

  it('follows the learning rate of the book through its cycle, and behind that', async () => {
    copyFileSync(join(root, 'public/weights', file), join(folder, file));
    expect(run()).toMatchObject({ status: 0 });
    const { arms } = JSON.parse(readFileSync(log, 'utf8')) as { readonly arms: RunLog };
    const theirs = arms['allMiddle']?.['trainLoss'];
    const sources = { shards: fileShards(join(root, 'public/data')), weights: fileShards(join(root, 'public/weights')) };
    const book = await firstSteps(await openEngine('wasm', engineFiles), example().experiment, sources, STEPS);
    const ours = book['allMiddle']?.['trainLoss'];
    expect(theirs?.x).toEqual(ours?.x);
    expect(theirs?.y.length).toBe(STEPS + 1);
    theirs?.y.forEach((loss, step) => expect(loss, `after ${step} updates`).toBeCloseTo(Number(ours?.y[step]), 3));
  }, 120_000);
});
