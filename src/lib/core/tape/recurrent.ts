import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from '../../models/layers.ts';
import { differentiable } from './differentiable.ts';
import type { Kernels } from './kernels.ts';
import { activations } from './operations.ts';

/** U [features, units], W [units, units] and b [units] of h_t = f(x_t U + h_(t-1) W + b). */
export interface RecurrentWeights {
  readonly input: tf.Tensor2D;
  readonly recurrence: tf.Tensor2D;
  readonly biases: tf.Tensor1D;
}

/**
 * The last state over x [n, T, 1, features], with back-propagation through time (Werbos 1990): dz_t = f'(h_t) dh_t,
 * dh_(t-1) = dz_t W^T, and dU = sum x_t^T dz_t, dW = sum h_(t-1)^T dz_t, db = sum dz_t, each over all steps at once.
 *
 * @param isInput whether x is the input of the net, whose gradient nobody asks for.
 */
export function recurrent(
  kernels: Kernels,
  fn: Activation,
  x: tf.Tensor4D,
  { input, recurrence, biases }: RecurrentWeights,
  isInput: boolean,
): tf.Tensor2D {
  const [n, steps, , features] = x.shape;
  const units = biases.size;
  return differentiable(
    isInput ? [input, recurrence, biases] : [input, recurrence, biases, x],
    () => {
      const rows = tf.reshape(tf.transpose(x, [1, 0, 2, 3]), [steps * n, features]); // time-major
      const driven = tf.add(tf.matMul(rows, input), biases);
      const states: tf.Tensor2D[] = [];
      for (let t = 0; t < steps; t += 1) {
        const before = states.at(-1);
        const z = tf.slice(driven, [t * n, 0], [n, units]);
        states.push(activations[fn](before === undefined ? z : tf.add(z, tf.matMul(before, recurrence))) as tf.Tensor2D);
      }
      const value = states.at(-1) ?? tf.zeros<tf.Rank.R2>([n, units]);
      return { value, kept: [rows, tf.concat(states), input, recurrence] };
    },
    (dLast, [rows, states, u, w]) => {
      const slopes: tf.Tensor[] = [];
      let dh: tf.Tensor = dLast;
      for (let t = steps - 1; t >= 0; t -= 1) {
        const dz = kernels.activationGradient(fn, dh, tf.slice(states, [t * n, 0], [n, units]));
        slopes.unshift(dz);
        if (t > 0) dh = tf.matMul(dz, w, false, true);
      }
      const dz = tf.concat(slopes) as tf.Tensor2D;
      const dInput = tf.matMul(rows, dz, true, false);
      const dRecurrence =
        steps > 1
          ? tf.matMul(tf.slice(states, 0, (steps - 1) * n), tf.slice(dz, n, (steps - 1) * n), true, false)
          : tf.zerosLike(w);
      const dBiases = tf.sum(dz, 0);
      if (isInput) return [dInput, dRecurrence, dBiases];
      const dRows = tf.reshape(tf.matMul(dz, u, false, true), [steps, n, 1, features]);
      return [dInput, dRecurrence, dBiases, tf.transpose(dRows, [1, 0, 2, 3])];
    },
  );
}
