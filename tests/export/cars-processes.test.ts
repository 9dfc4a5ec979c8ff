import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { carsDefaults } from '../../src/lib/export/pytorch/cars/options.ts';
import { carsFile, carsScript } from '../../src/lib/export/pytorch/cars/script.ts';
import type { Report } from './cars-result.ts';
import { shapeFolder } from '../setup/made-images.ts';
import { python } from './scripts.ts';

const folder = mkdtempSync(join(tmpdir(), 'cars-processes-'));
const script = join(folder, 'stanford-cars.py');
const data = join(folder, 'data');
beforeAll(() => {
  writeFileSync(script, carsFile.py(carsScript({ ...carsDefaults, magnitude: 12 }, 'https://example.org/')));
  shapeFolder(data, { train: 4, test: 2 });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(python === undefined)('the exercise in two processes', () => {
  async function freePort(): Promise<number> {
    const server = createServer();
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const { port } = server.address() as AddressInfo;
    await new Promise((closed) => server.close(closed));
    return port;
  }

  async function reported(processes: number): Promise<Report> {
    const out = join(folder, `processes-${processes}`);
    const port = String(await freePort());
    const args = [
      script,
      '--data',
      data,
      '--out',
      out,
      '--weights',
      'random',
      '--image-size',
      '32',
      '--batch-size',
      '4',
      '--epochs',
      '1',
    ];
    const more = [
      '--arms',
      'head',
      'top',
      '--norms',
      'stored',
      '--augment',
      'randaugment',
      '--cpu',
      '--pictures',
      '1',
      '--workers',
      '1',
      '--validation',
      '0.25',
    ];
    const started = Array.from({ length: processes }, (_, rank) =>
      promisify(execFile)(python ?? '', [...args, ...more], {
        env: {
          ...process.env,
          OMP_NUM_THREADS: '1',
          ...(processes > 1 && {
            RANK: String(rank),
            WORLD_SIZE: String(processes),
            MASTER_ADDR: '127.0.0.1',
            MASTER_PORT: port,
          }),
        },
      }),
    );
    await Promise.all(started);
    return JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Report;
  }

  it('takes the steps of one, where nothing is normalised by the batch', async () => {
    const [alone, together] = [await reported(1), await reported(2)];
    expect(together.machine).toMatchObject({ processes: 2 });
    for (const [name, run] of Object.entries(alone.runs)) {
      const other = together.runs[name];
      run.epochs.forEach(({ trainLoss, validationLoss }, epoch) => {
        expect((other?.epochs[epoch]?.trainLoss ?? 0) / trainLoss, name).toBeCloseTo(1, 4);
        expect((other?.epochs[epoch]?.validationLoss ?? 0) / validationLoss, name).toBeCloseTo(1, 4);
      });
      expect(other?.test).toEqual(run.test);
      expect(other?.pictures.map(({ image }) => image)).toEqual(run.pictures.map(({ image }) => image));
    }
  }, 600_000);
});
