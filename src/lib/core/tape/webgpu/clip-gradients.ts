import type { Tensor1D } from '@tensorflow/tfjs-core';
import type { Clip } from '../../../experiments/experiment.ts';
import { CLIP_EPSILON } from '../../clip.ts';
import type { Program, Recorder } from './Recorder.ts';
import { elementwise, LANES, workgroupsOver, workgroupSum } from './wgsl.ts';

/** g <- g min(1, threshold / (norm + 1e-6)), the norm being that of all parameters together. */
const byNorm: Program = {
  name: 'clip gradients by norm',
  code: /* wgsl */ `
struct Settings { parameters: u32, threshold: f32 }
@group(0) @binding(0) var<storage, read_write> gradients: array<f32>; // [total]
@group(0) @binding(1) var<storage, read> measured: array<f32>; // [1 + parameters + 1]: the loss, and the norm of each parameter
@group(0) @binding(2) var<uniform> settings: Settings;

fn clipped(gradient: f32) -> f32 {
  var squares = 0.0;
  for (var i = 1u; i <= settings.parameters; i += 1u) {
    squares += measured[i] * measured[i];
  }
  return gradient * min(1.0, settings.threshold / (sqrt(squares) + ${CLIP_EPSILON}));
}
${elementwise('gradients', 'gradients[i] = clipped(gradients[i]);')}`,
};

/** g <- min(max(g, -threshold), threshold) */
const byValue: Program = {
  name: 'clip gradients by value',
  code: /* wgsl */ `
struct Settings { threshold: f32 }
@group(0) @binding(0) var<storage, read_write> gradients: array<f32>; // [total]
@group(0) @binding(1) var<uniform> settings: Settings;
${elementwise('gradients', 'gradients[i] = clamp(gradients[i], -settings.threshold, settings.threshold);')}`,
};

/** The norm of all gradients together, as the last entry of what was measured; one workgroup. */
const appliedNorm: Program = {
  name: 'norm of the clipped gradients',
  code: /* wgsl */ `
@group(0) @binding(0) var<storage, read> gradients: array<f32>; // [total]
@group(0) @binding(1) var<storage, read_write> measured: array<f32>; // [1 + parameters + 1]
${workgroupSum}

@compute @workgroup_size(${LANES})
fn main(@builtin(local_invocation_index) lane: u32) {
  var squares = 0.0;
  for (var i = lane; i < arrayLength(&gradients); i += ${LANES}u) {
    squares += gradients[i] * gradients[i];
  }
  let sum = workgroupSum(squares, lane);
  if (lane == 0u) {
    measured[arrayLength(&measured) - 1u] = sqrt(sum);
  }
}`,
};

/**
 * Clips packed gradients in place, without waiting for their norms to be read, and writes their norm after it behind the others.
 *
 * @param total numbers in `gradients`.
 * @param measured the loss, the norm of each parameter's gradient, and room for one number.
 */
export function clipGradients(
  recorder: Recorder,
  { by, threshold }: Clip,
  gradients: GPUBuffer,
  total: number,
  measured: Tensor1D,
): void {
  const workgroups = workgroupsOver(total);
  if (by === 'norm') {
    const integers = [measured.size - 2];
    recorder.run(byNorm, { buffers: [gradients, measured], integers, floats: [threshold], workgroups });
  } else {
    recorder.run(byValue, { buffers: [gradients], floats: [threshold], workgroups });
  }
  recorder.run(appliedNorm, { buffers: [gradients, measured], workgroups: [1] });
}
