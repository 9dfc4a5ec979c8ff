import type { Tensor } from '@tensorflow/tfjs-core';
import type { Program, Recorder } from './Recorder.ts';
import { elementwise, workgroupsOver } from './wgsl.ts';

/** y = h t + x (1 - t), or h + x (1 - t) where the gate is open to h. */
const forward: Program = {
  name: 'gate',
  code: /* wgsl */ `
struct Settings { open: u32 }
@group(0) @binding(0) var<storage, read> h: array<f32>;
@group(0) @binding(1) var<storage, read> t: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;
@group(0) @binding(4) var<uniform> s: Settings;
${elementwise('y', 'y[i] = select(h[i] * t[i], h[i], s.open != 0u) + x[i] * (1.0 - t[i]);')}`,
};

/** dh = dy t or dy, dt = dy (h - x) or -dy x, dx = dy (1 - t). */
const backward: Program = {
  name: 'gate gradient',
  code: /* wgsl */ `
struct Settings { open: u32 }
@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read> h: array<f32>;
@group(0) @binding(2) var<storage, read> t: array<f32>;
@group(0) @binding(3) var<storage, read> x: array<f32>;
@group(0) @binding(4) var<storage, read_write> dh: array<f32>;
@group(0) @binding(5) var<storage, read_write> dt: array<f32>;
@group(0) @binding(6) var<storage, read_write> dx: array<f32>;
@group(0) @binding(7) var<uniform> s: Settings;
${elementwise(
  'dx',
  /* wgsl */ `
    let isOpen = s.open != 0u;
    dh[i] = select(dy[i] * t[i], dy[i], isOpen);
    dt[i] = dy[i] * (select(h[i], 0.0, isOpen) - x[i]);
    dx[i] = dy[i] * (1.0 - t[i]);`,
)}`,
};

export function gate(recorder: Recorder, h: Tensor, t: Tensor, x: Tensor, open: boolean): Tensor {
  const y = recorder.output(x.shape);
  recorder.run(forward, { buffers: [h, t, x, y], integers: [Number(open)], workgroups: workgroupsOver(y.size) });
  return y;
}

export function gateGradient(
  recorder: Recorder,
  ...[dy, h, t, x, open]: readonly [Tensor, Tensor, Tensor, Tensor, boolean]
): [Tensor, Tensor, Tensor] {
  const [dh, dt, dx] = [recorder.output(x.shape), recorder.output(x.shape), recorder.output(x.shape)];
  const buffers = [dy, h, t, x, dh, dt, dx];
  recorder.run(backward, { buffers, integers: [Number(open)], workgroups: workgroupsOver(dx.size) });
  return [dh, dt, dx];
}
