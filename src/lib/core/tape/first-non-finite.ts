import * as tf from '@tensorflow/tfjs-core';
import type { Measured, Place } from '../net.ts';
import type { Model, Visit } from './compile.ts';

/**
 * The first tensor of a training step that is not finite, in the order in which it computes: weights (left so by the update
 * before), activations from the input on, the loss, gradients from the output back.
 *
 * @param measured norms in the order of the model's parameters; a gradient whose squares overflow counts as not finite.
 */
export async function firstNonFinite(model: Model, x: tf.Tensor, { loss, norms }: Measured): Promise<Place> {
  for (const { layer, variable } of model.parameters) {
    if (!(await isFinite(variable))) return { layer, tensor: 'weights' };
  }
  const activation = await firstActivation(model, x);
  if (activation !== undefined) return activation;
  const last = norms.findLastIndex((norm) => !Number.isFinite(norm));
  const place = Number.isFinite(loss) ? model.parameters[last] : undefined;
  if (place !== undefined) return { layer: place.layer, tensor: 'gradient' };
  return { layer: model.parameters.at(-1)?.layer ?? 'output', tensor: 'loss' };
}

async function firstActivation(model: Model, x: tf.Tensor): Promise<Place | undefined> {
  const activations: { layer: string; activation: tf.Tensor }[] = [];
  const visit: Visit = (layer, activation) => {
    activations.push({ layer, activation: tf.keep(tf.clone(activation)) });
    return activation;
  };
  tf.tidy(() => void model.forward(x, 'train', visit));
  try {
    for (const { layer, activation } of activations) {
      if (!(await isFinite(activation))) return { layer, tensor: 'activation' };
    }
    return undefined;
  } finally {
    tf.dispose(activations.map(({ activation }) => activation));
  }
}

async function isFinite(tensor: tf.Tensor): Promise<boolean> {
  return (await tensor.data()).every(Number.isFinite);
}
