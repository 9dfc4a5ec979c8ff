import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/lib/core/engines.ts';
import { isLayered, type RunLog } from '../../src/lib/experiments/runlog.ts';
import type { Claim, Finding } from '../../src/lib/experiments/claims.ts';
import { metricFunctions } from '../../src/lib/export/pytorch/metrics.ts';
import { toPython } from '../../src/lib/export/pytorch/script.ts';
import { fileShards } from '../../src/lib/tools/data/file-shards.ts';
import { ensurePytorch } from '../../src/lib/tools/pytorch.ts';
import { engineFiles } from '../setup/engine.ts';
import { firstSteps, numbersIn, quickValues, varied } from './book-runs.ts';
import { root, scriptFor, trainingExamples } from './scripts.ts';

const STEPS = 3;

/** Runs, changed at random, that the claims are tried on besides the true one. */
const VARIED = [1, 2, 3, 4];

/** What `driver.py` gives for one example. */
interface Result {
  readonly arms: Readonly<Record<string, Readonly<Record<string, { readonly x: readonly number[]; readonly y: readonly unknown[] }>>>>;
  readonly claims: readonly (readonly (readonly [boolean, string] | null)[])[];
  readonly applies: readonly boolean[];
  readonly notChecked: readonly (readonly [string, string])[];
}

const python = ensurePytorch();
const data = join(root, 'public/data');
const folder = mkdtempSync(join(tmpdir(), 'scripts-'));
const logs = new Map<string, readonly RunLog[]>();
let results: Readonly<Record<string, Result>> = {};

const ran = (args: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync(python, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}:\n${stderr.slice(-4000)}`);
  return stdout;
};

beforeAll(async () => {
  const engine = await openEngine('wasm', engineFiles);
  for (const example of trainingExamples) {
    const log = await firstSteps(engine, example.experiment, fileShards(data), STEPS);
    logs.set(example.id, [log, ...VARIED.map((seed) => varied(log, seed))]);
    writeFileSync(join(folder, `${example.id}.py`), toPython(scriptFor(example)));
  }
  const examples = [...logs].map(([id, all]) => ({ id, logs: all }));
  writeFileSync(join(folder, 'job.json'), JSON.stringify({ folder, data, steps: STEPS, examples }));
  ran([join(root, 'tests/export/driver.py'), join(folder, 'job.json'), join(folder, 'result.json')]);
  results = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as typeof results;
}, 600_000);

afterAll(() => rmSync(folder, { recursive: true }));

const relative = (a: number, b: number): number => (a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b)));

describe.each(trainingExamples)('the script of $id', ({ id, experiment }) => {
  it.each([...experiment.presets.quick.arms])('takes the steps of the book: %s', (arm) => {
    const measured = Object.keys(experiment.metrics).filter((metric) => metric in metricFunctions);
    expect(Object.keys(results[id]?.arms[arm] ?? {}).sort()).toEqual(measured.sort());
    for (const metric of measured) {
      const ours = logs.get(id)?.[0]?.[arm]?.[metric];
      const theirs = results[id]?.arms[arm]?.[metric];
      expect(theirs?.x, metric).toEqual(ours?.x);
      const [a, b] = [ours, theirs].map((series) => (series?.y ?? []).flat() as readonly number[]);
      expect(b?.length, metric).toBe(a?.length);
      const errors = (a ?? []).map((value, i) => relative(value, b?.[i] ?? Number.NaN));
      expect(Math.max(...errors), `${metric}: ${JSON.stringify(a?.slice(0, 8))} ${JSON.stringify(b?.slice(0, 8))}`).toBeLessThan(1e-4);
      if (ours !== undefined && isLayered(ours)) expect(ours.layers.length).toBeGreaterThan(0);
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
        a.forEach((number, place) => expect(relative(number, b[place] ?? Number.NaN), `${ours.evidence} | ${evidence}`).toBeLessThan(0.01));
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
