import * as tf from '@tensorflow/tfjs-core';
import type { Optimizer, OptimizerSettings, Slot } from './kernels.ts';

/** Composed of TensorFlow.js operations: for every backend. */
export class TensorOptimizer implements Optimizer {
  readonly #slots: readonly (Slot & { readonly velocity: tf.Variable })[];
  readonly #settings: OptimizerSettings;

  constructor(slots: readonly Slot[], settings: OptimizerSettings) {
    this.#settings = settings;
    this.#slots = slots.map((slot) => ({
      ...slot,
      velocity: tf.tidy(() => tf.variable(tf.zeros(slot.variable.shape), false)),
    }));
  }

  measure(loss: tf.Tensor, gradients: readonly tf.Tensor[]): tf.Tensor1D {
    return tf.tidy(() => tf.stack([loss, ...gradients.map((gradient) => tf.sqrt(tf.sum(tf.square(gradient))))]) as tf.Tensor1D);
  }

  update(gradients: readonly tf.Tensor[], momentum: number): void {
    const { learningRate, nesterov } = this.#settings;
    this.#slots.forEach(({ variable, velocity, weightDecay, learningRateScale }, i) => {
      tf.tidy(() => {
        const gradient = gradients[i] ?? tf.zerosLike(variable);
        const pull = weightDecay === 0 ? gradient : tf.add(gradient, tf.mul(variable, weightDecay));
        velocity.assign(tf.add(tf.mul(velocity, momentum), pull));
        const way = nesterov ? tf.add(pull, tf.mul(velocity, momentum)) : velocity;
        variable.assign(tf.sub(variable, tf.mul(way, learningRate * learningRateScale)));
      });
    });
  }

  velocities(): Promise<readonly Float32Array[]> {
    return Promise.all(this.#slots.map(({ velocity }) => velocity.data<'float32'>()));
  }

  load(velocities: readonly Float32Array[]): void {
    this.#slots.forEach(({ velocity }, i) => tf.tidy(() => velocity.assign(tf.tensor(velocities[i] ?? [], velocity.shape))));
  }

  dispose(): void {
    tf.dispose(this.#slots.map(({ velocity }) => velocity));
  }
}
