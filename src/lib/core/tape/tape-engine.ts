import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import type { Backend } from '../../experiments/frame.ts';
import type { Engine } from '../net.ts';
import { noGuard, webglGuard, webgpuGuard, type Guard } from './guards.ts';
import type { Kernels } from './kernels.ts';
import { TapeNet } from './TapeNet.ts';
import { tensorKernels } from './tensor-kernels.ts';

/** The backends on which TensorFlow.js computes. */
export type TapeBackend = Exclude<Backend, 'wasm'>;

interface Parts {
  readonly kernels: Kernels;
  readonly guard: Guard;
}

/** Each backend's package is imported when it is tried, and so is a chunk of its own. */
const open: Readonly<Record<TapeBackend, () => Promise<Parts>>> = {
  webgpu: async () => {
    const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
    const backend = await activate('webgpu');
    const { webgpuKernels } = await import('./webgpu/webgpu-kernels.ts');
    if (!(backend instanceof WebGPUBackend)) throw new Error('another backend is registered under its name');
    return { kernels: webgpuKernels(backend), guard: webgpuGuard(backend) };
  },
  webgl: async () => {
    const { MathBackendWebGL } = await import('@tensorflow/tfjs-backend-webgl');
    const backend = await activate('webgl');
    if (!(backend instanceof MathBackendWebGL)) throw new Error('another backend is registered under its name');
    return { kernels: tensorKernels, guard: webglGuard(backend) };
  },
  cpu: async () => {
    await import('@tensorflow/tfjs-backend-cpu');
    await activate('cpu');
    return { kernels: tensorKernels, guard: noGuard };
  },
};

/** @throws Error where TensorFlow.js cannot start this backend. */
export async function openTapeEngine(backend: TapeBackend): Promise<Engine> {
  const { kernels, guard } = await open[backend]();
  return { backend, createNet: async (options) => new TapeNet(options, kernels, backend, guard) };
}

async function activate(backend: TapeBackend): Promise<tf.KernelBackend> {
  if (!(await tf.setBackend(backend))) throw new Error('TensorFlow.js could not start it');
  await tf.ready();
  return tf.backend();
}
