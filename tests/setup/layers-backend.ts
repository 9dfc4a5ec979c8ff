import { fileURLToPath } from 'node:url';
import type { BackendFiles } from '../../src/lib/core/layers-model/backend.ts';

const folder = '../../node_modules/@tensorflow/tfjs-backend-wasm/dist/';
const path = (name: string): string => fileURLToPath(new URL(folder + name, import.meta.url));

/** The binaries of TensorFlow.js's WASM backend as Node finds them. */
export const backendFiles: BackendFiles = { plain: path('tfjs-backend-wasm.wasm'), simd: path('tfjs-backend-wasm-simd.wasm') };
