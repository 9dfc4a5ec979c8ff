import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { Program, Recorder } from './Recorder.ts';
import { LANES, numberKinds, workgroupSum } from './wgsl.ts';

/**
 * The loss, and sqrt(sum g^2) over each parameter's part of the packed gradients, one workgroup a parameter. What is not finite
 * stops all updates from here on.
 */
const program: Program = {
  name: 'gradient norms',
  code: /* wgsl */ `
@group(0) @binding(0) var<storage, read> loss: array<f32>; // [1]
@group(0) @binding(1) var<storage, read> gradients: array<f32>; // [total]
@group(0) @binding(2) var<storage, read> starts: array<u32>; // [parameters + 1]
@group(0) @binding(3) var<storage, read_write> measured: array<f32>; // [1 + parameters], or one more
@group(0) @binding(4) var<storage, read_write> stopped: atomic<u32>;
${workgroupSum}
${numberKinds}

fn measure(place: u32, value: f32) {
  measured[place] = value;
  if (!isFinite(value)) {
    atomicStore(&stopped, 1u);
  }
}

@compute @workgroup_size(${LANES})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let parameter = group.x;
  var squares = 0.0;
  for (var i = starts[parameter] + lane; i < starts[parameter + 1u]; i += ${LANES}u) {
    squares += gradients[i] * gradients[i];
  }
  let sum = workgroupSum(squares, lane);
  if (lane == 0u) {
    measure(1u + parameter, sqrt(sum));
    if (parameter == 0u) {
      measure(0u, loss[0]);
    }
  }
}`,
};

export interface PackedGradients {
  readonly loss: Tensor;
  readonly gradients: GPUBuffer;
  /** Where each parameter begins, and the end. */
  readonly starts: GPUBuffer;
  /** 1 once a loss or a norm was not finite. */
  readonly stopped: GPUBuffer;
}

/** @param clipped whether to leave room for one norm more, behind the others. */
export function gradientNorms(recorder: Recorder, parameters: number, packed: PackedGradients, clipped: boolean): Tensor1D {
  const measured = recorder.output<Tensor1D>([1 + parameters + Number(clipped)]);
  const { loss, gradients, starts, stopped } = packed;
  recorder.run(program, { buffers: [loss, gradients, starts, measured, stopped], workgroups: [parameters] });
  return measured;
}
