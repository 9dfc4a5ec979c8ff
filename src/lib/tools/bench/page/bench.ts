/**
 * The bench's page: one engine's net in training, timed step by step for the command line that opened it. Not part of the book.
 */
import { softwareRenderer } from '../../../core/gpu.ts';
import { contenderOf, type PageContenderId } from '../contenders.ts';
import { workOf, type Work, type WorkId } from '../works.ts';
import { dispatchCount } from './dispatches.ts';
import type { Stepper } from './Stepper.ts';
import { twoArms } from './two-arms.ts';

let stepper: Stepper | undefined;

async function run(steps: number): Promise<void> {
  if (stepper === undefined) throw new Error('Open an engine first.');
  for (let step = 0; step < steps; step += 1) await stepper.step();
  const loss = await stepper.settle();
  if (!Number.isFinite(loss)) throw new Error(`the loss became ${loss}`);
}

const bench = {
  async open(contender: PageContenderId, work: WorkId): Promise<void> {
    stepper = await prepare(contender, workOf(work));
  },

  /** Milliseconds a step of each of `samples` samples of `steps` steps. */
  async sample(samples: number, steps: number): Promise<readonly number[]> {
    const times: number[] = [];
    for (let sample = 0; sample < samples; sample += 1) {
      const start = performance.now();
      await run(steps);
      times.push((performance.now() - start) / steps);
    }
    return times;
  },

  /** Compute shaders that a step dispatches, mean over `steps`. */
  async dispatches(steps: number): Promise<number> {
    const before = dispatchCount();
    await run(steps);
    return (dispatchCount() - before) / steps;
  },

  twoArms,

  /** Whether WebGPU computes on a GPU of silicon here. */
  hasHardwareGpu: async (): Promise<boolean> => (await softwareRenderer('webgpu')) === undefined,
};

/** Each engine in a chunk of its own: what is not timed is not loaded. */
async function prepare(id: PageContenderId, work: Work): Promise<Stepper> {
  const { engine, backend } = contenderOf(id);
  switch (engine) {
    case 'ours':
      return (await import('./ours.ts')).prepareOurs(backend, work);
    case 'stock TF.js':
      return (await import('./stock-tfjs.ts')).prepareStock(backend, work);
    case 'jax-js':
      return (await import('./jax.ts')).prepareJax(backend, work);
    case 'PyTorch':
      throw new Error('PyTorch does not run in a page.');
    default:
      throw engine satisfies never;
  }
}

export type Bench = typeof bench;

declare global {
  interface Window {
    bench: Bench;
  }
}

window.bench = bench;
