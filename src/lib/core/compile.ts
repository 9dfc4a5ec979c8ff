import * as tf from '@tensorflow/tfjs-core';
import type { Activation, Initializer, Layer, Shape } from '../models/layers.ts';
import { outputShape } from '../models/shapes.ts';
import { stream } from '../random/stream.ts';
import { initialValues } from './initial-values.ts';
import type { Kernels } from './kernels/kernels.ts';
import { addRelu, normalizeBatch, relu, subsample } from './operations.ts';

/** A trainable tensor. */
export interface Parameter {
  /** Of the layer, for example "block 3, conv 2". */
  readonly layer: string;
  readonly role: 'weights' | 'biases' | 'gains' | 'shifts';
  readonly variable: tf.Variable;
  /** Whether the layer is the last one, whose outputs are the logits. */
  readonly last: boolean;
}

export interface Model {
  /** From the input to the output. */
  readonly parameters: readonly Parameter[];
  /**
   * Logits of x [n, ...input shape]. In `train` mode normalisations use, and follow, the statistics of this batch; in
   * `evaluate` mode the running ones.
   */
  forward(x: tf.Tensor, mode: Mode, visit?: Visit): tf.Tensor2D;
  dispose(): void;
}

export type Mode = 'train' | 'evaluate';

/** Called with each layer's output, in the order of the forward pass. */
export type Visit = (layer: string, activation: tf.Tensor) => void;

type Step = (x: tf.Tensor, mode: Mode, visit: Visit) => tf.Tensor;

/**
 * Layers as a model on the present TensorFlow.js backend, initialised from the seed: each parameter draws from a stream of its
 * own, named after it.
 *
 * @throws RangeError where a layer cannot take the output of the one before it.
 */
export function compile(layers: readonly Layer[], input: Shape, kernels: Kernels, seed: number): Model {
  const build = new Build(kernels, seed, layers);
  const { steps, shape } = build.sequence(layers, input, '');
  if (shape.length !== 1)
    throw new RangeError(`A model must end with one vector of logits an example, but ends with [${shape}].`);
  const forward = (x: tf.Tensor, mode: Mode, visit: Visit = () => undefined): tf.Tensor2D =>
    steps.reduce((value, step) => step(value, mode, visit), x) as tf.Tensor2D;
  const dispose = (): void => tf.dispose([...build.parameters.map(({ variable }) => variable), ...build.statistics]);
  return { parameters: build.parameters, forward, dispose };
}

/** What the builder of a layer is given besides the layer. */
interface Place {
  readonly input: Shape;
  readonly name: string;
  /** Whether a ReLU follows, which the layer then takes over: one kernel instead of two. */
  readonly relu: boolean;
}

type Builders = { readonly [T in Layer['type']]: (layer: Extract<Layer, { type: T }>, place: Place) => Step };

class Build {
  readonly parameters: Parameter[] = [];
  /** Running means and variances: state, but not trained. */
  readonly statistics: tf.Variable[] = [];
  readonly #kernels: Kernels;
  readonly #seed: number;
  readonly #denseTotal: number;
  #dense = 0;
  #blocks = 0;

  constructor(kernels: Kernels, seed: number, layers: readonly Layer[]) {
    this.#kernels = kernels;
    this.#seed = seed;
    this.#denseTotal = layers.filter(({ type }) => type === 'dense').length;
  }

