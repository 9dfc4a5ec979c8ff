import type { OptimizerSettings, Rates } from '../kernels.ts';
import type { Program, Recorder } from './Recorder.ts';
import { elementwise, workgroupsOver } from './wgsl.ts';

/**
 * g = gradient + decay W, velocity <- momentum velocity + g, W <- W - rate velocity, or W <- W - rate (g + momentum velocity) with
 * Nesterov's momentum, unless something has stopped updates.
 */
const program: Program = {
  name: 'momentum step',
  code: /* wgsl */ `
struct Settings { learningRate: f32, momentum: f32, nesterov: f32 }
@group(0) @binding(0) var<storage, read_write> weights: array<f32>; // all [total]
@group(0) @binding(1) var<storage, read_write> velocities: array<f32>;
@group(0) @binding(2) var<storage, read> gradients: array<f32>;
@group(0) @binding(3) var<storage, read> decays: array<f32>;
@group(0) @binding(4) var<storage, read> scales: array<f32>;
@group(0) @binding(5) var<storage, read> stopped: u32;
@group(0) @binding(6) var<uniform> settings: Settings;
${elementwise(
  'weights',
  /* wgsl */ `
    if (stopped == 0u) {
      let pull = gradients[i] + decays[i] * weights[i];
      let velocity = settings.momentum * velocities[i] + pull;
      velocities[i] = velocity;
      let way = select(velocity, pull + settings.momentum * velocity, settings.nesterov == 1.0);
      weights[i] -= settings.learningRate * scales[i] * way;
    }`,
)}`,
};

export interface PackedState {
  readonly weights: GPUBuffer;
  readonly velocities: GPUBuffer;
  readonly gradients: GPUBuffer;
  readonly decays: GPUBuffer;
  readonly scales: GPUBuffer;
  readonly stopped: GPUBuffer;
}

/** @param total numbers in each of the buffers. */
export function momentumStep(
  recorder: Recorder,
  total: number,
  packed: PackedState,
  { learningRate, nesterov, momentum }: Rates & Pick<OptimizerSettings, 'nesterov'>,
): void {
  const { weights, velocities, gradients, decays, scales, stopped } = packed;
  recorder.run(program, {
    buffers: [weights, velocities, gradients, decays, scales, stopped],
    floats: [learningRate, momentum, nesterov ? 1 : 0],
    workgroups: workgroupsOver(total),
  });
}
