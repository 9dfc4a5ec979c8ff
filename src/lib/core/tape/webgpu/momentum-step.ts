import type { OptimizerSettings } from '../kernels.ts';
import type { Program, Recorder } from './Recorder.ts';
import { elementwise, workgroupsOver } from './wgsl.ts';

/** velocity <- momentum velocity + (gradient + decay W), W <- W - learningRate velocity, unless something has stopped updates. */
const program: Program = {
  name: 'momentum step',
  code: /* wgsl */ `
struct Settings { learningRate: f32, momentum: f32 }
@group(0) @binding(0) var<storage, read_write> weights: array<f32>; // all [total]
@group(0) @binding(1) var<storage, read_write> velocities: array<f32>;
@group(0) @binding(2) var<storage, read> gradients: array<f32>;
@group(0) @binding(3) var<storage, read> decays: array<f32>;
@group(0) @binding(4) var<storage, read> stopped: u32;
@group(0) @binding(5) var<uniform> settings: Settings;
${elementwise(
  'weights',
  /* wgsl */ `
    if (stopped == 0u) {
      velocities[i] = settings.momentum * velocities[i] + (gradients[i] + decays[i] * weights[i]);
      weights[i] -= settings.learningRate * velocities[i];
    }`,
)}`,
};

export interface PackedState {
  readonly weights: GPUBuffer;
  readonly velocities: GPUBuffer;
  readonly gradients: GPUBuffer;
  readonly decays: GPUBuffer;
  readonly stopped: GPUBuffer;
}

/** @param total numbers in each of the buffers. */
export function momentumStep(recorder: Recorder, total: number, packed: PackedState, settings: OptimizerSettings): void {
  const { weights, velocities, gradients, decays, stopped } = packed;
  recorder.run(program, {
    buffers: [weights, velocities, gradients, decays, stopped],
    floats: [settings.learningRate, settings.momentum],
    workgroups: workgroupsOver(total),
  });
}