  /** The steps of layers in a row. `scope` goes before their names. */
  sequence(layers: readonly Layer[], input: Shape, scope: string): { steps: Step[]; shape: Shape } {
    const steps: Step[] = [];
    const counts = new Map<string, number>();
    let shape = input;
    for (let i = 0; i < layers.length; i += 1) {
      const layer = layers[i];
      if (layer === undefined) continue;
      const next = layers[i + 1];
      const fuses =
        (layer.type === 'batchNorm' || layer.type === 'residual') && next?.type === 'activation' && next.fn === 'relu';
      const place = { input: shape, name: scope + this.#name(layer, counts), relu: fuses };
      // Looked up by the layer's own type: TypeScript does not relate the two through the index.
      const builder = this.#builders[layer.type] as (layer: Layer, place: Place) => Step;
      shape = outputShape(layer, shape);
      steps.push(builder(layer, place));
      if (fuses) i += 1;
    }
    return { steps, shape };
  }

  readonly #builders: Builders = {
    dense: (layer, { input: [features = 0], name }) => {
      const last = this.#dense === this.#denseTotal;
      const weights = this.#parameter(name, 'weights', [features, layer.units], layer.init, features, last);
      const biases = this.#parameter(name, 'biases', [layer.units], layer.biasInit, features, last);
      return visited(name, (x) => tf.add(tf.matMul(x as tf.Tensor2D, weights as tf.Tensor2D), biases));
    },
    conv2d: ({ kernelSize, filters, stride, init }, { input, name }) => {
      const channels = input[2] ?? 0;
      const shape = [kernelSize, kernelSize, channels, filters];
      const weights = this.#parameter(name, 'weights', shape, init, kernelSize ** 2 * channels, false) as tf.Tensor4D;
      // One margin on all sides, as in PyTorch: TensorFlow's "same" pads an even image only below and on the right at stride 2.
      const margin = (kernelSize - 1) / 2;
      return visited(name, (x) => tf.conv2d(x as tf.Tensor4D, weights, stride, margin));
    },
    batchNorm: ({ epsilon, momentum }, { input, name, relu: isRelu }) => {
      const channels = input[2] ?? 0;
      const gain = this.#variable(name, 'gains', tf.ones([channels])) as tf.Tensor as tf.Tensor1D;
      const shift = this.#variable(name, 'shifts', tf.zeros([channels])) as tf.Tensor as tf.Tensor1D;
      const running = { mean: this.#statistic(tf.zeros([channels])), variance: this.#statistic(tf.ones([channels])) };
      const kernels = this.#kernels;
      return visited(name, (input4d, mode) => {
        const x = input4d as tf.Tensor4D;
        const common = { gain, shift, epsilon, relu: isRelu };
        if (mode === 'evaluate') {
          return kernels.normalize(x, {
            ...common,
            mean: running.mean as tf.Tensor1D,
            variance: running.variance as tf.Tensor1D,
          });
        }
        const { mean, variance } = kernels.moments(x);
        const rows = x.size / channels;
        kernels.follow(running.mean, mean, momentum, 1);
        // The running variance follows the unbiased estimate, as in PyTorch; the normalisation uses the biased one.
        kernels.follow(running.variance, variance, momentum, rows / Math.max(1, rows - 1));
        return normalizeBatch(kernels, x, { ...common, mean, variance });
      });
    },
    activation: ({ fn }, { name }) => {
      const apply = activations[fn];
      return visited(name, (x) => apply(x, this.#kernels));
    },
    residual: ({ branch, shortcut }, { input, name, relu: isRelu }) => {
      const { steps, shape } = this.sequence(branch, input, `${name}, `);
      const across = shortcut === 'identity' ? (x: tf.Tensor) => x : (x: tf.Tensor) => subsample(x as tf.Tensor4D, shape[2] ?? 0);
      return (x, mode, visit) => {
        const end = steps.reduce((value, step) => step(value, mode, visit), x);
        const sum = isRelu ? addRelu(this.#kernels, end, across(x)) : tf.add(end, across(x));
        visit(name, sum);
        return sum;
      };
    },
    globalAveragePool: (_, { name }) => visited(name, (x) => tf.mean(x, [1, 2])),
    flatten: (layer, { input, name }) => visited(name, (x) => tf.reshape(x, [-1, ...outputShape(layer, input)])),
  };

  #parameter(
    layer: string,
    role: 'weights' | 'biases',
    shape: number[],
    init: Initializer,
    fanIn: number,
    last: boolean,
  ): tf.Tensor {
    const count = shape.reduce((product, length) => product * length, 1);
    const values = initialValues(init, count, fanIn, stream(this.#seed, `${role} of ${layer}`));
    return this.#variable(layer, role, tf.tensor(values, shape), last);
  }

  #variable(layer: string, role: Parameter['role'], initial: tf.Tensor, last = false): tf.Variable {
    const variable = tf.variable(initial);
    initial.dispose();
    this.parameters.push({ layer, role, variable, last });
    return variable;
  }

  #statistic(initial: tf.Tensor): tf.Variable {
    const variable = tf.variable(initial, false);
    initial.dispose();
    this.statistics.push(variable);
    return variable;
  }

  #name(layer: Layer, counts: Map<string, number>): string {
    if (layer.type === 'residual') return `block ${(this.#blocks += 1)}`;
    if (layer.type === 'dense') return this.#denseName();
    const noun = nouns[layer.type];
    const count = (counts.get(noun) ?? 0) + 1;
    counts.set(noun, count);
    return layer.type === 'globalAveragePool' || layer.type === 'flatten' ? noun : `${noun} ${count}`;
  }

  #denseName(): string {
    this.#dense += 1;
    if (this.#dense < this.#denseTotal) return `hidden ${this.#dense}`;
    return this.#denseTotal > 1 ? 'output' : 'dense';
  }
}

const nouns: Readonly<Record<Exclude<Layer['type'], 'dense' | 'residual'>, string>> = {
  conv2d: 'conv',
  batchNorm: 'norm',
  activation: 'activation',
  globalAveragePool: 'average pool',
  flatten: 'flatten',
};

const activations: { readonly [A in Activation]: (x: tf.Tensor, kernels: Kernels) => tf.Tensor } = {
  relu: (x, kernels) => relu(kernels, x),
  tanh: (x) => tf.tanh(x),
  sigmoid: (x) => tf.sigmoid(x),
};

function visited(name: string, apply: (x: tf.Tensor, mode: Mode) => tf.Tensor): Step {
  return (x, mode, visit) => {
    const y = apply(x, mode);
    visit(name, y);
    return y;
  };
}
