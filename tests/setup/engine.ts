import { readFile } from 'node:fs/promises';
import type { EngineFiles } from '../../src/lib/core/engines.ts';

/** The engine's file as Node finds it. `npm run assets` makes it. */
export const engineFiles: EngineFiles = {
  kernelsWasm: () => readFile(new URL('../../src/lib/core/wasm/kernels.wasm', import.meta.url)),
};
