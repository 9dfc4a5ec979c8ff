import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { differentiable } from '../differentiable.ts';
import type { Program, Recorder } from './Recorder.ts';
import { elementwise, workgroupsOver } from './wgsl.ts';

/** z[n, u] = b[u] + sum over k of x[n, k] W[k, u] */
const forward: Program = {
  name: 'dense',
  code: /* wgsl */ `
struct Sizes { inputs: u32 }
@group(0) @binding(0) var<storage, read> x: array<f32>; // [n, inputs]
@group(0) @binding(1) var<storage, read> weights: array<f32>; // [inputs, units]
@group(0) @binding(2) var<storage, read> biases: array<f32>; // [units]
@group(0) @binding(3) var<storage, read_write> z: array<f32>; // [n, units]
@group(0) @binding(4) var<uniform> s: Sizes;
${elementwise(
  'z',
  /* wgsl */ `
    let units = arrayLength(&biases);
    let unit = i % units;
    let row = i / units * s.inputs;
    var sum = 0.0;
    for (var k = 0u; k < s.inputs; k += 1u) {
      sum += x[row + k] * weights[k * units + unit];
    }
    z[i] = sum + biases[unit];`,
)}`,
};

/** dx[n, k] = sum over u of dz[n, u] W[k, u] */
const backward: Program = {
  name: 'dense, input gradient',
  code: /* wgsl */ `
struct Sizes { inputs: u32 }
@group(0) @binding(0) var<storage, read> dz: array<f32>; // [n, units]
@group(0) @binding(1) var<storage, read> weights: array<f32>; // [inputs, units]
@group(0) @binding(2) var<storage, read_write> dx: array<f32>; // [n, inputs]
@group(0) @binding(3) var<uniform> s: Sizes;
${elementwise(
  'dx',
  /* wgsl */ `
    let units = arrayLength(&weights) / s.inputs;
    let row = i / s.inputs * units;
    let k = i % s.inputs;
    var sum = 0.0;
    for (var u = 0u; u < units; u += 1u) {
      sum += dz[row + u] * weights[k * units + u];
    }
    dx[i] = sum;`,
)}`,
};

/** dW[k, u] = sum over n of x[n, k] dz[n, u], and db[u] = sum over n of dz[n, u], as if a column of ones were at the end of x. */
const learn: Program = {
  name: 'dense, gradient of weights and biases',
  code: /* wgsl */ `
struct Sizes { inputs: u32 }
@group(0) @binding(0) var<storage, read> x: array<f32>; // [n, inputs]
@group(0) @binding(1) var<storage, read> dz: array<f32>; // [n, units]
@group(0) @binding(2) var<storage, read_write> dWeights: array<f32>; // [inputs, units]
@group(0) @binding(3) var<storage, read_write> dBiases: array<f32>; // [units]
@group(0) @binding(4) var<uniform> s: Sizes;
${elementwise(
  'dWeights',
  /* wgsl */ `
    let units = arrayLength(&dBiases);
    let count = arrayLength(&dz) / units;
    let k = i / units;
    let u = i % units;
    var sum = 0.0;
    for (var n = 0u; n < count; n += 1u) {
      sum += x[n * s.inputs + k] * dz[n * units + u];
    }
    dWeights[i] = sum;
    if (k == 0u) {
      var biasSum = 0.0;
      for (var n = 0u; n < count; n += 1u) {
        biasSum += dz[n * units + u];
      }
      dBiases[u] = biasSum;
    }`,
)}`,
};

/** x [n, inputs] W + b */
export function dense(recorder: Recorder, x: Tensor2D, weights: Tensor2D, biases: Tensor1D, isInput: boolean): Tensor2D {
  const [inputs, units] = weights.shape;
  const run = (program: Program, buffers: readonly Tensor[], size: number): void =>
    recorder.run(program, { buffers, integers: [inputs], workgroups: workgroupsOver(size) });
  return differentiable(
    isInput ? [weights, biases] : [weights, biases, x],
    () => {
      const z = recorder.output<Tensor2D>([x.shape[0], units]);
      run(forward, [x, weights, biases, z], z.size);
      return { value: z, kept: [x, weights] };
    },
    (dz, [input, matrix]) => {
      const dWeights = recorder.output<Tensor2D>(weights.shape);
      const dBiases = recorder.output<Tensor1D>(biases.shape);
      run(learn, [input, dz, dWeights, dBiases], dWeights.size);
      if (isInput) return [dWeights, dBiases];
      const dx = recorder.output<Tensor2D>(input.shape);
      run(backward, [dz, matrix, dx], dx.size);
      return [dWeights, dBiases, dx];
    },
  );
}
