import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import type { Backend } from '../../experiments/frame.ts';
import { canaryFault } from './canary.ts';
import { registerGradients } from './wasm-gradients.ts';

/** Where the WASM backend's binaries are, with and without vector instructions. */
export interface BackendFiles {
  readonly plain: string;
  readonly simd: string;
}

const start: Readonly<Record<'wasm' | 'webgl' | 'cpu', (files: BackendFiles) => Promise<void>>> = {
  wasm: async ({ plain, simd }) => {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    // Its threads would be scripts without a file, which the policy of the book refuses.
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    setWasmPaths({
      'tfjs-backend-wasm.wasm': plain,
      'tfjs-backend-wasm-simd.wasm': simd,
      'tfjs-backend-wasm-threaded-simd.wasm': simd,
    });
    registerGradients();
  },
  webgl: async () => {
    await import('@tensorflow/tfjs-backend-webgl');
  },
  cpu: async () => {
    await import('@tensorflow/tfjs-backend-cpu');
  },
};

/** What was found to be right, once a thread. */
let opened: Backend | undefined;

/**
 * The first backend of TensorFlow.js that starts here and gives the gradients of a net that is known: WebAssembly, whose numbers are the
 * same everywhere; where it is missing a GPU, and plain JavaScript at the last.
 *
 * @throws Error where none is right; the text says what each lacks.
 */
export async function openBackend(files: BackendFiles): Promise<Backend> {
  if (opened !== undefined && (await tf.setBackend(opened))) return opened;
  const faults: string[] = [];
  for (const backend of ['wasm', 'webgl', 'cpu'] as const) {
    const fault = await faultOf(backend, files);
    if (fault === undefined) return (opened = backend);
    faults.push(`${backend}: ${fault}`);
  }
  throw new Error(
    `No engine here can train a layers model. ${faults.join('. ')}. A current Chrome, Edge, Firefox or Safari can.`,
  );
}

async function faultOf(backend: 'wasm' | 'webgl' | 'cpu', files: BackendFiles): Promise<string | undefined> {
  try {
    await start[backend](files);
    if (!(await tf.setBackend(backend))) return 'TensorFlow.js could not start it';
    await tf.ready();
    return await canaryFault();
  } catch (error) {
    return `it failed with "${error instanceof Error ? error.message : String(error)}"`;
  }
}
