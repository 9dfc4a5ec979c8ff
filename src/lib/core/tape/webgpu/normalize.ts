import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { NormSettings, Statistics } from '../kernels.ts';
import type { Program, Recorder } from './Recorder.ts';
import { elementwise, relu, workgroupsOver } from './wgsl.ts';

/** y = gain (x - mean) / sqrt(variance + epsilon) + shift, then max(y, 0) where asked for. */
const program: Program = {
  name: 'normalize',
  code: /* wgsl */ `
struct Settings { relu: u32, epsilon: f32 }
@group(0) @binding(0) var<storage, read> x: array<f32>; // [m, channels]
@group(0) @binding(1) var<storage, read> gain: array<f32>; // [channels]
@group(0) @binding(2) var<storage, read> shift: array<f32>; // [channels]
@group(0) @binding(3) var<storage, read> mean: array<f32>; // [channels]
@group(0) @binding(4) var<storage, read> variance: array<f32>; // [channels]
@group(0) @binding(5) var<storage, read_write> y: array<f32>; // [m, channels]
@group(0) @binding(6) var<uniform> settings: Settings;
${relu}
${elementwise(
  'y',
  /* wgsl */ `
    let c = i % arrayLength(&gain);
    let z = gain[c] * ((x[i] - mean[c]) * inverseSqrt(variance[c] + settings.epsilon)) + shift[c];
    y[i] = select(z, relu(z), settings.relu != 0u);`,
)}`,
};

export function normalize(recorder: Recorder, x: Tensor4D, settings: NormSettings, { mean, variance }: Statistics): Tensor4D {
  const { gain, shift, epsilon, relu: isRelu } = settings;
  const y = recorder.output<Tensor4D>(x.shape);
  recorder.run(program, {
    buffers: [x, gain, shift, mean, variance, y],
    integers: [Number(isRelu)],
    floats: [epsilon],
    workgroups: workgroupsOver(y.size),
  });
  return y;
}
