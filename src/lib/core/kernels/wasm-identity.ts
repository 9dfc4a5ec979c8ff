import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { replaceKernel } from './replace-kernel.ts';

/**
 * A clone that shares its data, as on all other backends: the WASM backend's copies it, and the tape clones every tensor that
 * a gradient needs. Safe, since TensorFlow.js's operations never write into a tensor; our update does, but no clone of a weight
 * outlives the step before it.
 */
export function registerIdentity(backend: BackendWasm): void {
  replaceKernel({
    kernelName: 'Identity',
    backendName: 'wasm',
    kernelFunc: ({ inputs }) => {
      const { dataId, shape, dtype } = inputs['x'] as TensorInfo;
      backend.incRef(dataId);
      return { dataId, shape, dtype };
    },
  });
}
