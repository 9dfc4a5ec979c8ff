import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { toPython } from '../../src/lib/export/pytorch/script.ts';
import { python, root, scriptFor, trainingExamples } from './scripts.ts';

const folder = mkdtempSync(join(tmpdir(), 'processes-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

/** What a script measured, as it runs from a command line: in one process, or in as many as torchrun would start. */
async function measured(script: string, arms: readonly string[], processes: number, more: readonly string[]): Promise<unknown> {
  const log = join(folder, `log-${processes}.json`);
  const args = [script, '--preset', 'quick', '--steps', '3', '--cpu', '--data', join(root, 'public/data'), '--log', log];
  const port = String(await freePort());
  const started = Array.from({ length: processes }, (_, rank) =>
    promisify(execFile)(python ?? '', [...args, '--arms', ...arms, ...more], {
      env: {
        ...process.env,
        OMP_NUM_THREADS: '1',
        ...(processes > 1 && { RANK: String(rank), WORLD_SIZE: String(processes), MASTER_ADDR: '127.0.0.1', MASTER_PORT: port }),
      },
    }),
  );
  await Promise.all(started);
  return (JSON.parse(readFileSync(log, 'utf8')) as { readonly arms: unknown }).arms;
}

/** All numbers in it, in their order. */
const numbersOf = (value: unknown): readonly number[] => {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersOf) : [];
};

// Nets without batch normalisation by the batch, which processes on a CPU each do over their own share of the batch.
it.skipIf(python === undefined).each([
  { id: 'depth-microscope', arms: ['net'], why: 'batches that halve' },
  { id: 'clipping-rnn', arms: ['clipped'], why: 'clipped gradients' },
  { id: 'learning-speeds', arms: ['two'], why: 'the whole training set in each step' },
  {
    id: 'transfer-strategies',
    arms: ['frozen'],
    why: 'layers that are frozen, with stored weights',
    more: ['--weights', join(root, 'public/weights')],
  },
])('two processes take the steps of one: $why', async ({ id, arms, more = [] }) => {
  const example = trainingExamples.find((each) => each.id === id);
  if (example === undefined) throw new Error(`There is no example "${id}".`);
  const script = join(folder, `${id}.py`);
  writeFileSync(script, toPython(scriptFor(example)));
  const [alone, together] = [numbersOf(await measured(script, arms, 1, more)), numbersOf(await measured(script, arms, 2, more))];
  expect(together.length).toBe(alone.length);
  expect(alone.length).toBeGreaterThan(8);
  const errors = alone.map((value, i) => Math.abs(value - (together[i] ?? Number.NaN)) / Math.max(Math.abs(value), 1e-12));
  expect(Math.max(...errors)).toBeLessThan(1e-4);
});

it.skipIf(python === undefined)('says which arms there are where one is asked for that there is not', () => {
  const [example] = trainingExamples.filter(({ id }) => id === 'degradation');
  if (example === undefined) throw new Error('There is no example "degradation".');
  const script = join(folder, 'degradation.py');
  writeFileSync(script, toPython(scriptFor(example)));
  const { status, stderr } = spawnSync(python ?? '', [script, '--arms', 'plain20', 'plain21'], { encoding: 'utf8' });
  expect(status).toBe(2);
  expect(stderr).toContain('there is no arm plain21 in this preset; there are plain20, plain56, residual20, residual56');
});
