import type { Backend } from '../experiments/frame.ts';
import { works, workIds, type WorkId } from '../models/works.ts';
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
      readonly work: WorkId;
      readonly median: number;
      readonly steps: number;
    }
  | { readonly backend: Backend; readonly fault: string };

/** A measurement ends with this many samples, or, after the least, where it has taken this many milliseconds. */
const SAMPLES = 20;
const LEAST = 3;
const LIMIT = 4000;

/** Milliseconds of a sample at least, of as many steps as that takes: a browser's clock may tick in tenths of a millisecond only. */
const SAMPLE = 10;

/**
 * Times the works on each engine of this device, one after the other, a row at a time.
 *
 * @param threads numbers of threads to try on WebAssembly.
 * @param now a clock in milliseconds.
 */
export async function* measureDevice(
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
        for (const work of workIds) yield { backend, threads: count, work, ...(await medianStep(engine, work, count, now)) };
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

/** The median of the samples; the first steps warm up, and tell how many make a sample. */
async function medianStep(
  engine: Engine,
  work: WorkId,
  threads: number,
  now: () => number,
): Promise<{ median: number; steps: number }> {
  const { layers, inputShape, loss, count } = works[work];
  const optimizer = { learningRate: 0.02, momentum: 0.9, weightDecay: 1e-4 };
  const net = await engine.createNet({ layers, inputShape, loss, optimizer, capacity: count, seed: 0, threads });
  const batch = randomBatch(inputShape, count);
  const timed = async (steps: number): Promise<number> => {
    const before = now();
    for (let step = 0; step < steps; step += 1) {
      net.step(batch, true);
      await net.measured();
    }
    return now() - before;
  };
  try {
    const start = now();
    await timed(1);
    let steps = 1;
    while ((await timed(steps)) < SAMPLE) steps *= 2;
    const samples: number[] = [];
    while (samples.length < SAMPLES && (samples.length < LEAST || now() - start < LIMIT))
      samples.push((await timed(steps)) / steps);
    const middle = samples.toSorted((a, b) => a - b)[samples.length >> 1];
    return { median: middle ?? Number.NaN, steps: steps * samples.length };
  } finally {
    net.dispose();
  }
}

function randomBatch([height, width, channels]: NetOptions['inputShape'], count: number): Batch {
  const random = stream(0, 'measurement');
  const images = Float32Array.from({ length: count * height * width * channels }, random.uniform);
  const targets = Float32Array.from({ length: 10 * count }, (_, i) => (i % 11 === 0 ? 1 : 0));
  return { count, images, targets };
}
