import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/lib/core/engines.ts';
import type { RunLog } from '../../src/lib/experiments/runlog.ts';
import { toPython } from '../../src/lib/export/pytorch/script.ts';
import { fileShards } from '../../src/lib/tools/data/file-shards.ts';
import { engineFiles } from '../setup/engine.ts';
import { firstSteps } from './book-runs.ts';
import { python, root, scriptFor, trainingExamples, type TrainingExample } from './scripts.ts';

/** Of each of the two nets. */
const AFTER = 10;
const STEPS = 2 * AFTER;

const arms = ['kept1', 'kept4'] as const;

const folder = mkdtempSync(join(tmpdir(), 'continuation-'));
const script = join(folder, 'layer-transfer.py');
const log = join(folder, 'log.json');

/** Two nets that are cut, below and above, after a short cycle. */
function example(): TrainingExample {
  const found = trainingExamples.find(({ id }) => id === 'layer-transfer');
  if (found === undefined) throw new Error('There is no example "layer-transfer".');
  const { experiment } = found;
  return {
    ...found,
    experiment: {
      ...experiment,
      presets: { quick: { ...experiment.presets.quick, values: { steps: AFTER }, arms } },
    },
  };
}

beforeAll(() => {
  writeFileSync(script, toPython(scriptFor(example())));
});

afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(python === undefined)('a script in which another net goes on', () => {
  it('takes the steps of the book with both, and finds the same test errors', async () => {
    const { status, stderr } = spawnSync(python ?? '', [script, '--cpu', '--data', join(root, 'public/data'), '--log', log], {
      encoding: 'utf8',
    });
    expect(status, stderr).toBe(0);
    const { arms: theirs } = JSON.parse(readFileSync(log, 'utf8')) as { readonly arms: RunLog };
    const sources = { shards: fileShards(join(root, 'public/data')), weights: fileShards(join(root, 'public/weights')) };
    const ours = await firstSteps(await openEngine('wasm', engineFiles), example().experiment, sources, STEPS);
    for (const arm of arms) {
      const [book, python] = [ours[arm]?.['trainLoss'], theirs[arm]?.['trainLoss']];
      expect(python?.x).toEqual(book?.x);
      expect(python?.y.length).toBe(STEPS + 1);
      python?.y.forEach((loss, step) => expect(loss, `${arm} after ${step} updates`).toBeCloseTo(Number(book?.y[step]), 3));
      const errors = theirs[arm]?.['testError'];
      expect(errors?.x).toEqual([0, AFTER, STEPS]);
      // Of some 400 test images one or two may turn with rounding.
      errors?.y.forEach((error, i) => expect(Math.abs(Number(error) - Number(ours[arm]?.['testError']?.y[i]))).toBeLessThan(0.6));
    }
  }, 120_000);
});
