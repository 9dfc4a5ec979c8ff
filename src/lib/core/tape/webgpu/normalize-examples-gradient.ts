import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { ExampleNormSettings, NormalizedExamples } from '../kernels.ts';
import { placeInGroup } from './normalize-examples.ts';
import type { Program, Recorder } from './Recorder.ts';
import { LANES, workgroupSum } from './wgsl.ts';

/** dz = dy, or 0 where the ReLU cut off: y is bound where there is one. */
const dzOf = (relu: boolean, binding: number): string =>
  relu
    ? /* wgsl */ `
@group(0) @binding(${binding}) var<storage, read> y: array<f32>; // [n, pixels, channels]
fn dz(i: u32) -> f32 { return select(0.0, dy[i], y[i] > 0.0); }`
    : 'fn dz(i: u32) -> f32 { return dy[i]; }';

/**
 * One workgroup an example's group of channels: with g = gain dz and h the normalised input, dx = inverse (g - mean(g) - h mean(g h)),
 * without mean(g) where nothing was centred.
 */
const ofInput = (centred: boolean, relu: boolean): Program => ({
  name: `gradient of normalize examples${centred ? ' in groups' : ''}${relu ? ' and ReLU' : ''}`,
  code: /* wgsl */ `
struct Settings { pixels: u32 }
@group(0) @binding(0) var<storage, read> dy: array<f32>; // [n, pixels, channels]
@group(0) @binding(1) var<storage, read> x: array<f32>; // [n, pixels, channels]
@group(0) @binding(2) var<storage, read> gain: array<f32>; // [channels]
@group(0) @binding(3) var<storage, read> moments: array<f32>; // [mean or inverse deviation, n, groups]
@group(0) @binding(4) var<storage, read_write> dx: array<f32>; // [n, pixels, channels]
${dzOf(relu, 5)}
@group(0) @binding(${relu ? 6 : 5}) var<uniform> settings: Settings;
${placeInGroup}
${workgroupSum}

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
  let one = group.y * groups.x + group.x;
  let mean = moments[one];
  let inverse = moments[groups.x * groups.y + one];

  var sum = 0.0;
  var product = 0.0;
  for (var k = lane; k < size; k += ${LANES}u) {
    let i = place(k, group, pixels, channels, width);
    let g = gain[i % channels] * dz(i);
    sum += g;
    product += g * ((x[i] - mean) * inverse);
  }
  let meanG = ${centred ? 'workgroupSum(sum, lane) / f32(size)' : '0.0'};
  let meanProduct = workgroupSum(product, lane) / f32(size);

  for (var k = lane; k < size; k += ${LANES}u) {
    let i = place(k, group, pixels, channels, width);
    let h = (x[i] - mean) * inverse;
    dx[i] = inverse * (gain[i % channels] * dz(i) - meanG - h * meanProduct);
  }
}`,
});

/** One workgroup a channel, over examples and pixels: dGain = sum dz h and, where there is a shift, dShift = sum dz. */
const ofParameters = (centred: boolean, relu: boolean): Program => ({
  name: `gradient of gains${centred ? ' and shifts' : ''}${relu ? ' and ReLU' : ''}`,
  code: /* wgsl */ `
struct Settings { pixels: u32, groups: u32 }
@group(0) @binding(0) var<storage, read> dy: array<f32>; // [n, pixels, channels]
@group(0) @binding(1) var<storage, read> x: array<f32>; // [n, pixels, channels]
@group(0) @binding(2) var<storage, read> moments: array<f32>; // [mean or inverse deviation, n, groups]
@group(0) @binding(3) var<storage, read_write> dGain: array<f32>; // [channels]
${centred ? '@group(0) @binding(4) var<storage, read_write> dShift: array<f32>; // [channels]' : ''}
${dzOf(relu, centred ? 5 : 4)}
@group(0) @binding(${4 + Number(centred) + Number(relu)}) var<uniform> settings: Settings;
${workgroupSum}

@compute @workgroup_size(${LANES})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let channel = group.x;
  let channels = arrayLength(&dGain);
  let groups = settings.groups;
  let rows = arrayLength(&x) / channels;
  let statistics = rows / settings.pixels * groups;
  var shifts = 0.0;
  var gains = 0.0;
  for (var row = lane; row < rows; row += ${LANES}u) {
    let i = row * channels + channel;
    let one = row / settings.pixels * groups + channel / (channels / groups);
    shifts += dz(i);
    gains += dz(i) * ((x[i] - moments[one]) * moments[statistics + one]);
  }
  let gainSum = workgroupSum(gains, lane);
  ${centred ? 'let shiftSum = workgroupSum(shifts, lane);' : ''}
  if (lane == 0u) {
    dGain[channel] = gainSum;
    ${centred ? 'dShift[channel] = shiftSum;' : ''}
  }
}`,
});

/** @param kept by `normalizeExamples`. */
export function normalizeExamplesGradient(
  recorder: Recorder,
  dy: Tensor,
  x: Tensor,
  { y, kept }: NormalizedExamples,
  { gain, shift, groups, relu }: ExampleNormSettings,
): Tensor[] {
  const n = x.shape[0];
  const isCentred = shift !== undefined;
  const pixels = x.size / (n * gain.size);
  const behind = relu ? [y] : [];
  const dx = recorder.output<Tensor>(x.shape);
  recorder.run(ofInput(isCentred, relu), {
    buffers: [dy, x, gain, ...kept, dx, ...behind],
    integers: [pixels],
    workgroups: [groups, n],
  });
  const parameters = [gain, ...(isCentred ? [shift] : [])].map(({ shape }) => recorder.output<Tensor1D>(shape));
  recorder.run(ofParameters(isCentred, relu), {
    buffers: [dy, x, ...kept, ...parameters, ...behind],
    integers: [pixels, groups],
    workgroups: [gain.size],
  });
  return [dx, ...parameters];
}
