import * as tf from '@tensorflow/tfjs-core';
import type { Layer } from '../../models/layers.ts';
import { groupCount } from '../../models/shapes.ts';
import { parametersOf, type Initialised } from '../initial-parameters.ts';
import type { Mode } from '../mode.ts';
import { learns, type Parameter } from '../net.ts';
import type { Placed } from '../outline.ts';
import type { Kernels } from './kernels.ts';
import {
  activation,
  addRelu,
  gated,
  momentsOf,
  normalizeBatch,
  normalizeExamples,
  normalizeFrozen,
  subsample,
} from './operations.ts';
import { recurrent } from './recurrent.ts';

export interface TapeParameter extends Parameter {
  readonly variable: tf.Variable;
}

export interface Model {
  /** From the input to the output. */
  readonly parameters: readonly TapeParameter[];
  /** Running means and variances: state, but not trained. */
  readonly statistics: readonly tf.Variable[];
  /** Logits of x [n, ...input shape]. */
  forward(x: tf.Tensor, mode: Mode, visit?: Visit): tf.Tensor2D;
  dispose(): void;
}

/** Called with each layer's output, in the order of the forward pass; gives what the next layer gets. */
export type Visit = (layer: string, activation: tf.Tensor) => tf.Tensor;

type Step = (x: tf.Tensor, mode: Mode, visit: Visit) => tf.Tensor;

/** Layers as a model on the present TensorFlow.js backend, initialised from the seed. */
export function compile(placed: readonly Placed[], kernels: Kernels, seed: number): Model {
  const build = new Build(kernels, seed);
  const steps = build.sequence(placed);
  const forward: Model['forward'] = (x, mode, visit = (_, y) => y) => through(steps, x, mode, visit) as tf.Tensor2D;
  const dispose = (): void => tf.dispose([...build.parameters.map(({ variable }) => variable), ...build.statistics]);
  return { parameters: build.parameters, statistics: build.statistics, forward, dispose };
}

type Builders = { readonly [T in Layer['type']]: (placed: Placed<Extract<Layer, { type: T }>>) => Step };

class Build {
  readonly parameters: TapeParameter[] = [];
  readonly statistics: tf.Variable[] = [];
  readonly #kernels: Kernels;
  readonly #seed: number;

  constructor(kernels: Kernels, seed: number) {
    this.#kernels = kernels;
    this.#seed = seed;
  }

  sequence(layers: readonly Placed[]): Step[] {
    return layers.map((placed) => {
      // Looked up by the layer's own type: TypeScript does not relate the two through the index.
      const builder = this.#builders[placed.layer.type] as (placed: Placed) => Step;
      return builder(placed);
    });
  }

