import { expect, it } from 'vitest';
import { measureDevice, type DeviceRow } from '../../../src/lib/core/measure.ts';
import { workIds } from '../../../src/lib/models/works.ts';
import { engineFiles } from '../../setup/engine.ts';

it('measures each work on each engine of the device, and says why an engine is not used', async () => {
  // Each look at this clock is 12 ms after the one before, so that one step makes a sample.
  let time = 0;
  const rows: DeviceRow[] = [];
  for await (const row of measureDevice(engineFiles, [1], () => (time += 12))) rows.push(row);
  const timed = rows.filter((row) => 'work' in row);
  expect(timed.map(({ work }) => work)).toEqual(workIds);
  expect(timed.every(({ backend, threads }) => backend === 'wasm' && threads === 1)).toBe(true);
  expect(rows.slice(-2)).toEqual([
    { backend: 'webgpu', fault: 'this browser does not offer it' },
    { backend: 'webgl', fault: 'this browser does not offer it in a worker' },
  ]);
}, 60_000);
