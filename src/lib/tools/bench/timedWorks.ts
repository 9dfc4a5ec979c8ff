import { contenderOf, entries, threadsOf, type ContenderId } from './contenders.ts';
import type { Options } from './options.ts';
import { PageRacer } from './PageRacer.ts';
import { race, type Racer } from './race.ts';
import type { Findings, Measurement, Missing } from './results.ts';
import { TorchRacer } from './TorchRacer.ts';
import { workOf, type WorkId } from './works.ts';

export interface Surroundings {
  /** Where the bench's page is served. */
  readonly url: string;
  /** A Python with torch, if there is one. */
  readonly python: string | undefined;
  readonly cores: number;
  readonly options: Options;
  readonly say: (line: string) => void;
}

/** Times one step of a work on all its contenders, in turn. `hasGpu`: on a GPU of silicon. */
export async function measureWork(id: WorkId, surroundings: Surroundings, hasGpu: boolean): Promise<Findings> {
  const { cores, options, say } = surroundings;
  const work = workOf(id);
  const mayUseGpu = id === 'gpu-56';
  const missing: Missing[] = [];
  const racing: { readonly contender: ContenderId; readonly racer: Racer }[] = [];
  for (const { contender, slow } of entries[id]) {
    const row = { work: work.title, ...contenderOf(contender) };
    if (slow && options.quick) missing.push({ ...row, kind: 'left out', reason: 'slow, and --quick was asked for' });
    else if (contender !== 'torch') racing.push({ contender, racer: new PageRacer(surroundings.url, contender, id, mayUseGpu) });
    else if (surroundings.python === undefined)
      missing.push({ ...row, kind: 'missing', reason: 'no Python here can import torch' });
    else racing.push({ contender, racer: new TorchRacer(surroundings.python, work) });
  }

  say(`${work.title}:`);
  const outcomes = await race(
    racing.map(({ racer }) => racer),
    { limit: options.limit, sampleTime: work.sampleTime, say, now: () => performance.now() },
  );
  const measurements: Measurement[] = [];
  outcomes.forEach((outcome, i) => {
    const contender = racing[i]?.contender;
    if (contender === undefined) return;
    const { engine, backend } = contenderOf(contender);
    const row = { work: work.title, engine, backend };
    if (outcome.kind === 'cannot') missing.push({ ...row, kind: 'cannot', reason: outcome.reason });
    else {
      const threads = threadsOf({ engine, backend }, cores, hasGpu) ?? null;
      const { samples, steps, note } = outcome;
      measurements.push({ ...row, threads, unit: 'ms', samples, steps, note });
    }
  });
  return { measurements, missing };
}
