import { expect, it } from 'vitest';
import { measureDevice, type DeviceRow } from '../../../src/lib/core/measure.ts';
import { suites, titlesOf, type SuiteName } from '../../../src/lib/models/suites.ts';
import { engineFiles } from '../../setup/engine.ts';

/** Each look at this clock is 12 ms after the one before, so that one step makes a sample. */
async function measured(suite: SuiteName): Promise<DeviceRow[]> {
  let time = 0;
  const rows: DeviceRow[] = [];
  for await (const row of measureDevice(suite, engineFiles, [1], () => (time += 12))) rows.push(row);
  return rows;
}

it('measures each work on each engine of the device, and says why an engine is not used', async () => {
  const rows = await measured('engines');
  const timed = rows.filter((row) => 'work' in row);
  expect(timed.map(({ work }) => work)).toEqual(Object.keys(suites.engines.works));
  expect(timed.every(({ backend, threads, ratio }) => backend === 'wasm' && threads === 1 && ratio === undefined)).toBe(true);
  expect(rows.slice(-2)).toEqual([
    { backend: 'webgpu', fault: 'this browser does not offer it' },
    { backend: 'webgl', fault: 'this browser does not offer it in a worker' },
  ]);
}, 60_000);

it('lets the nets that differ in their normalisation take turns, and compares them with layer normalisation turn by turn', async () => {
  const timed = (await measured('norms')).filter((row) => 'work' in row);
  expect(timed.map(({ work }) => work)).toEqual(Object.keys(suites.norms.works));
  // By this clock all samples take the same.
  for (const { work, median, steps, ratio } of timed) {
    expect({ median, steps }).toEqual({ median: 12, steps: 20 });
    const against = `${work.split('-')[0] ?? ''}-layer`;
    expect(ratio).toEqual(work === against ? undefined : { against, median: 1, low: 1, high: 1 });
  }
}, 60_000);

it('races works that the suite has, under a title each', () => {
  for (const name of ['engines', 'norms'] as const) {
    const { works, races } = suites[name];
    expect(races.flatMap((race) => race.works)).toEqual(Object.keys(works));
    expect(new Set(Object.values(titlesOf(name))).size).toBe(Object.keys(works).length);
  }
});
