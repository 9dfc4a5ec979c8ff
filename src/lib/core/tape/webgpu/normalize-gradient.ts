import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import type { NormalizedBatch, NormSettings } from '../kernels.ts';
import type { Program, Recorder } from './Recorder.ts';
import { LANES, workgroupSum } from './wgsl.ts';

/**
 * Gradients of batch normalisation in training (Ioffe and Szegedy 2015), one workgroup a channel: with dz = dy, or 0 where the ReLU
 * cut off, dShift = sum dz, dGain = sum dz h, dx = gain inverse (dz - dShift / m - h dGain / m).
 */
const withDz = (name: string, dz: string): Program => ({
  name,
  code: /* wgsl */ `
@group(0) @binding(0) var<storage, read> dy: array<f32>; // [m, channels]
@group(0) @binding(1) var<storage, read> x: array<f32>; // [m, channels]
@group(0) @binding(2) var<storage, read> gain: array<f32>; // [channels]
@group(0) @binding(3) var<storage, read> moments: array<f32>; // [mean or inverse deviation, channels]
@group(0) @binding(4) var<storage, read_write> dx: array<f32>; // [m, channels]
@group(0) @binding(5) var<storage, read_write> dGain: array<f32>; // [channels]
@group(0) @binding(6) var<storage, read_write> dShift: array<f32>; // [channels]
${dz}
${workgroupSum}

@compute @workgroup_size(${LANES})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let channel = group.x;
  let channels = arrayLength(&gain);
  let size = arrayLength(&x);
  let rows = f32(size / channels);
  let first = lane * channels + channel;
  let stride = ${LANES}u * channels;
  let mean = moments[channel];
  let inverse = moments[channels + channel];

  var shifts = 0.0;
  var gains = 0.0;
  for (var i = first; i < size; i += stride) {
    shifts += dz(i);
    gains += dz(i) * ((x[i] - mean) * inverse);
  }
  let shiftSum = workgroupSum(shifts, lane);
  let gainSum = workgroupSum(gains, lane);

  let scale = gain[channel] * inverse;
  for (var i = first; i < size; i += stride) {
    let h = (x[i] - mean) * inverse;
    dx[i] = scale * (dz(i) - shiftSum / rows - h * (gainSum / rows));
  }
  if (lane == 0u) {
    dGain[channel] = gainSum;
    dShift[channel] = shiftSum;
  }
}`,
});

const plain = withDz('normalize gradient', 'fn dz(i: u32) -> f32 { return dy[i]; }');
const throughRelu = withDz(
  'normalize and ReLU gradient',
  /* wgsl */ `
@group(0) @binding(7) var<storage, read> y: array<f32>; // [m, channels]
fn dz(i: u32) -> f32 { return select(0.0, dy[i], y[i] > 0.0); }`,
);

/** @param kept by `normalizeBatch`. */
export function normalizeGradient(
  recorder: Recorder,
  dy: Tensor4D,
  x: Tensor4D,
  { y, kept }: NormalizedBatch,
  { gain, relu }: NormSettings,
): [Tensor4D, Tensor1D, Tensor1D] {
  const dx = recorder.output<Tensor4D>(x.shape);
  const dGain = recorder.output<Tensor1D>(gain.shape);
  const dShift = recorder.output<Tensor1D>(gain.shape);
  const tensors = [dy, x, gain, ...kept, dx, dGain, dShift, ...(relu ? [y] : [])];
  recorder.run(relu ? throughRelu : plain, {
    buffers: tensors,
    workgroups: [gain.size],
  });
  return [dx, dGain, dShift];
}
