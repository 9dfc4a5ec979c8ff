import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { NormSettings, NormalizedBatch, Running } from '../kernels.ts';
import type { Program, Recorder } from './Recorder.ts';
import { LANES, relu, workgroupSum } from './wgsl.ts';

/**
 * Batch normalisation in training, one workgroup a channel: mean = 1/m sum x, variance = 1/m sum (x - mean)^2 (in a pass of its own:
 * from sums of squares alone a variance far below the mean's square loses its digits), h = (x - mean) / sqrt(variance + epsilon),
 * y = gain h + shift. The running statistics r <- (1 - momentum) r + momentum batch follow, the variance as m / (m - 1) variance.
 */
const program: Program = {
  name: 'normalize batch',
  code: /* wgsl */ `
struct Settings { relu: u32, epsilon: f32, momentum: f32 }
@group(0) @binding(0) var<storage, read> x: array<f32>; // [m, channels]
@group(0) @binding(1) var<storage, read> gain: array<f32>; // [channels]
@group(0) @binding(2) var<storage, read> shift: array<f32>; // [channels]
@group(0) @binding(3) var<storage, read_write> y: array<f32>; // [m, channels]
@group(0) @binding(4) var<storage, read_write> moments: array<f32>; // [mean or inverse deviation, channels]
@group(0) @binding(5) var<storage, read_write> runningMean: array<f32>; // [channels]
@group(0) @binding(6) var<storage, read_write> runningVariance: array<f32>; // [channels]
@group(0) @binding(7) var<uniform> settings: Settings;
${workgroupSum}
${relu}

@compute @workgroup_size(${LANES})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let channel = group.x;
  let channels = arrayLength(&gain);
  let size = arrayLength(&x);
  let rows = f32(size / channels);
  let first = lane * channels + channel;
  let stride = ${LANES}u * channels;

  var sum = 0.0;
  for (var i = first; i < size; i += stride) {
    sum += x[i];
  }
  let mean = workgroupSum(sum, lane) / rows;

  var squares = 0.0;
  for (var i = first; i < size; i += stride) {
    let distance = x[i] - mean;
    squares += distance * distance;
  }
  let variance = workgroupSum(squares, lane) / rows;
  let inverse = inverseSqrt(variance + settings.epsilon);

  for (var i = first; i < size; i += stride) {
    let z = gain[channel] * ((x[i] - mean) * inverse) + shift[channel];
    y[i] = select(z, relu(z), settings.relu != 0u);
  }
  if (lane == 0u) {
    moments[channel] = mean;
    moments[channels + channel] = inverse;
    let unbiased = variance * (rows / max(1.0, rows - 1.0));
    runningMean[channel] = (1.0 - settings.momentum) * runningMean[channel] + settings.momentum * mean;
    runningVariance[channel] = (1.0 - settings.momentum) * runningVariance[channel] + settings.momentum * unbiased;
  }
}`,
};

export function normalizeBatch(recorder: Recorder, x: Tensor4D, settings: NormSettings, running: Running): NormalizedBatch {
  const { gain, shift, epsilon, relu: isRelu } = settings;
  const channels = gain.size;
  const y = recorder.output<Tensor4D>(x.shape);
  const moments = recorder.output<Tensor2D>([2, channels]);
  recorder.run(program, {
    buffers: [...[x, gain, shift, y, moments], recorder.writable(running.mean), recorder.writable(running.variance)],
    integers: [Number(isRelu)],
    floats: [epsilon, running.momentum],
    workgroups: [channels],
  });
  return { y, kept: [moments] };
}
