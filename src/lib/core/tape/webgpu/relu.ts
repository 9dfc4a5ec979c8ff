import type { Tensor } from '@tensorflow/tfjs-core';
import type { Program, Recorder } from './Recorder.ts';
import { elementwise, relu, workgroupsOver } from './wgsl.ts';

/** max(a + b, 0) */
const addReluProgram: Program = {
  name: 'add and ReLU',
  code: /* wgsl */ `
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;
${relu}
${elementwise('y', 'y[i] = relu(a[i] + b[i]);')}`,
};

/** dy where y > 0, else 0 */
const reluGradientProgram: Program = {
  name: 'ReLU gradient',
  code: /* wgsl */ `
@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read> y: array<f32>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;
${elementwise('dx', 'dx[i] = select(0.0, dy[i], y[i] > 0.0);')}`,
};

function combine<T extends Tensor>(recorder: Recorder, program: Program, first: T, second: Tensor): T {
  const result = recorder.output<T>(first.shape);
  const buffers = [first, second, result].map((tensor) => recorder.buffer(tensor));
  recorder.run(program, { buffers, workgroups: workgroupsOver(result.size) });
  return result;
}

export const addRelu = <T extends Tensor>(recorder: Recorder, a: T, b: T): T => combine(recorder, addReluProgram, a, b);

export const reluGradient = <T extends Tensor>(recorder: Recorder, dy: T, y: Tensor): T =>
  combine(recorder, reluGradientProgram, dy, y);