  readonly #builders: Builders = {
    dense: (placed) => {
      const isInput = this.#seesInput();
      const [weights, biases] = this.#variables(placed) as [tf.Tensor2D, tf.Tensor1D];
      return visited(placed.name, (x) => this.#kernels.dense(x as tf.Tensor2D, weights, biases, isInput));
    },
    conv2d: (placed) => {
      const { kernelSize, stride } = placed.layer;
      const isInput = this.#seesInput();
      const [weights, biases] = this.#variables(placed) as [tf.Tensor4D, tf.Tensor1D?];
      // One margin on all sides, as in PyTorch: TensorFlow's "same" pads an even image only below and on the right at stride 2.
      const margin = (kernelSize - 1) / 2;
      const convolved = (x: tf.Tensor): tf.Tensor => this.#kernels.conv2d(x as tf.Tensor4D, weights, { stride, margin, isInput });
      return visited(placed.name, biases === undefined ? convolved : (x) => tf.add(convolved(x), biases));
    },
    batchNorm: (placed) => {
      const { epsilon, momentum, frozen = false } = placed.layer;
      const channels = placed.input.at(-1) ?? 0;
      const [gain, shift] = this.#variables(placed) as [tf.Tensor1D, tf.Tensor1D];
      const settings = { gain, shift, epsilon, relu: placed.relu };
      const mean = this.#statistic(tf.zeros([channels]));
      const variance = this.#statistic(tf.ones([channels]));
      const running = { mean: mean as tf.Tensor1D, variance: variance as tf.Tensor1D };
      const normalized = (x: tf.Tensor4D, mode: Mode): tf.Tensor4D => {
        if (frozen) return normalizeFrozen(this.#kernels, x, settings, running);
        return mode === 'train'
          ? normalizeBatch(this.#kernels, x, settings, { mean, variance, momentum })
          : this.#kernels.normalize(x, settings, mode === 'observe' ? momentsOf(x) : running);
      };
      if (placed.input.length === 3) return visited(placed.name, (x, mode) => normalized(x as tf.Tensor4D, mode));
      // Vectors are images of one pixel.
      return visited(placed.name, (x, mode) => tf.reshape(normalized(tf.reshape(x, [-1, 1, 1, channels]), mode), [-1, channels]));
    },
    groupNorm: (placed) => {
      const [gain, shift] = this.#variables(placed) as [tf.Tensor1D, tf.Tensor1D];
      const { epsilon } = placed.layer;
      const settings = { gain, shift, groups: groupCount(placed.layer, placed.input), epsilon, relu: placed.relu };
      return visited(placed.name, (x) => normalizeExamples(this.#kernels, x, settings));
    },
    rmsNorm: (placed) => {
      const [gain] = this.#variables(placed) as [tf.Tensor1D];
      const settings = { gain, shift: undefined, groups: 1, epsilon: placed.layer.epsilon, relu: placed.relu };
      return visited(placed.name, (x) => normalizeExamples(this.#kernels, x, settings));
    },
    activation: ({ layer, name }) => visited(name, (x) => activation(this.#kernels, layer.fn, x)),
    recurrent: (placed) => {
      const isInput = this.#seesInput();
      const [input, recurrence, biases] = this.#variables(placed) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
      const { fn } = placed.layer;
      return visited(placed.name, (x) => recurrent(this.#kernels, fn, x as tf.Tensor4D, { input, recurrence, biases }, isInput));
    },
    residual: ({ layer, name, output, relu: isRelu, branch, beside }) => {
      const { shortcut, branchScale = 1, shortcutScale = 1 } = layer;
      const steps = this.sequence(branch);
      const projection = this.sequence(beside);
      const across = (x: tf.Tensor, mode: Mode, visit: Visit): tf.Tensor =>
        shortcut === 'optionA' ? subsample(x as tf.Tensor4D, output[2] ?? 0) : through(projection, x, mode, visit);
      return (x, mode, visit) => {
        const end = scaled(through(steps, x, mode, visit), branchScale);
        const short = scaled(across(x, mode, visit), shortcutScale);
        const sum = isRelu ? addRelu(this.#kernels, end, short) : tf.add(end, short);
        return visit(name, sum);
      };
    },
    highway: ({ layer, name, branch, beside }) => {
      const [transform, gate] = [this.sequence(branch), this.sequence(beside)];
      const isOpen = layer.gates === 'shortcut';
      return (x, mode, visit) => {
        const h = through(transform, x, mode, visit);
        const y = gated(this.#kernels, h, through(gate, x, mode, visit), x, isOpen);
        return visit(name, y);
      };
    },
    concat: ({ name, branch, input }) => {
      const steps = this.sequence(branch);
      return (x, mode, visit) => {
        const y = tf.concat([x, through(steps, x, mode, visit)], input.length);
        return visit(name, y);
      };
    },
    averagePool: ({ layer: { size }, name }) => visited(name, (x) => tf.avgPool(x as tf.Tensor4D, size, size, 'valid')),
    globalAveragePool: ({ name }) => visited(name, (x) => this.#kernels.averagePool(x as tf.Tensor4D)),
    flatten: ({ name, output }) => visited(name, (x) => tf.reshape(x, [-1, ...output])),
  };

  /** Whether the next layer is the first that learns, or below it: its input then depends on nothing that does. */
  #seesInput(): boolean {
    return !this.parameters.some(learns);
  }

  #variables(placed: Placed): tf.Tensor[] {
    return parametersOf(placed, this.#seed).map((parameter) => this.#variable(parameter));
  }

  #variable({ values, ...parameter }: Initialised): tf.Tensor {
    const initial = tf.tensor(values, [...parameter.shape]);
    const variable = tf.variable(initial);
    initial.dispose();
    this.parameters.push({ ...parameter, variable });
    return variable;
  }

  #statistic(initial: tf.Tensor): tf.Variable {
    const variable = tf.variable(initial, false);
    initial.dispose();
    this.statistics.push(variable);
    return variable;
  }
}

const through = (steps: readonly Step[], x: tf.Tensor, mode: Mode, visit: Visit): tf.Tensor =>
  steps.reduce((value, step) => step(value, mode, visit), x);

const scaled = (x: tf.Tensor, factor: number): tf.Tensor => (factor === 1 ? x : tf.mul(x, factor));

function visited(name: string, apply: (x: tf.Tensor, mode: Mode) => tf.Tensor): Step {
  return (x, mode, visit) => visit(name, apply(x, mode));
}
