import * as tf from '@tensorflow/tfjs-core';
import type { LayerVariable } from '@tensorflow/tfjs-layers';
import type { NormSettings, Running } from '../tape/kernels.ts';
import { normalizeBatch, normalizeFrozen } from '../tape/operations.ts';
import { tensorKernels } from '../tape/tensor-kernels.ts';
import { columnKernels } from './column-kernels.ts';
import { one, roleOf, type Layer, type Leaf } from './leaves.ts';

const kernels = { ...tensorKernels, ...columnKernels };

/** Share of a batch in the running statistics, as in the nets of the book. */
const MOMENTUM = 0.1;

/**
 * Says how layers compute in training. All are as in evaluation, so that nothing is dropped out by a chance that has no seed, but for
 * normalisations whose weights are trained: these take the statistics of the batch, and their running ones follow. TensorFlow.js knows
 * only one way for all layers, so each layer's own `call` is replaced.
 *
 * @returns numbers that were made for it, to be freed.
 */
export function setModes(leaves: readonly Leaf[], isTrained: (leaf: Leaf) => boolean): readonly tf.Tensor[] {
  const made: tf.Tensor[] = [];
  for (const leaf of leaves) {
    const { layer } = leaf;
    if (leaf.kind === 'BatchNormalization') {
      layer.call = normalization(leaf, isTrained(leaf), made);
    } else if (leaf.kind === 'ReLU' && isClipped(layer)) {
      layer.call = (inputs) => clipped(one(inputs), Number(layer.getConfig()['maxValue']));
    } else {
      const compute = layer.call.bind(layer);
      layer.call = (inputs, kwargs) => compute(inputs, { ...kwargs, training: false });
    }
  }
  return made;
}

/** Whether it is min(max(x, 0), most). */
function isClipped(layer: Layer): boolean {
  const { maxValue, negativeSlope, threshold } = layer.getConfig();
  return typeof maxValue === 'number' && !negativeSlope && !threshold;
}

/** max(x, 0) - max(x - most, 0): its gradient needs no comparison, which are the slowest operations of the WASM backend. */
const clipped = (x: tf.Tensor, most: number): tf.Tensor => tf.tidy(() => tf.sub(tf.relu(x), tf.relu(tf.sub(x, most))));

/** TensorFlow.js's own has no gradient where a layer has no gains, and none at all in training. */
function normalization({ layer, input }: Leaf, isTrained: boolean, made: tf.Tensor[]): Layer['call'] {
  const channels = input.at(-1) ?? 0;
  const orConstant = (role: string, value: number): tf.Tensor1D => {
    const weight = layer.weights.find((own) => roleOf(own) === role);
    if (weight !== undefined) return variableOf(weight) as tf.Tensor as tf.Tensor1D;
    const constant = tf.tidy(() => tf.keep(tf.fill<tf.Rank.R1>([channels], value)));
    made.push(constant);
    return constant;
  };
  const settings: NormSettings = {
    gain: orConstant('gamma', 1),
    shift: orConstant('beta', 0),
    epsilon: epsilonOf(layer),
    relu: false,
  };
  const [mean, variance] = ['moving_mean', 'moving_variance'].map((role) => layer.weights.find((own) => roleOf(own) === role));
  if (mean === undefined || variance === undefined) throw new Error(`The layer "${layer.name}" has no running statistics.`);
  const running: Running = { mean: variableOf(mean), variance: variableOf(variance), momentum: MOMENTUM };
  const constants = { mean: running.mean as tf.Tensor as tf.Tensor1D, variance: running.variance as tf.Tensor as tf.Tensor1D };
  return (inputs, kwargs) =>
    tf.tidy(() => {
      const x = one(inputs);
      // Vectors are images of one pixel.
      const images = x.rank === 4 ? (x as tf.Tensor4D) : tf.reshape<tf.Rank.R4>(x, [-1, 1, 1, channels]);
      const y =
        isTrained && kwargs['training'] === true
          ? normalizeBatch(kernels, images, settings, running)
          : normalizeFrozen(kernels, images, settings, constants);
      return tf.reshape(y, x.shape);
    });
}

/** What stands behind a weight of a layer: TensorFlow.js says only that it is a tensor. */
export function variableOf(weight: LayerVariable): tf.Variable {
  const value: tf.Tensor = weight.read();
  if (!(value instanceof tf.Variable)) throw new Error(`The weight "${weight.originalName}" is no variable.`);
  return value as tf.Variable;
}

function epsilonOf(layer: Layer): number {
  const { epsilon } = layer.getConfig();
  if (typeof epsilon !== 'number') throw new Error(`The layer "${layer.name}" does not say its epsilon.`);
  return epsilon;
}
