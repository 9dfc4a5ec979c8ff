import type { Engine, Net, NetOptions } from '../net.ts';
import { Arena } from './Arena.ts';
import { Crew, type Helper } from './crew.ts';
import { kernelsOver } from './exports.ts';
import { PlanNet } from './PlanNet.ts';

/** How to come by threads that share memory: only where the page is cross-origin isolated. */
export interface Threads {
  /** The bytes of the kernels over shared memory. */
  readonly kernelsWasm: () => Promise<BufferSource>;
  /** Helpers that are ready to join; the same ones again when it is asked for them again. */
  readonly hire: (count: number) => Promise<readonly Helper[]>;
}

/** @throws Error where this browser cannot run our kernels. */
export async function openPlanEngine(kernels: BufferSource, threads: Threads | undefined): Promise<Engine> {
  const module = await compiled(kernels);
  const alone = (options: NetOptions): Net => {
    const arena = new Arena(false);
    return new PlanNet(options, arena, kernelsOver(arena.memory, module));
  };
  if (threads === undefined) return { backend: 'wasm', createNet: async (options) => alone(options) };

  let shared: Promise<WebAssembly.Module> | undefined;
  const createNet = async (options: NetOptions): Promise<Net> => {
    const count = options.threads ?? 1;
    if (count < 2) return alone(options);
    shared ??= threads.kernelsWasm().then(compiled);
    const [sharedModule, helpers] = [await shared, await threads.hire(count - 1)];
    const arena = new Arena(true);
    const crew = new Crew(sharedModule, arena.memory, helpers);
    try {
      return new PlanNet(options, arena, crew.run, crew);
    } catch (error) {
      // Helpers of a net that does not fit would wait for work for ever.
      crew.dismiss();
      throw error;
    }
  };
  return { backend: 'wasm', createNet };
}

async function compiled(kernels: BufferSource): Promise<WebAssembly.Module> {
  if (typeof WebAssembly === 'undefined') throw new Error('this browser has no WebAssembly');
  try {
    return await WebAssembly.compile(kernels);
  } catch (error) {
    throw new Error('this browser has no WebAssembly SIMD', { cause: error });
  }
}
