import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { differentiable } from '../differentiable.ts';
import type { Program, Recorder } from './Recorder.ts';
import { elementwise, workgroupsOver } from './wgsl.ts';

/** y[n, c] = 1/pixels sum over the pixels p of x[n, p, c] */
const forward: Program = {
  name: 'average pool',
  code: /* wgsl */ `
struct Sizes { pixels: u32, channels: u32 }
@group(0) @binding(0) var<storage, read> x: array<f32>; // [n, pixels, channels]
@group(0) @binding(1) var<storage, read_write> y: array<f32>; // [n, channels]
@group(0) @binding(2) var<uniform> s: Sizes;
${elementwise(
  'y',
  /* wgsl */ `
    let first = i / s.channels * s.pixels * s.channels + i % s.channels;
    var sum = 0.0;
    for (var p = 0u; p < s.pixels; p += 1u) {
      sum += x[first + p * s.channels];
    }
    y[i] = sum / f32(s.pixels);`,
)}`,
};

/** dx[n, p, c] = dy[n, c] / pixels */
const backward: Program = {
  name: 'average pool gradient',
  code: /* wgsl */ `
struct Sizes { pixels: u32, channels: u32 }
@group(0) @binding(0) var<storage, read> dy: array<f32>; // [n, channels]
@group(0) @binding(1) var<storage, read_write> dx: array<f32>; // [n, pixels, channels]
@group(0) @binding(2) var<uniform> s: Sizes;
${elementwise('dx', 'dx[i] = dy[i / (s.pixels * s.channels) * s.channels + i % s.channels] / f32(s.pixels);')}`,
};

/** The mean of each channel over the pixels of an image. */
export function averagePool(recorder: Recorder, x: Tensor4D): Tensor2D {
  const [count, height, width, channels] = x.shape;
  const integers = [height * width, channels];
  return differentiable(
    [x],
    () => {
      const y = recorder.output<Tensor2D>([count, channels]);
      recorder.run(forward, {
        buffers: [x, y],
        integers,
        workgroups: workgroupsOver(y.size),
      });
      return { value: y, kept: [] };
    },
    (dy) => {
      const dx = recorder.output<Tensor4D>(x.shape);
      recorder.run(backward, {
        buffers: [dy, dx],
        integers,
        workgroups: workgroupsOver(dx.size),
      });
      return [dx];
    },
  );
}
