import * as tf from '@tensorflow/tfjs-core';
import type { Clip } from '../../experiments/experiment.ts';
import { CLIP_EPSILON } from '../clip.ts';
import type { Optimizer, OptimizerSettings, Rates, Slot } from './kernels.ts';

const norm = (tensor: tf.Tensor): tf.Tensor => tf.sqrt(tf.sum(tf.square(tensor)));

function clipped({ by, threshold }: Clip, gradients: readonly tf.Tensor[]): readonly tf.Tensor[] {
  if (by === 'value') return gradients.map((gradient) => tf.clipByValue(gradient, -threshold, threshold));
  const total = norm(tf.stack(gradients.map(norm)));
  const factor = tf.minimum(1, tf.div(threshold, tf.add(total, CLIP_EPSILON)));
  return gradients.map((gradient) => tf.mul(gradient, factor));
}

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
    return tf.tidy(() => {
      const { clip } = this.#settings;
      const applied = clip === undefined ? [] : [norm(tf.stack(clipped(clip, gradients).map(norm)))];
      return tf.stack([loss, ...gradients.map(norm), ...applied]) as tf.Tensor1D;
    });
  }

  update(gradients: readonly tf.Tensor[], { learningRate, momentum }: Rates): void {
    const { nesterov, clip } = this.#settings;
    tf.tidy(() => {
      const applied = clip === undefined ? gradients : clipped(clip, gradients);
      this.#slots.forEach(({ variable, velocity, weightDecay, learningRateScale }, i) => {
        const gradient = applied[i] ?? tf.zerosLike(variable);
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
