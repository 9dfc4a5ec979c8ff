/** Where the bundler put the engine's binaries. */
import type { EngineFiles } from '../core/engines.ts';
import kernelsWasm from '../core/wasm/kernels.wasm?url';
import { fetchKernels } from './fetchKernels.ts';
import { threads } from './threads.ts';

export const engineFiles: EngineFiles = { kernelsWasm: () => fetchKernels(kernelsWasm), threads };
