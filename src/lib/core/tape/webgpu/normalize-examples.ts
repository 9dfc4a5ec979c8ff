import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { ExampleNormSettings, NormalizedExamples } from '../kernels.ts';
import type { Program, Recorder } from './Recorder.ts';
import { LANES, relu, workgroupSum } from './wgsl.ts';

/** Where the numbers of an example's group of channels lie, in x [n, pixels, channels]: the k-th of them. */
export const placeInGroup = /* wgsl */ `
fn place(k: u32, group: vec3u, pixels: u32, channels: u32, width: u32) -> u32 {
  return (group.y * pixels + k / width) * channels + group.x * width + k % width;
}`;

/**
 * Normalisation of each example by itself, one workgroup a group of its channels: h = (x - mean) / sqrt(mean of (x - mean)^2 + epsilon),
 * y = gain h + shift; not centred, 0 takes the place of the mean and there is no shift. Squares in a pass of their own, as in
 * `normalizeBatch`.
 */
const programOf = (centred: boolean): Program => ({
  name: centred ? 'normalize groups' : 'normalize by root mean square',
  code: /* wgsl */ `
struct Settings { relu: u32, pixels: u32, epsilon: f32 }
@group(0) @binding(0) var<storage, read> x: array<f32>; // [n, pixels, channels]
@group(0) @binding(1) var<storage, read> gain: array<f32>; // [channels]
@group(0) @binding(2) var<storage, read_write> y: array<f32>; // [n, pixels, channels]
@group(0) @binding(3) var<storage, read_write> moments: array<f32>; // [mean or inverse deviation, n, groups]
${centred ? '@group(0) @binding(4) var<storage, read> shift: array<f32>; // [channels]' : ''}
@group(0) @binding(${centred ? 5 : 4}) var<uniform> settings: Settings;
${placeInGroup}
${workgroupSum}
${relu}

@compute @workgroup_size(${LANES})
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let channels = arrayLength(&gain);
  let pixels = settings.pixels;
  let width = channels / groups.x;
  let size = pixels * width;

  var mean = 0.0;
  ${
    centred
      ? /* wgsl */ `
  var sum = 0.0;
  for (var k = lane; k < size; k += ${LANES}u) {
    sum += x[place(k, group, pixels, channels, width)];
  }
  mean = workgroupSum(sum, lane) / f32(size);`
      : ''
  }
  var squares = 0.0;
  for (var k = lane; k < size; k += ${LANES}u) {
    let distance = x[place(k, group, pixels, channels, width)] - mean;
    squares += distance * distance;
  }
  let inverse = inverseSqrt(workgroupSum(squares, lane) / f32(size) + settings.epsilon);

  for (var k = lane; k < size; k += ${LANES}u) {
    let i = place(k, group, pixels, channels, width);
    let c = i % channels;
    let z = gain[c] * ((x[i] - mean) * inverse)${centred ? ' + shift[c]' : ''};
    y[i] = select(z, relu(z), settings.relu != 0u);
  }
  if (lane == 0u) {
    let one = group.y * groups.x + group.x;
    moments[one] = mean;
    moments[groups.x * groups.y + one] = inverse;
  }
}`,
});

const groups = programOf(true);
const rootMeanSquare = programOf(false);

export function normalizeExamples(recorder: Recorder, x: Tensor, settings: ExampleNormSettings): NormalizedExamples {
  const { gain, shift, epsilon, relu: isRelu } = settings;
  const n = x.shape[0];
  const y = recorder.output<Tensor>(x.shape);
  const moments = recorder.output<Tensor2D>([2, n * settings.groups]);
  recorder.run(shift === undefined ? rootMeanSquare : groups, {
    buffers: [x, gain, y, moments, ...(shift === undefined ? [] : [shift])],
    integers: [Number(isRelu), x.size / (n * gain.size)],
    floats: [epsilon],
    workgroups: [settings.groups, n],
  });
  return { y, kept: [moments] };
}
