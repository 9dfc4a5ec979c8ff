import * as tf from '@tensorflow/tfjs-core';
import type { TrainingPlan } from '../../experiments/experiment.ts';
import { differentiable } from './differentiable.ts';

/** A loss of logits z [n, outputs] and targets y, as a scalar: mean over the n examples. */
export type Loss = (logits: tf.Tensor2D, targets: tf.Tensor2D) => tf.Scalar;

export type Losses = { readonly [L in TrainingPlan['loss']]: Loss };

/** 1/n sum (log sum_k exp z_k - z_y), with gradient (softmax z - y) / n. */
function softmaxCrossEntropy(logits: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar {
  return withGradient(logits, (z) => {
    // The largest logit is taken off before exp, which cannot overflow then.
    const shifted = tf.sub(z, tf.max(z, 1, true));
    const powers = tf.exp(shifted);
    const sums = tf.sum(powers, 1, true);
    const examples = tf.sub(tf.log(sums), tf.sum(tf.mul(shifted, targets), 1, true));
    return { value: tf.mean(examples), slope: tf.sub(tf.div(powers, sums), targets) };
  });
}

/**
 * 1/n sum over examples and classes of -y log s(z) - (1 - y) log(1 - s(z)), s the logistic function, computed as
 * max(z, 0) - z y + log(1 + exp(-|z|)); gradient (s(z) - y) / n.
 */
function sigmoidCrossEntropy(logits: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar {
  return withGradient(logits, (z) => {
    const tail = tf.log(tf.add(tf.exp(tf.neg(tf.abs(z))), 1));
    const terms = tf.add(tf.sub(tf.relu(z), tf.mul(z, targets)), tail);
    return { value: tf.mean(tf.sum(terms, 1)), slope: tf.sub(tf.sigmoid(z), targets) };
  });
}

/** 1/n sum over examples and outputs of (z - y)^2 / 2, with gradient (z - y) / n. */
function meanSquaredError(logits: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar {
  return withGradient(logits, (z) => {
    const slope = tf.sub(z, targets);
    return { value: tf.mean(tf.sum(tf.mul(tf.square(slope), 0.5), 1)), slope };
  });
}

type Evaluated = { value: tf.Scalar; slope: tf.Tensor };

/** A loss whose gradient with respect to the logits is slope / n. */
function withGradient(logits: tf.Tensor2D, evaluate: (z: tf.Tensor2D) => Evaluated): tf.Scalar {
  return differentiable(
    [logits],
    () => {
      const { value, slope } = evaluate(logits);
      return { value, kept: [slope] };
    },
    (dy, [slope]) => [tf.mul(tf.div(slope, logits.shape[0]), dy)],
  );
}

export const losses: Losses = { softmaxCrossEntropy, sigmoidCrossEntropy, meanSquaredError };
