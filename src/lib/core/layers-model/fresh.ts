import * as tf from '@tensorflow/tfjs-core';
import type { LayerVariable } from '@tensorflow/tfjs-layers';
import { stream } from '../../random/stream.ts';
import { initialValues } from '../initial-values.ts';
import { countOf, roleOf, type Leaf } from './leaves.ts';
import { isKernel } from './parts.ts';
import { variableOf } from './modes.ts';

/**
 * Gives layers new weights, as if they had never been trained: kernels by He et al. 2015, normal with variance 2 / fan-in; gains and
 * running variances 1; all else 0.
 */
export function startAnew(leaves: Iterable<Leaf>, seed: number): void {
  for (const { layer } of leaves) for (const weight of layer.weights) setWeight(weight, freshValues(weight, seed));
}

export function setWeight(weight: LayerVariable, values: Float32Array): void {
  tf.tidy(() => variableOf(weight).assign(tf.tensor(values, weight.shape as number[])));
}

function freshValues(weight: LayerVariable, seed: number): Float32Array {
  const shape = weight.shape as number[];
  const count = countOf(shape);
  const role = roleOf(weight);
  if (isKernel(weight)) {
    // A depthwise kernel is [height, width, channels, filters of each], and each of its filters sees one channel.
    const fanIn = role === 'depthwise_kernel' ? countOf(shape.slice(0, 2)) : countOf(shape.slice(0, -1));
    const fanOut = shape.at(-1) ?? 1;
    return initialValues(
      { type: 'fanIn', gain: 2 },
      { count, fanIn, fanOut },
      stream(seed, `new weights of ${weight.originalName}`),
    );
  }
  return new Float32Array(count).fill(role === 'gamma' || role === 'moving_variance' ? 1 : 0);
}
