import * as tf from '@tensorflow/tfjs-core';
import type { Divergence } from '../experiments/frame.ts';
import type { Model, Parameter } from './compile.ts';

/** A run that stopped being finite: a result, with the report as its content. */
export class DivergenceError extends Error {
  override name = 'DivergenceError';
  readonly report: Divergence;

  constructor(report: Divergence) {
    super(
      `At step ${report.step}, the ${nouns[report.tensor]} of layer "${report.layer}" stopped being finite. A smaller learning rate often mends this.`,
    );
    this.report = report;
  }
}

const nouns: Readonly<Record<Divergence['tensor'], string>> = {
  activation: 'activation',
  loss: 'loss behind the output',
  gradient: 'gradient',
  weights: 'weights',
};

type Place = Pick<Divergence, 'layer' | 'tensor'>;

/**
 * The first tensor of a training step that is not finite, in the order in which it computes: weights (left so by the update
 * before), activations from the input on, the loss, gradients from the output back.
 *
 * @param gradients in the order of the model's parameters.
 */
export async function firstNonFinite(model: Model, x: tf.Tensor, gradients: readonly tf.Tensor[]): Promise<Place> {
  for (const { layer, variable } of model.parameters) {
    if (!(await isFinite(variable))) return { layer, tensor: 'weights' };
  }
  const activations: { layer: string; activation: tf.Tensor }[] = [];
  tf.tidy(
    () =>
      void model.forward(x, 'train', (layer, activation) =>
        activations.push({ layer, activation: tf.keep(tf.clone(activation)) }),
      ),
  );
  try {
    for (const { layer, activation } of activations) {
      if (!(await isFinite(activation))) return { layer, tensor: 'activation' };
    }
  } finally {
    tf.dispose(activations.map(({ activation }) => activation));
  }
  return firstGradient(model.parameters, gradients);
}

async function firstGradient(parameters: readonly Parameter[], gradients: readonly tf.Tensor[]): Promise<Place> {
  for (let i = gradients.length - 1; i >= 0; i -= 1) {
    const gradient = gradients[i];
    const parameter = parameters[i];
    if (gradient === undefined || parameter === undefined) continue;
    if (!(await isFinite(gradient))) return { layer: parameter.layer, tensor: 'gradient' };
  }
  const output = parameters.at(-1)?.layer ?? 'output';
  return { layer: output, tensor: 'loss' };
}

async function isFinite(tensor: tf.Tensor): Promise<boolean> {
  return (await tensor.data()).every(Number.isFinite);
}
