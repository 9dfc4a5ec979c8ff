import type { Tensor } from '@tensorflow/tfjs-core';
import type { Program, Recorder } from './Recorder.ts';
import { elementwise, relu, workgroupsOver } from './wgsl.ts';

/** max(a + b, 0) */
const program: Program = {
  name: 'add and ReLU',
  code: /* wgsl */ `
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;
${relu}
${elementwise('y', 'y[i] = relu(a[i] + b[i]);')}`,
};

export function addRelu(recorder: Recorder, a: Tensor, b: Tensor): Tensor {
  const y = recorder.output(a.shape);
  recorder.run(program, { buffers: [a, b, y], workgroups: workgroupsOver(y.size) });
  return y;
}
