import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { ConvSettings } from '../kernels.ts';
import type { Program, Recorder } from './Recorder.ts';

/** A workgroup takes so many input channels and as many output channels: each number that it loads then serves in four products. */
const TILE = 4;

/** Fewer than other shaders have: each keeps a tile of sums. */
const LANES = 64;

/**
 * dW[a, b, i, o] = sum over images n and output pixels (p, q) of x[n, stride p + a - margin, stride q + b - margin, i] dy[n, p, q, o].
 * TensorFlow.js gives each entry of dW to one invocation, a few hundred of them for narrow nets, which then goes through all pixels of
 * all images alone. Here a workgroup takes one (a, b) and a tile of (i, o), each of its lanes some rows of pixels.
 */
const program: Program = {
  name: 'filter gradient',
  code: /* wgsl */ `
struct Sizes { height: u32, width: u32, inputs: u32, outHeight: u32, outWidth: u32, outputs: u32, side: u32, stride: u32, margin: u32 }
@group(0) @binding(0) var<storage, read> x: array<f32>; // [n, height, width, inputs]
@group(0) @binding(1) var<storage, read> dy: array<f32>; // [n, outHeight, outWidth, outputs]
@group(0) @binding(2) var<storage, read_write> dW: array<f32>; // [side, side, inputs, outputs]
@group(0) @binding(3) var<uniform> s: Sizes;

alias Tile = mat${TILE}x${TILE}f; // a column for each input channel
var<workgroup> tiles: array<Tile, ${LANES}>;

@compute @workgroup_size(${LANES})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = group.x * ${TILE}u;
  let o = group.y * ${TILE}u;
  let a = group.z / s.side;
  let b = group.z % s.side;
  let rows = arrayLength(&dy) / (s.outWidth * s.outputs); // of all images, one below the other

  var sum = Tile();
  for (var row = lane; row < rows; row += ${LANES}u) {
    // Above and on the left of the image these wrap around to numbers far beyond its sides.
    let y = row % s.outHeight * s.stride + a - s.margin;
    if (y >= s.height) {
      continue;
    }
    let line = (row / s.outHeight * s.height + y) * s.width;
    for (var q = 0u; q < s.outWidth; q += 1u) {
      let column = q * s.stride + b - s.margin;
      if (column < s.width) {
        // Beyond the last channel these read something else, whose sums nobody writes.
        let pixel = (line + column) * s.inputs + i;
        let slope = (row * s.outWidth + q) * s.outputs + o;
        let slopes = vec4f(dy[slope], dy[slope + 1u], dy[slope + 2u], dy[slope + 3u]);
        sum += Tile(x[pixel] * slopes, x[pixel + 1u] * slopes, x[pixel + 2u] * slopes, x[pixel + 3u] * slopes);
      }
    }
  }

  tiles[lane] = sum;
  workgroupBarrier();
  let input = i + lane / ${TILE}u;
  let output = o + lane % ${TILE}u;
  if (lane < ${TILE * TILE}u && input < s.inputs && output < s.outputs) {
    var total = 0.0;
    for (var other = 0u; other < ${LANES}u; other += 1u) {
      total += tiles[other][input - i][output - o];
    }
    dW[(group.z * s.inputs + input) * s.outputs + output] = total;
  }
}`,
};

export function filterGradient(
  recorder: Recorder,
  x: Tensor4D,
  dy: Tensor4D,
  shape: Tensor4D['shape'],
  { stride, margin }: ConvSettings,
): Tensor4D {
  const [, height, width, inputs] = x.shape;
  const [, outHeight, outWidth, outputs] = dy.shape;
  const [side] = shape;
  const gradient = recorder.output<Tensor4D>(shape);
  recorder.run(program, {
    buffers: [x, dy, gradient],
    integers: [height, width, inputs, outHeight, outWidth, outputs, side, stride, margin],
    workgroups: [Math.ceil(inputs / TILE), Math.ceil(outputs / TILE), side * side],
  });
  return gradient;
}
