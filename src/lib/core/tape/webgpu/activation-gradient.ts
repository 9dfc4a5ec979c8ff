import type { Tensor } from '@tensorflow/tfjs-core';
import type { Activation } from '../../../models/layers.ts';
import type { Program, Recorder } from './Recorder.ts';
import { elementwise, workgroupsOver } from './wgsl.ts';

/** dx = dy f'(x), `gradient` being that in WGSL. */
const programOf = (fn: Activation, gradient: string): Program => ({
  name: `${fn} gradient`,
  code: /* wgsl */ `
@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read> y: array<f32>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;
${elementwise('dx', `dx[i] = ${gradient};`)}`,
});

const programs: { readonly [A in Activation]: Program } = {
  relu: programOf('relu', 'select(0.0, dy[i], y[i] > 0.0)'),
  tanh: programOf('tanh', 'dy[i] * (1.0 - y[i] * y[i])'),
  sigmoid: programOf('sigmoid', 'dy[i] * (y[i] * (1.0 - y[i]))'),
  softsign: programOf('softsign', 'dy[i] * (1.0 - abs(y[i])) * (1.0 - abs(y[i]))'),
};

export function activationGradient(recorder: Recorder, fn: Activation, dy: Tensor, y: Tensor): Tensor {
  const dx = recorder.output(dy.shape);
  recorder.run(programs[fn], { buffers: [dy, y, dx], workgroups: workgroupsOver(dx.size) });
  return dx;
}
