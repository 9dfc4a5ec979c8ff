/**
 * TensorFlow.js as its user gets it: packages as published, ops and optimiser of its own, nothing of ours. Batch normalisation is
 * composed as its layers library does it: `tf.moments`, `tf.batchNorm`, and two moving averages.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import type { Activation, Initializer, Layer, Shape } from '../../../models/layers.ts';
import { outputShape } from '../../../models/shapes.ts';
import type { Contender } from '../contenders.ts';
import type { Work } from '../works.ts';
import { initialValues, inputsOf } from './inputs.ts';
import type { Stepper } from './Stepper.ts';

export async function prepareStock(backend: Contender['backend'], work: Work): Promise<Stepper> {
  await load[backend]();
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js could not start its backend ${backend}`);
  await tf.ready();

  const model = new Model(work.layers, work.inputShape);
  const { learningRate, momentum, weightDecay } = work.optimizer;
  const optimizer = momentum === 0 ? tf.train.sgd(learningRate) : tf.train.momentum(learningRate, momentum);
  const loss = losses[work.loss];
  // Uploaded once: the most favourable way.
  const batches = inputsOf(work).map(({ count, images, targets }) => ({
    x: tf.tensor(images, [count, ...work.inputShape]),
    targets: tf.tensor2d(targets, [count, work.classes]),
  }));
  let steps = 0;
  let last: tf.Scalar | undefined;
  return {
    step() {
      const batch = batches[steps % batches.length];
      if (batch === undefined) throw new Error('There are no batches.');
      steps += 1;
      last?.dispose();
      const { value, grads } = tf.variableGrads(() => loss(model.forward(batch.x), batch.targets), model.variables);
      const decayed = tf.tidy(() => {
        const pairs = model.decaying.map(
          ({ name }, i) => [name, withDecay(grads[name], model.decaying[i], weightDecay)] as const,
        );
        return { ...grads, ...Object.fromEntries(pairs) };
      });
      optimizer.applyGradients(decayed);
      tf.dispose([grads, decayed]);
      last = value;
    },
    async settle() {
      return (await last?.data())?.[0] ?? Number.NaN;
    },
  };
}

function withDecay(gradient: tf.Tensor | undefined, variable: tf.Variable | undefined, weightDecay: number): tf.Tensor {
  if (gradient === undefined || variable === undefined) throw new Error('A weight has no gradient.');
  return tf.add(gradient, tf.mul(variable, weightDecay));
}

const load: Readonly<Record<Contender['backend'], () => Promise<void>>> = {
  webgpu: async () => {
    await import('@tensorflow/tfjs-backend-webgpu');
  },
  webgl: async () => {
    await import('@tensorflow/tfjs-backend-webgl');
  },
  cpu: async () => {
    await import('@tensorflow/tfjs-backend-cpu');
  },
  wasm: async () => {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    const { wasmPaths } = await import('./stock-tfjs-wasm.ts');
    setWasmPaths(wasmPaths);
  },
};

type Loss = (logits: tf.Tensor2D, targets: tf.Tensor2D) => tf.Scalar;

const losses: Readonly<Record<Work['loss'], Loss>> = {
  softmaxCrossEntropy: (logits, targets) => tf.losses.softmaxCrossEntropy<tf.Tensor2D, tf.Scalar>(targets, logits),
  // Its own divides by the classes too.
  sigmoidCrossEntropy: (logits, targets) => tf.mul(tf.losses.sigmoidCrossEntropy(targets, logits), targets.shape[1]),
};

const activations: Readonly<Record<Activation, (x: tf.Tensor) => tf.Tensor>> = {
  relu: (x) => tf.relu(x),
  tanh: (x) => tf.tanh(x),
  sigmoid: (x) => tf.sigmoid(x),
  softsign: (x) => tf.div(x, tf.add(tf.abs(x), 1)),
};

type Apply = (x: tf.Tensor) => tf.Tensor;

class Model {
  readonly variables: tf.Variable[] = [];
  /** Matrices and kernels. */
  readonly decaying: tf.Variable[] = [];
  readonly #steps: Apply[] = [];

  constructor(layers: readonly Layer[], input: Shape) {
    let shape = input;
    for (const layer of layers) {
      this.#steps.push(this.#build(layer, shape));
      shape = outputShape(layer, shape);
    }
  }

  forward(x: tf.Tensor): tf.Tensor2D {
    return this.#steps.reduce((value, step) => step(value), x) as tf.Tensor2D;
  }

  #build(layer: Layer, input: Shape): Apply {
    const channels = input.at(-1) ?? 0;
    switch (layer.type) {
      case 'conv2d': {
        const { kernelSize, filters, stride, init } = layer;
        const shape: [number, number, number, number] = [kernelSize, kernelSize, channels, filters];
        const kernel = this.#weights(shape, init, kernelSize ** 2 * channels) as tf.Tensor as tf.Tensor4D;
        return (x) => tf.conv2d(x as tf.Tensor4D, kernel, stride, (kernelSize - 1) / 2);
      }
      case 'batchNorm':
        return this.#batchNorm(channels, layer.epsilon, layer.momentum);
      case 'dense': {
        const weights = this.#weights([channels, layer.units], layer.init, channels) as tf.Tensor as tf.Tensor2D;
        const biases = this.#variable(tf.tensor1d(initialValues(layer.biasInit, layer.units, channels, 0)));
        return (x) => tf.add(tf.matMul(x as tf.Tensor2D, weights), biases);
      }
      case 'activation':
        return activations[layer.fn];
      case 'globalAveragePool':
        return (x) => tf.mean(x, [1, 2]);
      case 'flatten':
        return (x) => tf.reshape(x, [x.shape[0], -1]);
      case 'averagePool':
      case 'concat':
      case 'groupNorm':
      case 'highway':
      case 'recurrent':
      case 'residual':
      case 'rmsNorm':
        throw new Error('The bench times plain nets of images only.');
      default:
        throw layer satisfies never;
    }
  }

  #batchNorm(channels: number, epsilon: number, momentum: number): Apply {
    const gain = this.#variable(tf.ones([channels])) as tf.Tensor as tf.Tensor1D;
    const shift = this.#variable(tf.zeros([channels])) as tf.Tensor as tf.Tensor1D;
    const movingMean = tf.variable(tf.zeros([channels]), false);
    const movingVariance = tf.variable(tf.ones([channels]), false);
    const follow = (moving: tf.Variable, batch: tf.Tensor): void =>
      moving.assign(tf.add(tf.mul(moving, 1 - momentum), tf.mul(batch, momentum)));
    return (x) => {
      const { mean, variance } = tf.moments(x, [0, 1, 2]);
      tf.tidy(() => {
        follow(movingMean, mean);
        follow(movingVariance, variance);
      });
      return tf.batchNorm(x as tf.Tensor4D, mean as tf.Tensor1D, variance as tf.Tensor1D, shift, gain, epsilon);
    };
  }

  #weights(shape: number[], init: Initializer, fanIn: number): tf.Variable {
    const count = shape.reduce((product, length) => product * length, 1);
    const variable = this.#variable(tf.tensor(initialValues(init, count, fanIn, this.variables.length + 1), shape));
    this.decaying.push(variable);
    return variable;
  }

  #variable(initial: tf.Tensor): tf.Variable {
    const variable = tf.variable(initial);
    this.variables.push(variable);
    return variable;
  }
}
