import type { Contract, Helper } from '../core/plan/crew.ts';
import type { Threads } from '../core/plan/plan-engine.ts';
import kernelsShared from '../core/wasm/kernels-shared.wasm?url';
import { fetchKernels } from './fetchKernels.ts';

/** A worker of this worker, which ends with it. */
class HelperWorker implements Helper {
  readonly ready: Promise<void>;
  readonly #worker = new Worker(new URL('./kernel.worker.ts', import.meta.url), { type: 'module' });

  constructor() {
    this.ready = new Promise((resolve, reject) => {
      this.#worker.addEventListener('message', () => resolve(), { once: true });
      this.#worker.addEventListener('error', ({ message }) => {
        reject(new Error(`a helping thread could not start: ${message || 'its script did not load'}`));
      });
    });
  }

  join(contract: Contract): void {
    this.#worker.postMessage(contract);
  }
}

const helpers: HelperWorker[] = [];

async function hire(count: number): Promise<readonly Helper[]> {
  while (helpers.length < count) helpers.push(new HelperWorker());
  const hired = helpers.slice(0, count);
  await Promise.all(hired.map(({ ready }) => ready));
  return hired;
}

/** Threads share memory only where the page is cross-origin isolated, which its host has to say in headers. */
export const threads: Threads | undefined = globalThis.crossOriginIsolated
  ? { kernelsWasm: () => fetchKernels(kernelsShared), hire }
  : undefined;
