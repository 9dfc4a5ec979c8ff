/** Where the bundler put the engine's binaries. */
import tfjsWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import type { EngineFiles } from '../core/backends.ts';

export const engineFiles: EngineFiles = { tfjsWasm };
