import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/lib/core/engines.ts';
import type { RunLog } from '../../src/lib/experiments/runlog.ts';
import type { Claim, Finding } from '../../src/lib/experiments/claims.ts';
import { metricFunctions } from '../../src/lib/export/pytorch/metrics.ts';
import { toPython } from '../../src/lib/export/pytorch/script.ts';
import { fileShards } from '../../src/lib/tools/data/file-shards.ts';
import { engineFiles } from '../setup/engine.ts';
import { firstSteps, numbersIn, quickValues, varied } from './book-runs.ts';
import { python, root, scriptFor, trainingExamples } from './scripts.ts';

const STEPS = 3;

/** Runs, changed at random, that the claims are tried on besides the true one. */
const VARIED = [1, 2, 3, 4];

interface MeasuredSeries {
  readonly x: readonly number[];
  readonly y: readonly (number | readonly number[])[];
}

type MeasuredArms = Readonly<Record<string, Readonly<Record<string, MeasuredSeries>>>>;

/** What `driver.py` gives for one example. */
interface Result {
  readonly arms: MeasuredArms;
  readonly moved: MeasuredArms;
  readonly claims: readonly (readonly (readonly [boolean, string] | null)[])[];
  readonly applies: readonly boolean[];
  readonly notChecked: readonly (readonly [string, string])[];
}

const data = join(root, 'public/data');
const weights = join(root, 'public/weights');
const folder = mkdtempSync(join(tmpdir(), 'scripts-'));
const logs = new Map<string, readonly RunLog[]>();
let results: Readonly<Record<string, Result>> = {};

const ran = (args: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync(python ?? '', args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}:\n${stderr.slice(-4000)}`);
  return stdout;
};

beforeAll(async () => {
  if (python === undefined) return;
  const engine = await openEngine('wasm', engineFiles);
  for (const example of trainingExamples) {
    const sources = { shards: fileShards(data), weights: fileShards(weights) };
    const log = await firstSteps(engine, example.experiment, sources, STEPS);
    logs.set(example.id, [log, ...VARIED.map((seed) => varied(log, seed))]);
    writeFileSync(join(folder, `${example.id}.py`), toPython(scriptFor(example)));
  }
  const examples = [...logs].map(([id, all]) => ({ id, logs: all }));
  writeFileSync(join(folder, 'job.json'), JSON.stringify({ folder, data, weights, steps: STEPS, examples }));
  ran([join(root, 'tests/export/driver.py'), join(folder, 'job.json'), join(folder, 'result.json')]);
  results = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as typeof results;
}, 1_800_000);

afterAll(() => rmSync(folder, { recursive: true }));

const relative = (a: number, b: number): number => (a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b)));

/** How far two series are apart at each x, at most. */
const distances = (one: MeasuredSeries, other: MeasuredSeries): readonly number[] =>
  one.y.map((values, i) => {
    const [a, b] = [[values].flat(), [other.y[i] ?? []].flat()];
    return a.length === b.length ? Math.max(...a.map((value, layer) => relative(value, b[layer] ?? Number.NaN))) : Infinity;
  });

/** What rounding leaves between two engines where nothing amplifies it. */
const ROUNDING = 1e-4;

/**
 * Deep nets with batch normalisation amplify it, and the plain ones and those with burdened shortcuts most: after an update or two, a change of
 * their weights in the seventh digit shows in the third digit of the loss. How far a script may be from the book is measured by such a change.
 */
const AMPLIFIED = 30;

/**
 * In percentage points: whether a net is right about an example may turn with rounding where two logits are close, and each of the 400 to
 * 1,000 test examples counts a tenth of a point to a quarter.
 */
const TIES = 0.25;
const countsExamples = (metric: string): boolean => metric === 'testError' || metric === 'testErrorOfBatches';

describe.skipIf(python === undefined).each(trainingExamples)('the script of $id', ({ id, experiment }) => {
  it.each([...experiment.presets.quick.arms])('takes the steps of the book: %s', (arm) => {
    const { arms = {}, moved = {} } = results[id] ?? {};
    const measured = Object.keys(experiment.metrics).filter((metric) => metric in metricFunctions);
    expect(Object.keys(arms[arm] ?? {}).sort()).toEqual(measured.sort());
    for (const metric of measured) {
      const [ours, theirs] = [logs.get(id)?.[0]?.[arm]?.[metric], arms[arm]?.[metric]];
      if (ours === undefined || theirs === undefined) throw new Error(`${arm} has no ${metric}.`);
      expect(theirs.x, metric).toEqual(ours.x);
      const other = moved[arm]?.[metric];
      const amplified = other === undefined ? [] : distances(theirs, other);
      distances(ours, theirs).forEach((distance, i) => {
        const ties = countsExamples(metric) ? TIES / Math.max(...[ours.y[i] ?? 0].flat()) : 0;
        const allowed = Math.max(ROUNDING, AMPLIFIED * (amplified[i] ?? 0), ties);
        expect(distance, `${metric} of ${arm} after ${theirs.x[i]} updates`).toBeLessThanOrEqual(allowed);
      });
    }
  });

  it('finds what the claims of the book find, on this run and on others', () => {
    const values = quickValues(experiment);
    const left = new Set(results[id]?.notChecked.map(([text]) => text));
    const claims = experiment.claims.filter(({ text }) => !left.has(text));
    expect(results[id]?.applies).toEqual(claims.map(({ needs }) => needs?.isMet(values) ?? true));
    logs.get(id)?.forEach((log, run) => {
      claims.forEach((claim, i) => {
        const theirs = results[id]?.claims[run]?.[i];
        const ours = attempted(claim, log, values);
        if (ours === undefined || theirs === null || theirs === undefined) return;
        const [held, evidence] = theirs;
        expect(held, `${claim.text}: ${ours.evidence} in the book, ${evidence} in Python`).toBe(ours.held);
        const [a, b] = [numbersIn(ours.evidence), numbersIn(evidence)];
        expect(b.length, evidence).toBe(a.length);
        a.forEach((number, place) =>
          expect(relative(number, b[place] ?? Number.NaN), `${ours.evidence} | ${evidence}`).toBeLessThan(0.01),
        );
      });
    });
  });
});

function attempted(claim: Claim, log: RunLog, values: ReturnType<typeof quickValues>): Finding | undefined {
  try {
    return claim.test(log, values);
  } catch {
    return undefined;
  }
}
