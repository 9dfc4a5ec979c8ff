import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { Kernels } from '../kernels.ts';
import { activationGradient } from './activation-gradient.ts';
import { addRelu } from './add-relu.ts';
import { averagePool } from './average-pool.ts';
import { conv2d } from './conv2d.ts';
import { dense } from './dense.ts';
import { gate, gateGradient } from './gate.ts';
import { losses } from './losses.ts';
import { normalizeBatch } from './normalize-batch.ts';
import { normalizeExamplesGradient } from './normalize-examples-gradient.ts';
import { normalizeExamples } from './normalize-examples.ts';
import { normalizeGradient } from './normalize-gradient.ts';
import { normalize } from './normalize.ts';
import { PackedOptimizer } from './PackedOptimizer.ts';
import { Recorder } from './Recorder.ts';

/** Reading waits for the GPU, some milliseconds each time. */
const STEPS_PER_READ = 16;

/** Shaders of our own: on a GPU a step of the book's small nets costs what its dispatches cost, and TensorFlow.js makes many. */
export function webgpuKernels(backend: WebGPUBackend): Kernels {
  const recorder = new Recorder(backend);
  return {
    stepsPerRead: STEPS_PER_READ,
    dense: (...given) => dense(recorder, ...given),
    conv2d: (...given) => conv2d(recorder, ...given),
    averagePool: (x) => averagePool(recorder, x),
    losses: losses(recorder),
    normalize: (...given) => normalize(recorder, ...given),
    normalizeBatch: (...given) => normalizeBatch(recorder, ...given),
    normalizeGradient: (...given) => normalizeGradient(recorder, ...given),
    normalizeExamples: (...given) => normalizeExamples(recorder, ...given),
    normalizeExamplesGradient: (...given) => normalizeExamplesGradient(recorder, ...given),
    addRelu: (a, b) => addRelu(recorder, a, b),
    gate: (...given) => gate(recorder, ...given),
    gateGradient: (...given) => gateGradient(recorder, ...given),
    activationGradient: (...given) => activationGradient(recorder, ...given),
    optimizer: (slots, settings) => new PackedOptimizer(recorder, slots, settings),
  };
}
