import { contenderOf, type PageContenderId } from './contenders.ts';
import { PageRacer } from './PageRacer.ts';
import { reasonOf } from './reason.ts';
import type { Findings, Measurement, Missing } from './results.ts';
import { otherWorks } from './targets.ts';

const counted: readonly PageContenderId[] = ['ours-webgpu', 'stock-webgpu'];

/** Steps that are counted, after one that compiles. */
const steps = 3;

/** Compute shaders that a step of plain-20 dispatches on WebGPU: the same number on every adapter. */
export async function measureDispatches(url: string, cores: number): Promise<Findings> {
  const measurements: Measurement[] = [];
  const missing: Missing[] = [];
  for (const id of counted) {
    const { engine, backend } = contenderOf(id);
    const row = { work: otherWorks.dispatches, engine, backend };
    const racer = new PageRacer(url, id, 'plain-20', false);
    try {
      await racer.open();
      await racer.sample(1, 1);
      const count = await racer.dispatches(steps);
      measurements.push({ ...row, threads: cores, unit: 'dispatches', steps, samples: [count], note: '' });
    } catch (error) {
      missing.push({ ...row, kind: 'cannot', reason: reasonOf(error) });
    } finally {
      await racer.close();
    }
  }
  return { measurements, missing };
}
