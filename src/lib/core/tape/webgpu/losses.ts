import * as tf from '@tensorflow/tfjs-core';
import { differentiable } from '../differentiable.ts';
import type { Loss, Losses } from '../losses.ts';
import type { Program, Recorder } from './Recorder.ts';
import { LANES, workgroupSum } from './wgsl.ts';

/**
 * A loss over logits z [n, classes] and targets y: the mean of the examples' losses, and its gradient. One workgroup goes
 * through all examples.
 *
 * @param example WGSL of `fn example(first: u32, classes: u32) -> f32`: the loss of the example whose logits begin at `first`; leaves
 *   its gradient in `slope`.
 */
const meanOver = (name: string, example: string): Program => ({
  name,
  code: /* wgsl */ `
struct Sizes { classes: u32 }
@group(0) @binding(0) var<storage, read> z: array<f32>; // [n, classes]
@group(0) @binding(1) var<storage, read> y: array<f32>; // [n, classes]
@group(0) @binding(2) var<storage, read_write> loss: array<f32>; // [1]
@group(0) @binding(3) var<storage, read_write> slope: array<f32>; // [n, classes]
@group(0) @binding(4) var<uniform> s: Sizes;
${workgroupSum}
${example}

@compute @workgroup_size(${LANES})
fn main(@builtin(local_invocation_index) lane: u32) {
  let count = arrayLength(&z) / s.classes;
  var sum = 0.0;
  for (var n = lane; n < count; n += ${LANES}u) {
    let first = n * s.classes;
    sum += example(first, s.classes);
    for (var k = first; k < first + s.classes; k += 1u) {
      slope[k] /= f32(count);
    }
  }
  let total = workgroupSum(sum, lane);
  if (lane == 0u) {
    loss[0] = total / f32(count);
  }
}`,
});

/** log sum_k exp z_k - z_y, with gradient softmax z - y. The largest logit is taken off before exp, which cannot overflow then. */
const softmax = meanOver(
  'softmax cross-entropy',
  /* wgsl */ `
fn example(first: u32, classes: u32) -> f32 {
  let end = first + classes;
  var largest = z[first];
  for (var k = first + 1u; k < end; k += 1u) {
    largest = max(largest, z[k]);
  }
  var powers = 0.0;
  var wanted = 0.0;
  for (var k = first; k < end; k += 1u) {
    let shifted = z[k] - largest;
    slope[k] = exp(shifted);
    powers += slope[k];
    wanted += shifted * y[k];
  }
  for (var k = first; k < end; k += 1u) {
    slope[k] = slope[k] / powers - y[k];
  }
  return log(powers) - wanted;
}`,
);

/** sum_k max(z, 0) - z y + log(1 + exp(-|z|)), with gradient s(z) - y, s the logistic function. */
const sigmoid = meanOver(
  'sigmoid cross-entropy',
  /* wgsl */ `
fn example(first: u32, classes: u32) -> f32 {
  var sum = 0.0;
  for (var k = first; k < first + classes; k += 1u) {
    let small = exp(-abs(z[k]));
    sum += max(z[k], 0.0) - z[k] * y[k] + log(1.0 + small);
    slope[k] = select(small, 1.0, z[k] >= 0.0) / (1.0 + small) - y[k];
  }
  return sum;
}`,
);

/** sum_k (z - y)^2 / 2, with gradient z - y. */
const squared = meanOver(
  'mean squared error',
  /* wgsl */ `
fn example(first: u32, classes: u32) -> f32 {
  var sum = 0.0;
  for (var k = first; k < first + classes; k += 1u) {
    slope[k] = z[k] - y[k];
    sum += 0.5 * slope[k] * slope[k];
  }
  return sum;
}`,
);

const lossOf =
  (recorder: Recorder, program: Program): Loss =>
  (logits, targets) =>
    differentiable(
      [logits],
      () => {
        const value = recorder.output<tf.Scalar>([]);
        const slope = recorder.output<tf.Tensor2D>(logits.shape);
        recorder.run(program, {
          buffers: [logits, targets, value, slope],
          integers: [logits.shape[1]],
          workgroups: [1],
        });
        return { value, kept: [slope] };
      },
      (dy, [slope]) => [tf.mul(slope, dy)],
    );

export const losses = (recorder: Recorder): Losses => ({
  softmaxCrossEntropy: lossOf(recorder, softmax),
  sigmoidCrossEntropy: lossOf(recorder, sigmoid),
  meanSquaredError: lossOf(recorder, squared),
});
