import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chooseBackend, kernelsOf, type EngineFiles } from '../../src/lib/core/backends.ts';
import type { Kernels } from '../../src/lib/core/kernels/kernels.ts';
import type { Backend } from '../../src/lib/experiments/frame.ts';

/** The engine's files as Node finds them. `npm run assets` makes the kernels. */
export const engineFiles: EngineFiles = {
  tfjsWasm: createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm'),
  kernelsWasm: () => readFile(new URL('../../src/lib/core/wasm/kernels.wasm', import.meta.url)),
};

/** Makes a backend the present one, checked by the canary. */
export async function use(backend: Backend): Promise<Kernels> {
  await chooseBackend(
    backend,
    engineFiles,
    () => undefined,
    () => 0,
  );
  return kernelsOf(backend);
}
