/** Where the bundler put the binaries of TensorFlow.js's WASM backend. */
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import type { BackendFiles } from './backend.ts';

export const backendFiles: BackendFiles = { plain, simd };
