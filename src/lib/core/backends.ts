import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import type { Backend } from '../experiments/frame.ts';
import { canaryFault } from './canary.ts';
import { choose, titles, type Choice, type Fault, type Runner } from './choice.ts';
import { softwareRenderer } from './gpu.ts';
import type { Kernels } from './kernels/kernels.ts';
import { tensorKernels } from './kernels/tensor-kernels.ts';
import { registerConvolutions } from './kernels/wasm-conv.ts';
import { registerIdentity } from './kernels/wasm-identity.ts';
import { wasmKernels } from './kernels/wasm-kernels.ts';
import { WasmModule } from './kernels/wasm-module.ts';
import { registerMatrixProduct } from './kernels/wasm-product.ts';
import { stepTime } from './timing.ts';

/** The WASM binaries, which the caller knows how to find: a browser by URL, Node in node_modules. */
export interface EngineFiles {
  /** TensorFlow.js's build with SIMD, without threads: a URL, or a path in Node. */
  readonly tfjsWasm: string;
  /** The bytes of our own kernels. */
  readonly kernelsWasm: () => Promise<BufferSource>;
}

const ready = new Map<Backend, Kernels>();

/** What `auto` came to: asking again costs nothing. */
let chosen: Choice | undefined;

/** @throws Error where `chooseBackend` has not made this backend ready. */
export function kernelsOf(backend: Backend): Kernels {
  const kernels = ready.get(backend);
  if (kernels === undefined)
    throw new Error(`The backend "${backend}" is not ready. Call chooseBackend("${backend}", ...) first.`);
  return kernels;
}

/** Engines tried so far, and to try. */
export interface EngineProgress {
  readonly phase: 'engine';
  readonly done: number;
  readonly total: number;
}

/**
 * Makes a backend ready. `auto` tries what the device has, lets each take one training step whose loss and gradients are
 * known, and keeps the fastest of those that are right.
 *
 * @param now a clock in milliseconds; this folder may not read one.
 * @throws Error where the wanted backend, or every one, is missing or computes wrongly; the text says which and why.
 */
export async function chooseBackend(
  wanted: Backend | 'auto',
  files: EngineFiles,
  onProgress: (progress: EngineProgress) => void,
  now: () => number,
): Promise<Choice> {
  if (wanted !== 'auto') {
    const fault = await prepare(wanted, files);
    if (fault !== undefined)
      throw new Error(`The engine ${titles[wanted]} cannot be used here: ${fault}. Choose another, or "auto".`);
    await tf.setBackend(wanted);
    return { backend: wanted, reason: `${titles[wanted]}, as asked for; a training step of it was checked.` };
  }
  chosen ??= await compared(files, onProgress, now);
  await tf.setBackend(chosen.backend);
  return chosen;
}

async function compared(files: EngineFiles, onProgress: (progress: EngineProgress) => void, now: () => number): Promise<Choice> {
  const candidates: readonly Backend[] = ['webgpu', 'webgl', 'wasm'];
  const right: Backend[] = [];
  const faults: Fault[] = [];
  for (const [done, backend] of candidates.entries()) {
    onProgress({ phase: 'engine', done, total: candidates.length });
    const fault = (await softwareRenderer(backend)) ?? (await prepare(backend, files));
    if (fault === undefined) right.push(backend);
    else faults.push({ backend, fault });
  }
  if (right.length < 2)
    return choose(
      right.map((backend) => ({ backend })),
      faults,
    );
  const runners: Runner[] = [];
  for (const backend of right) {
    await tf.setBackend(backend);
    runners.push({ backend, time: await stepTime(kernelsOf(backend), now) });
  }
  return choose(runners, faults);
}

/** Loads a backend and checks a training step of it. What is wrong, in words; undefined where all is right. */
async function prepare(backend: Backend, files: EngineFiles): Promise<string | undefined> {
  if (ready.has(backend)) return undefined;
  try {
    const kernels = await load[backend](files);
    const fault = await canaryFault(kernels);
    if (fault === undefined) ready.set(backend, kernels);
    return fault;
  } catch (error) {
    return `it failed with "${error instanceof Error ? error.message : String(error)}"`;
  }
}

/** Each backend's package is imported when it is tried, and so is a chunk of its own. */
const load: Readonly<Record<Backend, (files: EngineFiles) => Promise<Kernels>>> = {
  webgpu: async () => {
    await import('@tensorflow/tfjs-backend-webgpu');
    return activate('webgpu', tensorKernels);
  },
  webgl: async () => {
    await import('@tensorflow/tfjs-backend-webgl');
    return activate('webgl', tensorKernels);
  },
  wasm: async ({ tfjsWasm, kernelsWasm }) => {
    const { BackendWasm, setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    // The threaded build hides its memory, and needs response headers that plain static hosts do not send.
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    if (!(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'))) throw new Error('this browser has no WebAssembly SIMD');
    setWasmPaths({
      'tfjs-backend-wasm.wasm': tfjsWasm,
      'tfjs-backend-wasm-simd.wasm': tfjsWasm,
      'tfjs-backend-wasm-threaded-simd.wasm': tfjsWasm,
    });
    const [bytes] = await Promise.all([kernelsWasm(), activate('wasm', tensorKernels)]);
    const backend = tf.backend();
    if (!(backend instanceof BackendWasm)) throw new Error('another backend is registered under its name');
    const module = await WasmModule.create(backend, bytes);
    registerIdentity(backend);
    registerConvolutions(module);
    registerMatrixProduct(module);
    return wasmKernels(module);
  },
  cpu: async () => {
    await import('@tensorflow/tfjs-backend-cpu');
    return activate('cpu', tensorKernels);
  },
};

async function activate(backend: Backend, kernels: Kernels): Promise<Kernels> {
  if (!(await tf.setBackend(backend))) throw new Error('TensorFlow.js could not start it');
  await tf.ready();
  return kernels;
}
