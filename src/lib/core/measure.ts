import type { Backend } from '../experiments/frame.ts';
import { suites, type Race, type Suite, type SuiteName } from '../models/suites.ts';
import type { Work } from '../models/works.ts';
import { stream } from '../random/stream.ts';
import type { Batch } from './batches.ts';
import { openEngine, type EngineFiles } from './engines.ts';
import { softwareRenderer } from './gpu.ts';
import type { Engine, NetOptions } from './net.ts';

/** What one engine took for one work, or why it is not used. */
export type DeviceRow =
  | {
      readonly backend: Backend;
      readonly threads: number;
      readonly work: string;
      readonly median: number;
      readonly steps: number;
      /** What it takes against another work of its race. */
      readonly ratio?: Ratio;
    }
  | { readonly backend: Backend; readonly fault: string };

/** Quotients of the times of two works in the same turn: their median, and the middle half of them. */
export interface Ratio {
  readonly against: string;
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** A measurement ends with this many samples, or, after the least, where it has taken this many milliseconds a work. */
const SAMPLES = 20;
const LEAST = 3;
const LIMIT = 4000;

/** Milliseconds of a sample at least, of as many steps as that takes: a browser's clock may tick in tenths of a millisecond only. */
const SAMPLE = 10;

/**
 * Times the works of a suite on each engine of this device, one after the other, a row at a time.
 *
 * @param threads numbers of threads to try on WebAssembly.
 * @param now a clock in milliseconds.
 */
export async function* measureDevice(
  suite: SuiteName,
  files: EngineFiles,
  threads: readonly number[],
  now: () => number,
): AsyncGenerator<DeviceRow> {
  const backends: readonly Backend[] = ['wasm', 'webgpu', 'webgl'];
  for (const backend of backends) {
    const engine = (await softwareRenderer(backend)) ?? (await opened(backend, files));
    if (typeof engine === 'string') {
      yield { backend, fault: engine };
      continue;
    }
    try {
      for (const count of backend === 'wasm' ? threads : [1]) {
        for (const race of suites[suite].races) {
          for (const row of await raced(engine, suites[suite], race, count, now)) yield { backend, threads: count, ...row };
        }
      }
    } catch (error) {
      // A graphics card that goes away must not take the others' figures with it.
      yield { backend, fault: inWords(error) };
    }
  }
}

async function opened(backend: Backend, files: EngineFiles): Promise<Engine | string> {
  try {
    return await openEngine(backend, files);
  } catch (error) {
    return inWords(error);
  }
}

const inWords = (error: unknown): string => (error instanceof Error ? error.message : String(error));

interface Racer {
  readonly work: string;
  /** Milliseconds of a step, over as many steps as make a sample. */
  readonly sample: () => Promise<number>;
  readonly steps: number;
  readonly dispose: () => void;
}

/** The medians of the works of a race, which take turns: each turn begins with another one, so that none always comes first. */
async function raced(engine: Engine, suite: Suite, { works, against }: Race, threads: number, now: () => number) {
  const racers: Racer[] = [];
  try {
    const start = now();
    for (const work of works) racers.push(await racerOf(engine, work, suite.works[work], threads, now));
    const samples = racers.map((): number[] => []);
    for (let turn = 0; turn < SAMPLES && (turn < LEAST || now() - start < LIMIT * racers.length); turn += 1) {
      for (let i = 0; i < racers.length; i += 1) {
        const next = (turn + i) % racers.length;
        samples[next]?.push((await racers[next]?.sample()) ?? Number.NaN);
      }
    }
    const reference = against === undefined ? undefined : samples[works.indexOf(against)];
    return racers.map(({ work, steps }, i) => {
      const own = samples[i] ?? [];
      return {
        work,
        median: quantile(own, 0.5),
        steps: steps * own.length,
        ...(against !== undefined && reference !== undefined && work !== against && { ratio: ratioOf(own, reference, against) }),
      };
    });
  } finally {
    for (const { dispose } of racers) dispose();
  }
}

/** Turn by turn, since what slows a device for a while slows both. */
function ratioOf(own: readonly number[], reference: readonly number[], against: string): Ratio {
  const ratios = own.map((time, turn) => time / (reference[turn] ?? Number.NaN));
  return { against, median: quantile(ratios, 0.5), low: quantile(ratios, 0.25), high: quantile(ratios, 0.75) };
}

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(share * values.length)] ?? Number.NaN;

/** A net that has warmed up, which tells how many steps make a sample. */
async function racerOf(engine: Engine, work: string, spec: Work | undefined, threads: number, now: () => number): Promise<Racer> {
  if (spec === undefined) throw new Error(`A race is to time "${work}", which its suite has no work of.`);
  const { layers, inputShape, loss, count } = spec;
  const optimizer = { learningRate: 0.02, momentum: 0.9, weightDecay: 1e-4 };
  const net = await engine.createNet({ layers, inputShape, loss, optimizer, capacity: count, seed: 0, threads });
  const batch = randomBatch(inputShape, count);
  const timed = async (times: number): Promise<number> => {
    const before = now();
    for (let step = 0; step < times; step += 1) {
      net.step(batch, true);
      await net.measured();
    }
    return now() - before;
  };
  try {
    await timed(1);
    let steps = 1;
    while ((await timed(steps)) < SAMPLE) steps *= 2;
    return { work, steps, sample: async () => (await timed(steps)) / steps, dispose: () => net.dispose() };
  } catch (error) {
    net.dispose();
    throw error;
  }
}

function randomBatch([height, width, channels]: NetOptions['inputShape'], count: number): Batch {
  const random = stream(0, 'measurement');
  const images = Float32Array.from({ length: count * height * width * channels }, random.uniform);
  const targets = Float32Array.from({ length: 10 * count }, (_, i) => (i % 11 === 0 ? 1 : 0));
  return { count, images, targets };
}
