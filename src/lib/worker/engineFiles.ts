/** Where the bundler put the engine's binaries. */
import tfjsWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import type { EngineFiles } from '../core/backends.ts';
import kernelsWasm from '../core/wasm/kernels.wasm?url';

export const engineFiles: EngineFiles = {
  tfjsWasm,
  async kernelsWasm() {
    const response = await fetch(kernelsWasm);
    if (!response.ok) {
      throw new Error(`The training kernels could not be downloaded (${response.status} for ${kernelsWasm}). Press Retry.`);
    }
    return response.arrayBuffer();
  },
};
